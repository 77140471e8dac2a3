/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "dns-server.h"
#include "net/lc-resolver.h"
#include "resolver-fixture.h"

/* What a resolver takes from the hosts file, from resolv.conf, and from a list of servers. */

static char *
write_file (const char *text)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("linecheck-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
check_hosts (LcResolver *resolver, const char *name, const char *addresses)
{
  g_autoptr (LcAnswer) answer = look_up (resolver, name, LONG_MS);

  g_test_message ("%s", name);
  g_assert_cmpint (answer->outcome, ==, LC_RESOLVE_OK);
  g_assert_true (answer->from_hosts);
  g_assert_null (answer->server);
  assert_addresses (answer, addresses);
}

static void
test_hosts (void)
{
  g_autofree char *path = write_file ("# a comment\n"
                                      "127.0.0.1\tlocalhost loopback\n"
                                      "\n"
                                      "2001:DB8:0::7 two.example\n"
                                      "  192.0.2.7   Two.Example two # 192.0.2.8 hidden.example\n"
                                      "192.0.2.7 two.example\r\n"
                                      "192.0.2.6 two.example\n"
                                      "nonsense two.example\n"
                                      "192.0.2.300 two.example\n"
                                      "192.0.2.9\n"
                                      "0.0.0.0 ok.ok.blocked.example");
  g_autoptr (DnsServer) server = dns_server_new ();
  g_autoptr (GError) error = NULL;
  LcResolver *resolver
      = lc_resolver_new_for_servers (dns_server_get_address (server), path, &error);

  g_assert_no_error (error);
  check_hosts (resolver, "two.example", "192.0.2.7 192.0.2.6 2001:db8::7");
  check_hosts (resolver, "TWO.EXAMPLE.", "192.0.2.7 192.0.2.6 2001:db8::7");
  check_hosts (resolver, "two", "192.0.2.7");
  check_hosts (resolver, "ok.ok.blocked.example", "0.0.0.0");
  check_hosts (resolver, "localhost", "127.0.0.1");
  check_hosts (resolver, "any.localhost", "127.0.0.1");
  g_assert_cmpint (dns_server_get_questions (server), ==, 0);
  g_unlink (path);
  assert_finalized (resolver);
}

static void
test_localhost (void)
{
  g_autoptr (DnsServer) server = dns_server_new ();
  LcResolver *resolver = resolver_for (dns_server_get_address (server));

  check_hosts (resolver, "LocalHost", "127.0.0.1 ::1");
  check_hosts (resolver, "ok.ok.localhost.", "127.0.0.1 ::1");
  g_assert_cmpint (dns_server_get_questions (server), ==, 0);
  assert_finalized (resolver);
}

static void
check_servers (const char *resolv_conf, const char *expected)
{
  g_autofree char *path = write_file (resolv_conf);
  g_autoptr (LcResolver) resolver = lc_resolver_new_for_files (path, path);
  g_autofree char *joined = g_strjoinv (" ", (char **) lc_resolver_get_servers (resolver));

  g_assert_cmpstr (joined, ==, expected);
  g_unlink (path);
}

static void
test_resolv_conf (void)
{
  g_autoptr (LcResolver) missing = lc_resolver_new_for_files ("/no/such/file", "/no/such/file");
  g_autoptr (LcResolver) own = lc_resolver_new ();

  g_assert_nonnull (lc_resolver_get_servers (own)[0]);
  g_assert_cmpstr (lc_resolver_get_servers (missing)[0], ==, "127.0.0.1");
  check_servers ("", "127.0.0.1");
  check_servers ("search example.com\noptions timeout:1\n", "127.0.0.1");
  check_servers ("nameserver nonsense\nnameserver\n", "127.0.0.1");
  check_servers ("# nameserver 192.0.2.1\n;nameserver 192.0.2.2\n nameserver 192.0.2.3\n"
                 "nameserver 192.0.2.4\r\nnameserver\t \t2001:db8::53 # the other one\n"
                 "nameserver fe80::1%eth0\nnameserver 192.0.2.5",
                 "192.0.2.4 2001:db8::53 fe80::1%eth0");
}

static void
test_server_list (void)
{
  static const char *const wrong[]
      = { "", "127.0.0.1,", "example.com", "127.0.0.1:70000", ":53", "127.0.0.1 127.0.0.2", NULL };
  g_autoptr (LcResolver) resolver = resolver_for ("127.0.0.1:5353,[::1]:5354,::1");
  g_autofree char *joined = g_strjoinv (" ", (char **) lc_resolver_get_servers (resolver));

  g_assert_cmpstr (joined, ==, "127.0.0.1:5353 [::1]:5354 ::1");
  for (gsize i = 0; wrong[i]; i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", wrong[i]);
    g_assert_null (lc_resolver_new_for_servers (wrong[i], NULL, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/resolver-files/hosts", test_hosts);
  g_test_add_func ("/net/resolver-files/localhost", test_localhost);
  g_test_add_func ("/net/resolver-files/resolv-conf", test_resolv_conf);
  g_test_add_func ("/net/resolver-files/server-list", test_server_list);
  return g_test_run ();
}
