/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-environment.h"

/* At first nothing is known. */
static void
test_new (void)
{
  g_autoptr (LcEnvironment) environment = lc_environment_new ();

  g_assert_cmpuint (environment->interfaces->len, ==, 0);
  g_assert_cmpuint (environment->dns_probes->len, ==, 0);
  g_assert_cmpuint (environment->http_probes->len, ==, 0);
  g_assert_null (environment->gateways);
  g_assert_null (environment->proxy);
  g_assert_false (environment->has_online || environment->has_ipv4 || environment->has_ipv6);
  g_assert_false (environment->has_clock_skew);
}

/* The sanitizers see whether all of it is freed, once. */
static void
test_free (void)
{
  g_autoptr (LcEnvironment) environment = lc_environment_new ();
  LcInterface *interface = lc_interface_new ("wlan0", "wifi");
  LcDnsProbe *dns = lc_dns_probe_new ("none.example");
  LcHttpProbe *http = lc_http_probe_new ("a.example", "192.0.2.1");

  g_assert_cmpstr (interface->name, ==, "wlan0");
  g_assert_cmpstr (interface->kind, ==, "wifi");
  g_assert_cmpstr (dns->name, ==, "none.example");
  g_assert_cmpstr (http->host, ==, "a.example");
  g_assert_cmpstr (http->address, ==, "192.0.2.1");
  g_assert_cmpuint (http->status, ==, 0);
  interface->addresses = g_strsplit ("192.0.2.7", " ", -1);
  dns->addresses = g_strsplit ("192.0.2.8", " ", -1);
  http->marks = g_strsplit ("login-form", " ", -1);
  g_ptr_array_add (environment->interfaces, interface);
  g_ptr_array_add (environment->dns_probes, dns);
  g_ptr_array_add (environment->http_probes, http);
  environment->vpn_addresses = g_strsplit ("192.0.2.9", " ", -1);
  lc_environment_free (NULL);
  lc_interface_free (NULL);
  lc_dns_probe_free (NULL);
  lc_http_probe_free (NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/environment/new", test_new);
  g_test_add_func ("/environment/free", test_free);
  return g_test_run ();
}
