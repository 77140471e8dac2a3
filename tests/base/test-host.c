/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-host.h"

typedef struct
{
  const char *text;
  gboolean is_name;
  gboolean is_address;
} HostCase;

/* 63 characters. */
#define LABEL "a23456789-123456789-123456789-123456789-123456789-123456789-123"

static const HostCase cases[] = {
  { "a", TRUE, FALSE },
  { "dal12.moviuscorp.net", TRUE, FALSE },
  { "DAL12.example", TRUE, FALSE },
  { "3com.example", TRUE, FALSE },
  { "xn--bcher-kva.example", TRUE, FALSE },
  { LABEL ".example", TRUE, FALSE },
  { "x" LABEL ".example", FALSE, FALSE },
  { LABEL "." LABEL "." LABEL ".c23456789-123456789-123456789-123456789-123456789-123456789-1",
    TRUE, FALSE },
  { LABEL "." LABEL "." LABEL ".c23456789-123456789-123456789-123456789-123456789-123456789-12",
    FALSE, FALSE },
  { "", FALSE, FALSE },
  { ".", FALSE, FALSE },
  { "a.", FALSE, FALSE },
  { ".a", FALSE, FALSE },
  { "a..b", FALSE, FALSE },
  { "-a.b", FALSE, FALSE },
  { "a-.b", FALSE, FALSE },
  { "a_b.c", FALSE, FALSE },
  { "a b", FALSE, FALSE },
  { "bücher.example", FALSE, FALSE },
  { "a.123", FALSE, FALSE },
  { "443", FALSE, FALSE },
  { "169.63.26.228", FALSE, TRUE },
  { "127.0.0.1", FALSE, TRUE },
  { "169.63.26.256", FALSE, FALSE },
  { "169.63.26", FALSE, FALSE },
  { "169.063.26.228", FALSE, FALSE },
  { "0.0.0.0", FALSE, FALSE },
  { "224.0.0.251", FALSE, FALSE },
  { "255.255.255.255", FALSE, FALSE },
  { "2001:db8::1", FALSE, TRUE },
  { "::1", FALSE, TRUE },
  { "2001:DB8::1", FALSE, FALSE },
  { "2001:db8:0:0:0:0:0:1", FALSE, FALSE },
  { "[2001:db8::1]", FALSE, FALSE },
  { "::", FALSE, FALSE },
  { "ff02::1", FALSE, FALSE },
  { "::ffff:192.0.2.1", FALSE, FALSE },
  { "fe80::1%lo", FALSE, FALSE },
};

static void
test_host (gconstpointer data)
{
  const HostCase *test = data;

  g_assert_cmpint (lc_host_is_name (test->text), ==, test->is_name);
  g_assert_cmpint (lc_host_is_address (test->text), ==, test->is_address);
}

typedef struct
{
  const char *host;
  const char *domain;
} DomainCase;

static const DomainCase domains[] = {
  { "us.moviuscorp.net", "moviuscorp.net" },
  { "moviuscorp.net", "moviuscorp.net" },
  { "A.B.MOVIUSCORP.NET", "moviuscorp.net" },
  { "us.moviuscorp.net.", "moviuscorp.net" },
  { "www.hp.de", "hp.de" },
  { "www.bank.co.uk", "bank.co.uk" },
  { "portal.hotel.com.au", "hotel.com.au" },
  { "a.b.go.jp", "b.go.jp" },
  { "co.uk", "co.uk" },
  { "a.co.com", "co.com" },
  { "router", "router" },
  { "10.1.0.1", "10.1.0.1" },
  { "::ffff:10.1.0.1", "10.1.0.1" },
  { "2001:DB8::1", "2001:db8::1" },
  { "fe80::1%eth0", "fe80::1%eth0" },
  { ".", "" },
  { "", "" },
  { NULL, "" },
};

static void
test_domains (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++) {
    g_autofree char *domain = lc_host_get_domain (domains[i].host);

    g_assert_cmpstr (domain, ==, domains[i].domain);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/host/%" G_GSIZE_FORMAT, i);

    g_test_add_data_func (path, &cases[i], test_host);
  }
  g_test_add_func ("/host/domains", test_domains);

  return g_test_run ();
}
