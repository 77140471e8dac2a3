/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "dns-server.h"
#include "net/lc-resolver.h"
#include "resolver-fixture.h"

#define SHORT_MS 400

typedef struct
{
  const char *name;
  guint timeout_ms;
  LcResolveOutcome outcome;
  const char *addresses;
  const char *canonical;
} Case;

#define V4 DNS_SERVER_IPV4
#define V6 DNS_SERVER_IPV6

static const Case cases[] = {
  { "ok.ok.test", LONG_MS, LC_RESOLVE_OK, V4 " " V6, NULL },
  { "ok.ok.test.", LONG_MS, LC_RESOLVE_OK, V4 " " V6, NULL },
  { "ok.ok.TEST", LONG_MS, LC_RESOLVE_OK, V4 " " V6, NULL },
  { "ok.nodata.test", LONG_MS, LC_RESOLVE_OK, V4, NULL },
  { "nodata.ok.test", LONG_MS, LC_RESOLVE_OK, V6, NULL },
  { "many.many.test", LONG_MS, LC_RESOLVE_OK,
    "192.0.2.9 192.0.2.1 192.0.2.5 2001:db8::9 2001:db8::1", NULL },
  { "chain.chain.test", LONG_MS, LC_RESOLVE_OK, V4 " " V6, "END.example" },
  { "ok.chain.test", LONG_MS, LC_RESOLVE_OK, V4 " " V6, "END.example" },
  { "loop.loop.test", LONG_MS, LC_RESOLVE_SERVER_FAILURE, "", NULL },
  { "big.ok.test", LONG_MS, LC_RESOLVE_OK, V4 " " V6, NULL },
  { "big.big.test", LONG_MS, LC_RESOLVE_OK, V4 " " V6, NULL },
  { "bigshut.bigshut.test", LONG_MS, LC_RESOLVE_TRUNCATED, "", NULL },
  { "bighold.bighold.test", SHORT_MS, LC_RESOLVE_TRUNCATED, "", NULL },
  { "bighold.nodata.test", SHORT_MS, LC_RESOLVE_TRUNCATED, "", NULL },
  { "ok.bighold.test", LONG_MS, LC_RESOLVE_OK, V4, NULL },
  { "silent.silent.test", SHORT_MS, LC_RESOLVE_TIMEOUT, "", NULL },
  /* Late, lost, once wrong */
  { "late.ok.test", LONG_MS, LC_RESOLVE_OK, V4 " " V6, NULL },
  { "ok.late.test", LONG_MS, LC_RESOLVE_OK, V4 " " V6, NULL },
  { "lost.ok.test", LONG_MS, LC_RESOLVE_OK, V4 " " V6, NULL },
  { "lost.lost.test", LONG_MS, LC_RESOLVE_OK, V4 " " V6, NULL },
  { "once.once.test", LONG_MS, LC_RESOLVE_OK, V4 " " V6, NULL },
  /* One family fails, the other one is good */
  { "ok.servfail.test", LONG_MS, LC_RESOLVE_OK, V4, NULL },
  { "ok.refused.test", LONG_MS, LC_RESOLVE_OK, V4, NULL },
  { "ok.nx.test", LONG_MS, LC_RESOLVE_OK, V4, NULL },
  { "ok.broken.test", LONG_MS, LC_RESOLVE_OK, V4, NULL },
  { "ok.silent.test", LONG_MS, LC_RESOLVE_OK, V4, NULL },
  { "silent.ok.test", LONG_MS, LC_RESOLVE_OK, V6, NULL },
  { "servfail.ok.test", LONG_MS, LC_RESOLVE_OK, V6, NULL },
  /* Neither brings an address */
  { "nx.nx.test", LONG_MS, LC_RESOLVE_NOT_FOUND, "", NULL },
  { "nx.silent.test", LONG_MS, LC_RESOLVE_NOT_FOUND, "", NULL },
  { "silent.nx.test", SHORT_MS, LC_RESOLVE_NOT_FOUND, "", NULL },
  { "nodata.nx.test", LONG_MS, LC_RESOLVE_NOT_FOUND, "", NULL },
  { "nodata.nodata.test", LONG_MS, LC_RESOLVE_NO_ADDRESS, "", NULL },
  { "nodata.silent.test", SHORT_MS, LC_RESOLVE_NO_ADDRESS, "", NULL },
  { "silent.nodata.test", SHORT_MS, LC_RESOLVE_TIMEOUT, "", NULL },
  { "nodata.servfail.test", LONG_MS, LC_RESOLVE_SERVER_FAILURE, "", NULL },
  { "servfail.nodata.test", LONG_MS, LC_RESOLVE_SERVER_FAILURE, "", NULL },
  { "nodata.refused.test", LONG_MS, LC_RESOLVE_REFUSED, "", NULL },
  { "servfail.servfail.test", LONG_MS, LC_RESOLVE_SERVER_FAILURE, "", NULL },
  { "servfail.silent.test", SHORT_MS, LC_RESOLVE_SERVER_FAILURE, "", NULL },
  { "servfail.refused.test", LONG_MS, LC_RESOLVE_REFUSED, "", NULL },
  { "refused.refused.test", LONG_MS, LC_RESOLVE_REFUSED, "", NULL },
  { "notimp.notimp.test", LONG_MS, LC_RESOLVE_REFUSED, "", NULL },
  { "formerr.formerr.test", LONG_MS, LC_RESOLVE_SERVER_FAILURE, "", NULL },
  { "odd.odd.test", LONG_MS, LC_RESOLVE_SERVER_FAILURE, "", NULL },
  { "broken.broken.test", LONG_MS, LC_RESOLVE_SERVER_FAILURE, "", NULL },
  { "garbage.garbage.test", SHORT_MS, LC_RESOLVE_SERVER_FAILURE, "", NULL },
  { "echo.echo.test", SHORT_MS, LC_RESOLVE_SERVER_FAILURE, "", NULL },
  { "wrongid.wrongid.test", SHORT_MS, LC_RESOLVE_TIMEOUT, "", NULL },
  { "silent.silent.test", SHORT_MS, LC_RESOLVE_TIMEOUT, "", NULL },
};

static void
test_outcomes (void)
{
  g_autoptr (DnsServer) server = dns_server_new ();
  LcResolver *resolver = resolver_for (dns_server_get_address (server));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LcAnswer) answer = NULL;

    g_test_message ("%s", cases[i].name);
    answer = look_up (resolver, cases[i].name, cases[i].timeout_ms);
    g_assert_cmpint (answer->outcome, ==, cases[i].outcome);
    assert_addresses (answer, cases[i].addresses);
    g_assert_cmpstr (answer->canonical, ==, cases[i].canonical);
    g_assert_cmpstr (answer->server, ==, dns_server_get_address (server));
    g_assert_false (answer->from_hosts);
    g_assert_cmpint (answer->us, >, 0);
    g_assert_cmpint (answer->us, <, LONG_MS * 1000 / 2);
  }
  assert_finalized (resolver);
}

/* Silence is waited for to the deadline, and asked more than once. */
static void
test_timeout (void)
{
  g_autoptr (DnsServer) server = dns_server_new ();
  LcResolver *resolver = resolver_for (dns_server_get_address (server));
  g_autoptr (LcAnswer) answer = look_up (resolver, "silent.silent.test", SHORT_MS);

  g_assert_cmpint (answer->outcome, ==, LC_RESOLVE_TIMEOUT);
  g_assert_cmpint (answer->us, >=, SHORT_MS * 1000 - 1000);
  g_assert_cmpint (dns_server_get_questions (server), >=, 4);
  assert_finalized (resolver);
}

static void
test_zero_timeout (void)
{
  g_autoptr (DnsServer) server = dns_server_new ();
  LcResolver *resolver = resolver_for (dns_server_get_address (server));
  g_autoptr (LcAnswer) answer = look_up (resolver, "silent.silent.test", 0);

  g_assert_cmpint (answer->outcome, ==, LC_RESOLVE_TIMEOUT);
  assert_finalized (resolver);
}

/* A missing AAAA answer costs half a second, not the whole deadline. */
static void
test_grace (void)
{
  g_autoptr (DnsServer) server = dns_server_new ();
  LcResolver *resolver = resolver_for (dns_server_get_address (server));
  g_autoptr (LcAnswer) no_ipv6 = look_up (resolver, "ok.silent.test", LONG_MS);
  g_autoptr (LcAnswer) no_ipv4 = look_up (resolver, "silent.ok.test", LONG_MS);

  g_assert_cmpint (no_ipv6->us, >=, 499 * 1000);
  g_assert_cmpint (no_ipv6->us, <, LONG_MS * 1000 / 2);
  g_assert_cmpint (no_ipv4->us, >=, 999 * 1000);
  g_assert_cmpint (no_ipv4->us, <, LONG_MS * 1000 / 2);
  assert_finalized (resolver);
}

static void
test_unreachable (void)
{
  g_autofree char *closed = dns_closed_port ();
  LcResolver *resolver = resolver_for (closed);
  g_autoptr (LcAnswer) answer = look_up (resolver, "ok.ok.test", LONG_MS);

  g_assert_cmpint (answer->outcome, ==, LC_RESOLVE_UNREACHABLE);
  g_assert_cmpint (answer->us, <, LONG_MS * 1000 / 2);
  assert_finalized (resolver);
}

/* A server that goes away while one question is open: the one ICMP error that its
 * next try causes must be noticed. */
static void
test_gone (void)
{
  g_autoptr (DnsServer) server = dns_server_new ();
  LcResolver *resolver = resolver_for (dns_server_get_address (server));
  g_auto (Result) result = { 0 };
  gint64 started = g_get_monotonic_time ();

  lc_resolver_lookup_async (resolver, "nodata.silent.test", LONG_MS, NULL, looked_up_cb, &result);
  while (dns_server_get_questions (server) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_clear_pointer (&server, dns_server_free);
  wait_for (&result);
  g_assert_no_error (result.error);
  g_assert_cmpint (result.answer->outcome, ==, LC_RESOLVE_NO_ADDRESS);
  g_assert_cmpint (g_get_monotonic_time () - started, <, LONG_MS * 1000 / 2);
  assert_finalized (resolver);
}

/* Two servers: what the first one does must not keep the second one's answer away. */
static void
check_two (const char *first,
           const char *second,
           const char *name,
           guint timeout_ms,
           LcResolveOutcome outcome)
{
  g_autofree char *both = g_strjoin (",", first, second, NULL);
  LcResolver *resolver = resolver_for (both);
  g_autoptr (LcAnswer) answer = look_up (resolver, name, timeout_ms);

  g_assert_cmpint (answer->outcome, ==, outcome);
  g_assert_cmpstr (answer->server, ==, first);
  g_assert_cmpint (answer->us, <, LONG_MS * 1000 / 2);
  assert_finalized (resolver);
}

static void
test_two_servers (void)
{
  g_autoptr (DnsServer) one = dns_server_new ();
  g_autoptr (DnsServer) two = dns_server_new ();
  g_autofree char *closed = dns_closed_port ();
  const char *first = dns_server_get_address (one);
  const char *second = dns_server_get_address (two);

  check_two (closed, second, "ok.ok.test", LONG_MS, LC_RESOLVE_OK);
  check_two (first, closed, "servfail.servfail.test", LONG_MS, LC_RESOLVE_SERVER_FAILURE);
  check_two (closed, closed, "ok.ok.test", LONG_MS, LC_RESOLVE_UNREACHABLE);
  check_two (closed, second, "silent.silent.test", SHORT_MS, LC_RESOLVE_UNREACHABLE);
  check_two (first, second, "refused.refused.test", LONG_MS, LC_RESOLVE_REFUSED);
  g_assert_cmpint (dns_server_get_questions (one), ==, 4 + 4);
}

/* Each server has its own memory of what was asked before, so "once" and "lost" fail at both. */
static void
test_failover (void)
{
  g_autoptr (DnsServer) one = dns_server_new ();
  g_autoptr (DnsServer) two = dns_server_new ();
  const char *first = dns_server_get_address (one);
  const char *second = dns_server_get_address (two);

  check_two (first, second, "once.once.test", LONG_MS, LC_RESOLVE_OK);
  check_two (first, second, "lost.lost.test", LONG_MS, LC_RESOLVE_OK);
  check_two (first, second, "silent.silent.test", SHORT_MS, LC_RESOLVE_TIMEOUT);
  g_assert_cmpint (dns_server_get_questions (one), >=, 2 + 4);
  g_assert_cmpint (dns_server_get_questions (two), >=, 2 + 4);
}

static void
test_cancel_before (void)
{
  g_autoptr (DnsServer) server = dns_server_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  LcResolver *resolver = resolver_for (dns_server_get_address (server));
  g_auto (Result) result = { 0 };

  g_cancellable_cancel (cancellable);
  lc_resolver_lookup_async (resolver, "ok.ok.test", LONG_MS, cancellable, looked_up_cb, &result);
  g_assert_cmpint (result.called, ==, 0);
  wait_for (&result);
  g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (dns_server_get_questions (server), ==, 0);
  assert_finalized (resolver);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel_during (void)
{
  g_autoptr (DnsServer) server = dns_server_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  LcResolver *resolver = resolver_for (dns_server_get_address (server));
  g_auto (Result) result = { 0 };
  g_auto (Result) other = { 0 };

  lc_resolver_lookup_async (resolver, "silent.silent.test", LONG_MS, cancellable, looked_up_cb,
                            &result);
  lc_resolver_lookup_async (resolver, "late.late.test", LONG_MS, NULL, looked_up_cb, &other);
  g_timeout_add (50, cancel_cb, cancellable);
  wait_for (&result);
  g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* The other look-up goes on as if nothing had been. */
  wait_for (&other);
  g_assert_no_error (other.error);
  g_assert_cmpint (other.answer->outcome, ==, LC_RESOLVE_OK);
  assert_finalized (resolver);
}

/* Cancelled right after the start, and again; and when all is over. */
static void
test_cancel_twice_and_after (void)
{
  g_autoptr (DnsServer) server = dns_server_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) later = g_cancellable_new ();
  LcResolver *resolver = resolver_for (dns_server_get_address (server));
  g_auto (Result) result = { 0 };
  g_auto (Result) done = { 0 };

  lc_resolver_lookup_async (resolver, "ok.ok.test", LONG_MS, cancellable, looked_up_cb, &result);
  g_cancellable_cancel (cancellable);
  g_cancellable_cancel (cancellable);
  wait_for (&result);
  g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  lc_resolver_lookup_async (resolver, "ok.ok.test", LONG_MS, later, looked_up_cb, &done);
  wait_for (&done);
  g_assert_no_error (done.error);
  g_cancellable_cancel (later);
  g_cancellable_cancel (later);
  assert_finalized (resolver);
  g_assert_cmpint (result.called, ==, 1);
  g_assert_cmpint (done.called, ==, 1);
}

/* A look-up of a silent server never holds up one of another server. */
static void
test_independent (void)
{
  g_autoptr (DnsServer) server = dns_server_new ();
  LcResolver *silent = resolver_for (dns_server_get_address (server));
  LcResolver *resolver = resolver_for (dns_server_get_address (server));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Result results[40] = { 0 };
  g_autoptr (LcAnswer) answer = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    lc_resolver_lookup_async (silent, "silent.silent.test", LONG_MS, cancellable, looked_up_cb,
                              &results[i]);
  answer = look_up (resolver, "ok.ok.test", LONG_MS);
  g_assert_cmpint (answer->outcome, ==, LC_RESOLVE_OK);
  g_assert_cmpint (answer->us, <, LONG_MS * 1000 / 2);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    g_assert_cmpint (results[i].called, ==, 0);
  g_cancellable_cancel (cancellable);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++) {
    wait_for (&results[i]);
    g_assert_error (results[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    result_clear (&results[i]);
  }
  assert_finalized (silent);
  assert_finalized (resolver);
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint count = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir))
    count++;
  return count;
}

/* Forty at a time need no thread, and leave no socket behind. */
static void
test_many (void)
{
  g_autoptr (DnsServer) server = dns_server_new ();
  LcResolver *resolver = resolver_for (dns_server_get_address (server));
  Result results[40] = { 0 };
  g_autoptr (LcAnswer) first = look_up (resolver, "ok.ok.test", LONG_MS);
  guint threads = count_entries ("/proc/self/task");
  guint sockets = count_entries ("/proc/self/fd");
  gint64 started = g_get_monotonic_time ();

  g_assert_cmpint (first->outcome, ==, LC_RESOLVE_OK);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++) {
    g_autofree char *name = g_strdup_printf ("ok.ok.host%" G_GSIZE_FORMAT ".test", i);

    lc_resolver_lookup_async (resolver, name, LONG_MS, NULL, looked_up_cb, &results[i]);
  }
  g_test_message ("40 started in %" G_GINT64_FORMAT " us", g_get_monotonic_time () - started);
  g_assert_cmpint (count_entries ("/proc/self/task"), ==, threads);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++) {
    wait_for (&results[i]);
    g_assert_no_error (results[i].error);
    g_assert_cmpint (results[i].answer->outcome, ==, LC_RESOLVE_OK);
    assert_addresses (results[i].answer, V4 " " V6);
    result_clear (&results[i]);
  }
  g_test_message ("40 answered in %" G_GINT64_FORMAT " us", g_get_monotonic_time () - started);
  g_assert_cmpint (count_entries ("/proc/self/task"), ==, threads);
  g_assert_cmpint (count_entries ("/proc/self/fd"), ==, sockets);
  assert_finalized (resolver);
}

/* An answer that waits in the socket while the program is busy past the deadline still counts. */
static void
test_busy (void)
{
  g_autoptr (DnsServer) server = dns_server_new ();
  LcResolver *resolver = resolver_for (dns_server_get_address (server));
  g_auto (Result) result = { 0 };

  lc_resolver_lookup_async (resolver, "ok.ok.test", 300, NULL, looked_up_cb, &result);
  while (dns_server_get_questions (server) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_usleep (350 * 1000);
  wait_for (&result);
  g_assert_no_error (result.error);
  g_assert_cmpint (result.answer->outcome, ==, LC_RESOLVE_OK);
  assert_addresses (result.answer, V4 " " V6);
  assert_finalized (resolver);
}

static void
test_other_context (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (DnsServer) server = NULL;
  g_autoptr (LcAnswer) answer = NULL;
  LcResolver *resolver;

  g_main_context_push_thread_default (context);
  server = dns_server_new ();
  resolver = resolver_for (dns_server_get_address (server));
  answer = look_up (resolver, "ok.ok.test", LONG_MS);
  g_assert_cmpint (answer->outcome, ==, LC_RESOLVE_OK);
  assert_finalized (resolver);
  g_clear_pointer (&server, dns_server_free);
  g_main_context_pop_thread_default (context);
}

static void
test_no_names (void)
{
  static const char *const names[]
      = { "", ".", "a..b", ".a", "a b", "a/b", "a\\.b", "1.2.3.4", "::1", "ok.ok.test..", NULL };
  g_autofree char *label = g_strnfill (64, 'a');
  g_autofree char *part = g_strnfill (63, 'a');
  g_autofree char *name = g_strjoin (".", part, part, part, part, NULL);
  g_autoptr (DnsServer) server = dns_server_new ();
  LcResolver *resolver = resolver_for (dns_server_get_address (server));
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (gsize i = 0; names[i]; i++)
    g_ptr_array_add (all, (gpointer) names[i]);
  g_ptr_array_add (all, label);
  g_ptr_array_add (all, name);
  for (guint i = 0; i < all->len; i++) {
    g_auto (Result) result = { 0 };

    g_test_message ("%s", (const char *) g_ptr_array_index (all, i));
    lc_resolver_lookup_async (resolver, g_ptr_array_index (all, i), LONG_MS, NULL, looked_up_cb,
                              &result);
    wait_for (&result);
    g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  }
  g_assert_cmpint (dns_server_get_questions (server), ==, 0);
  assert_finalized (resolver);
}

/* The look-up keeps its resolver alive until it has ended. */
static void
test_dropped (void)
{
  g_autoptr (DnsServer) server = dns_server_new ();
  LcResolver *resolver = resolver_for (dns_server_get_address (server));
  g_auto (Result) result = { 0 };
  gpointer weak = resolver;

  g_object_add_weak_pointer (G_OBJECT (resolver), &weak);
  lc_resolver_lookup_async (resolver, "ok.ok.test", LONG_MS, NULL, looked_up_cb, &result);
  g_object_unref (resolver);
  g_assert_nonnull (weak);
  wait_for (&result);
  g_assert_no_error (result.error);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_null (weak);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/resolver/outcomes", test_outcomes);
  g_test_add_func ("/net/resolver/timeout", test_timeout);
  g_test_add_func ("/net/resolver/zero-timeout", test_zero_timeout);
  g_test_add_func ("/net/resolver/grace", test_grace);
  g_test_add_func ("/net/resolver/unreachable", test_unreachable);
  g_test_add_func ("/net/resolver/gone", test_gone);
  g_test_add_func ("/net/resolver/two-servers", test_two_servers);
  g_test_add_func ("/net/resolver/failover", test_failover);
  g_test_add_func ("/net/resolver/cancel-before", test_cancel_before);
  g_test_add_func ("/net/resolver/cancel-during", test_cancel_during);
  g_test_add_func ("/net/resolver/cancel-twice-and-after", test_cancel_twice_and_after);
  g_test_add_func ("/net/resolver/independent", test_independent);
  g_test_add_func ("/net/resolver/many", test_many);
  g_test_add_func ("/net/resolver/busy", test_busy);
  g_test_add_func ("/net/resolver/other-context", test_other_context);
  g_test_add_func ("/net/resolver/no-names", test_no_names);
  g_test_add_func ("/net/resolver/dropped", test_dropped);
  return g_test_run ();
}
