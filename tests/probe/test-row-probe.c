/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "diagnosis/lc-row-judge.h"
#include "dns-server.h"
#include "probe-fixture.h"
#include "probe/lc-row-probe.h"

/* Names resolve by a hosts file alone, or by a name server that has no address to
 * give: no packet is to leave this computer. */

static const char hosts[] = "127.0.0.1 one.test\n"
                            "127.0.0.1 two.test\n"
                            "127.0.0.2 two.test\n"
                            "127.0.0.1 both.test\n"
                            "::1 both.test\n"
                            "::1 six.test\n"
                            "0.0.0.0 zero.test\n"
                            "10.255.255.1 private.test\n"
                            "127.0.1.1 many.test\n"
                            "127.0.1.2 many.test\n"
                            "127.0.1.3 many.test\n"
                            "127.0.1.4 many.test\n"
                            "127.0.1.5 many.test\n"
                            "127.0.1.6 many.test\n"
                            "127.0.1.7 many.test\n"
                            "127.0.1.8 many.test\n"
                            "127.0.1.9 many.test\n"
                            "127.0.1.10 many.test\n";

static const LoopbackAct greeting[] = { SAY ("* PREAUTH hello\r\n"), { 0 } };

typedef struct
{
  DnsServer *dns; /* (owned) */
  char *hosts;    /* (owned) path */
  LcProbeContext *context;
  LoopbackServer *server;
} Fixture;

static LcProbeContext *
context_new (Fixture *fixture, guint timeout_ms)
{
  g_autoptr (LcResolver) resolver
      = lc_resolver_new_for_servers (dns_server_get_address (fixture->dns), fixture->hosts, NULL);
  g_autoptr (LcTlsContext) tls = loopback_tls_context_new ();

  return lc_probe_context_new (resolver, tls, timeout_ms);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int file = g_file_open_tmp ("linecheck-hosts-XXXXXX", &fixture->hosts, &error);

  g_assert_no_error (error);
  g_close (file, NULL);
  g_file_set_contents (fixture->hosts, hosts, -1, &error);
  g_assert_no_error (error);
  fixture->dns = dns_server_new ();
  fixture->context = context_new (fixture, PATIENT_MS);
  fixture->server = loopback_server_new (greeting);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fixture_assert_gone (fixture->context);
  loopback_server_free (fixture->server);
  dns_server_free (fixture->dns);
  g_unlink (fixture->hosts);
  g_free (fixture->hosts);
}

static LcRow *
row_new (Fixture *fixture, const char *host, const char *documented, gboolean may_change)
{
  g_auto (GStrv) addresses = g_strsplit (documented, " ", -1);

  return fixture_row_new_full (&(LcEndpoint){
      .protocol = LC_PROTOCOL_IMAP,
      .host = (char *) host,
      .port = loopback_server_get_port (fixture->server),
      .documented = addresses,
      .may_change = may_change,
      .required = TRUE,
  });
}

static void
probed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  gboolean *ended = user_data;

  g_assert_false (*ended);
  lc_row_probe_finish (result);
  *ended = TRUE;
}

static void
probe (LcProbeContext *context, LcRow *row)
{
  gboolean ended = FALSE;

  lc_row_probe_async (context, row, NULL, probed_cb, &ended);
  g_assert_false (ended);
  g_assert_cmpint (lc_row_get_state (row), ==, LC_ROW_RUNNING);
  fixture_wait_for (&ended);
  lc_row_judge (row, NULL);
  g_assert_cmpint (lc_row_get_duration_us (row), >=, 0);
}

static LcAttempt *
attempt_of (GPtrArray *list, guint index)
{
  g_assert_cmpuint (index, <, list->len);
  return list->pdata[index];
}

static LcAttempt *
assert_attempt (GPtrArray *list, guint index, const char *address, LcStatus status, LcCode code)
{
  LcAttempt *attempt = attempt_of (list, index);

  g_assert_cmpstr (attempt->address, ==, address);
  g_assert_cmpstr (lc_code_to_string (attempt->code), ==, lc_code_to_string (code));
  g_assert_cmpint (attempt->status, ==, status);
  return attempt;
}

#define WORKS LC_STATUS_PASS, LC_CODE_OK
#define IS_REFUSED LC_STATUS_FAIL, LC_CODE_TCP_REFUSED
#define IS_SINKHOLE LC_STATUS_FAIL, LC_CODE_DNS_SINKHOLE

static void
assert_dns (LcRow *row, LcCode code, const char *from)
{
  const LcDns *dns = lc_row_get_dns (row);

  g_assert_nonnull (dns);
  g_assert_cmpstr (lc_code_to_string (dns->code), ==, lc_code_to_string (code));
  g_assert_cmpint (dns->status, ==, lc_code_get_status (code));
  g_assert_cmpstr (dns->from, ==, from);
}

static void
test_name (Fixture *fixture, gconstpointer data)
{
  LcRow *row = row_new (fixture, "one.test", LOOPBACK, FALSE);
  LcAttempt *attempt;

  probe (fixture->context, row);
  assert_dns (row, LC_CODE_OK, "hosts");
  g_assert_cmpstr (lc_row_get_resolved (row)[0], ==, LOOPBACK);
  g_assert_cmpuint (lc_row_get_attempts (row)->len, ==, 1);
  attempt = assert_attempt (lc_row_get_attempts (row), 0, LOOPBACK, WORKS);
  g_assert_cmpint (((LcStep *) attempt->steps->pdata[0])->phase, ==, LC_PHASE_DNS);
  g_assert_cmpuint (lc_row_get_documented_attempts (row)->len, ==, 0);
  g_assert_cmpuint (lc_row_get_proxied_attempts (row)->len, ==, 0);
  fixture_assert_gone (row);
}

static void
test_literal (Fixture *fixture, gconstpointer data)
{
  LcRow *row = row_new (fixture, LOOPBACK, LOOPBACK, FALSE);

  probe (fixture->context, row);
  g_assert_null (lc_row_get_dns (row));
  g_assert_cmpstr (lc_row_get_resolved (row)[0], ==, LOOPBACK);
  g_assert_cmpuint (lc_row_get_attempts (row)->len, ==, 1);
  assert_attempt (lc_row_get_attempts (row), 0, LOOPBACK, WORKS);
  g_assert_cmpuint (dns_server_get_questions (fixture->dns), ==, 0);
  fixture_assert_gone (row);
}

/* Every address is an attempt: a firewall may allow one. */
static void
test_two_addresses (Fixture *fixture, gconstpointer data)
{
  LcRow *row = row_new (fixture, "two.test", "127.0.0.1 127.0.0.2", FALSE);

  probe (fixture->context, row);
  g_assert_cmpuint (lc_row_get_attempts (row)->len, ==, 2);
  assert_attempt (lc_row_get_attempts (row), 0, "127.0.0.1", WORKS);
  assert_attempt (lc_row_get_attempts (row), 1, "127.0.0.2", IS_REFUSED);
  fixture_assert_gone (row);
}

static void
test_many_addresses (Fixture *fixture, gconstpointer data)
{
  LcRow *row = row_new (fixture, "many.test",
                        "127.0.1.1 127.0.1.2 127.0.1.3 127.0.1.4 127.0.1.5 127.0.1.6 127.0.1.7 "
                        "127.0.1.8 127.0.1.9 127.0.1.10",
                        FALSE);

  probe (fixture->context, row);
  g_assert_cmpuint (lc_row_get_attempts (row)->len, ==, 8);
  g_assert_cmpuint (g_strv_length ((char **) lc_row_get_resolved (row)), ==, 10);
  fixture_assert_gone (row);
}

/* A family without a route is no failure as long as another address can be tried. */
static void
test_no_route_for_ipv6 (Fixture *fixture, gconstpointer data)
{
  LcRow *row = row_new (fixture, "both.test", "127.0.0.1 ::1", FALSE);
  LcAttempt *skipped;

  lc_probe_context_set_families (fixture->context, TRUE, FALSE);
  probe (fixture->context, row);
  g_assert_cmpuint (lc_row_get_attempts (row)->len, ==, 2);
  assert_attempt (lc_row_get_attempts (row), 0, "127.0.0.1", WORKS);
  skipped = assert_attempt (lc_row_get_attempts (row), 1, "::1", LC_STATUS_SKIPPED,
                            LC_CODE_TCP_NETWORK_UNREACHABLE);
  g_assert_cmpuint (skipped->steps->len, ==, 1);
  g_assert_cmpint (((LcStep *) skipped->steps->pdata[0])->phase, ==, LC_PHASE_TCP);
  g_assert_cmpint (((LcStep *) skipped->steps->pdata[0])->us, ==, LC_US_NONE);
  fixture_assert_gone (row);
}

/* But where there is nothing else, what the system says is the result. */
static void
test_only_ipv6 (Fixture *fixture, gconstpointer data)
{
  LcRow *row = row_new (fixture, "six.test", "::1", FALSE);

  lc_probe_context_set_families (fixture->context, TRUE, FALSE);
  probe (fixture->context, row);
  g_assert_cmpuint (lc_row_get_attempts (row)->len, ==, 1);
  g_assert_cmpint (attempt_of (lc_row_get_attempts (row), 0)->status, !=, LC_STATUS_SKIPPED);
  fixture_assert_gone (row);
}

/* A filter's answer in place of a public address; nothing is sent to it. */
static void
test_sinkhole (Fixture *fixture, gconstpointer data)
{
  LcRow *row = row_new (fixture, "zero.test", "203.0.113.7", FALSE);
  LcAttempt *attempt;

  /* Nor to the documented one, which has no route. */
  lc_probe_context_set_families (fixture->context, FALSE, FALSE);
  probe (fixture->context, row);
  assert_dns (row, LC_CODE_DNS_SINKHOLE, "hosts");
  g_assert_cmpstr (lc_row_get_dns (row)->detail, ==,
                   "The name resolves to 0.0.0.0, which no public service has.");
  g_assert_cmpuint (lc_row_get_attempts (row)->len, ==, 1);
  attempt = assert_attempt (lc_row_get_attempts (row), 0, "0.0.0.0", IS_SINKHOLE);
  g_assert_cmpuint (attempt->steps->len, ==, 1);
  g_assert_cmpint (((LcStep *) attempt->steps->pdata[0])->phase, ==, LC_PHASE_DNS);
  g_assert_cmpuint (lc_row_get_documented_attempts (row)->len, ==, 0);
  fixture_assert_gone (row);
}

/* The documented address where the name leads elsewhere or nowhere, for comparison. */
static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  LcRow *row = row_new (fixture, "zero.test", LOOPBACK, FALSE);

  probe (fixture->context, row);
  assert_dns (row, LC_CODE_OK, "hosts");
  assert_attempt (lc_row_get_attempts (row), 0, "0.0.0.0", IS_SINKHOLE);
  g_assert_cmpuint (lc_row_get_documented_attempts (row)->len, ==, 1);
  assert_attempt (lc_row_get_documented_attempts (row), 0, LOOPBACK, WORKS);
  fixture_assert_gone (row);
}

/* A CDN's documented address says little as long as the name resolves. */
static void
test_may_change (Fixture *fixture, gconstpointer data)
{
  LcRow *row = row_new (fixture, "zero.test", LOOPBACK, TRUE);

  probe (fixture->context, row);
  g_assert_cmpuint (lc_row_get_documented_attempts (row)->len, ==, 0);
  fixture_assert_gone (row);
}

static void
check_no_address (Fixture *fixture, const char *name, LcCode code)
{
  LcRow *row = row_new (fixture, name, LOOPBACK, TRUE);

  probe (fixture->context, row);
  assert_dns (row, code, "dns");
  g_assert_nonnull (lc_row_get_dns (row)->detail);
  g_assert_cmpstr (lc_row_get_dns (row)->server, ==, dns_server_get_address (fixture->dns));
  g_assert_cmpuint (lc_row_get_attempts (row)->len, ==, 0);
  g_assert_cmpuint (lc_row_get_documented_attempts (row)->len, ==, 1);
  assert_attempt (lc_row_get_documented_attempts (row), 0, LOOPBACK, WORKS);
  fixture_assert_gone (row);
}

static void
test_no_address (Fixture *fixture, gconstpointer data)
{
  check_no_address (fixture, "nx.nx.test", LC_CODE_DNS_NOT_FOUND);
  check_no_address (fixture, "nodata.nodata.test", LC_CODE_DNS_NO_ADDRESS);
  check_no_address (fixture, "servfail.servfail.test", LC_CODE_DNS_SERVER_FAILURE);
  check_no_address (fixture, "refused.refused.test", LC_CODE_DNS_REFUSED);
}

static void
test_silent_dns (Fixture *fixture, gconstpointer data)
{
  LcProbeContext *context = context_new (fixture, SHORT_MS);
  LcRow *row = row_new (fixture, "silent.silent.test", "", TRUE);

  probe (context, row);
  assert_dns (row, LC_CODE_DNS_TIMEOUT, "dns");
  g_assert_cmpint (lc_row_get_duration_us (row), >=, (SHORT_MS - 5) * 1000);
  fixture_assert_gone (row);
  fixture_assert_gone (context);
}

static void
test_no_name_server (Fixture *fixture, gconstpointer data)
{
  LcProbeContext *context = fixture_context_new (PATIENT_MS);
  LcRow *row = row_new (fixture, "some.test", "", TRUE);

  probe (context, row);
  assert_dns (row, LC_CODE_DNS_REFUSED, "dns");
  fixture_assert_matches ("Nothing answers as a DNS server at " LOOPBACK ":*",
                          lc_row_get_dns (row)->detail);
  fixture_assert_gone (row);
  fixture_assert_gone (context);
}

/* Direct and proxied results are kept apart. */
static void
test_proxy (Fixture *fixture, gconstpointer data)
{
  static const LoopbackAct denies[] = { WAIT ("\r\n\r\n"), SAY ("HTTP/1.1 403 No\r\n\r\n"), { 0 } };
  g_autoptr (LoopbackServer) proxy = loopback_server_new (denies);
  g_autofree char *uri
      = g_strdup_printf ("http://" LOOPBACK ":%u", loopback_server_get_port (proxy));
  LcRow *web
      = fixture_row_new_literal (LC_PROTOCOL_HTTPS, loopback_closed_port (G_SOCKET_TYPE_STREAM));
  LcRow *mail = row_new (fixture, LOOPBACK, LOOPBACK, FALSE);

  lc_probe_context_set_proxy (fixture->context, uri);
  probe (fixture->context, web);
  probe (fixture->context, mail);
  g_assert_cmpuint (lc_row_get_attempts (web)->len, ==, 1);
  assert_attempt (lc_row_get_attempts (web), 0, LOOPBACK, IS_REFUSED);
  g_assert_cmpuint (lc_row_get_proxied_attempts (web)->len, ==, 1);
  assert_attempt (lc_row_get_proxied_attempts (web), 0, LOOPBACK, LC_STATUS_FAIL,
                  LC_CODE_PROXY_DENIED);
  g_assert_cmpstr (attempt_of (lc_row_get_attempts (web), 0)->proxy, ==, NULL);
  g_assert_cmpuint (lc_row_get_proxied_attempts (mail)->len, ==, 0);
  g_assert_cmpuint (loopback_server_get_accepted (proxy), ==, 1);
  fixture_assert_gone (web);
  fixture_assert_gone (mail);
}

/* The second row of a name asks nobody, also while the first is still asking. */
static void
test_one_question (Fixture *fixture, gconstpointer data)
{
  LcRow *rows[3];
  gboolean ended[3] = { FALSE };
  guint questions;

  for (guint i = 0; i < 2; i++) {
    rows[i] = row_new (fixture, "nx.nx.test", "", TRUE);
    lc_row_probe_async (fixture->context, rows[i], NULL, probed_cb, &ended[i]);
  }
  fixture_wait_for (&ended[0]);
  fixture_wait_for (&ended[1]);
  questions = dns_server_get_questions (fixture->dns);
  rows[2] = row_new (fixture, "nx.nx.test", "", TRUE);
  probe (fixture->context, rows[2]);
  g_assert_cmpuint (questions, ==, 2);
  g_assert_cmpuint (dns_server_get_questions (fixture->dns), ==, 2);
  for (guint i = 0; i < 3; i++) {
    assert_dns (rows[i], LC_CODE_DNS_NOT_FOUND, "dns");
    fixture_assert_gone (rows[i]);
  }
}

typedef struct
{
  const char *host;
  const char *documented;
} CancelCase;

static const CancelCase cancel_cases[] = {
  { "silent.silent.test", LOOPBACK },
  { LOOPBACK, LOOPBACK },
  { "two.test", "127.0.0.1 127.0.0.2" },
};

static void
cancel_after (Fixture *fixture, const CancelCase *cancel_case, guint turns)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  LcRow *row = row_new (fixture, cancel_case->host, cancel_case->documented, FALSE);
  gboolean ended = FALSE;

  lc_row_probe_async (fixture->context, row, cancellable, probed_cb, &ended);
  for (guint i = 0; i < turns && !ended; i++)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  fixture_wait_for (&ended);
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < lc_row_get_attempts (row)->len; i++) {
    LcStatus status = attempt_of (lc_row_get_attempts (row), i)->status;

    g_assert_true (status == LC_STATUS_CANCELLED || status == LC_STATUS_PASS
                   || status == LC_STATUS_FAIL);
  }
  g_assert_cmpint (lc_row_get_duration_us (row), >=, 0);
  fixture_assert_gone (row);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cancel_cases); i++)
    for (guint turns = 0; turns < 12; turns++)
      cancel_after (fixture, &cancel_cases[i], turns);
}

/* One who does not wait any longer takes nobody else out. */
static void
test_cancel_one_of_two (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  LcProbeContext *context = context_new (fixture, SHORT_MS * 4);
  LcRow *impatient = row_new (fixture, "silent.silent.test", "", TRUE);
  LcRow *patient = row_new (fixture, "silent.silent.test", "", TRUE);
  gboolean ended[2] = { FALSE };

  lc_row_probe_async (context, impatient, cancellable, probed_cb, &ended[0]);
  lc_row_probe_async (context, patient, NULL, probed_cb, &ended[1]);
  g_cancellable_cancel (cancellable);
  fixture_wait_for (&ended[0]);
  g_assert_false (ended[1]);
  g_assert_null (lc_row_get_dns (impatient));
  fixture_wait_for (&ended[1]);
  assert_dns (patient, LC_CODE_DNS_TIMEOUT, "dns");
  fixture_assert_gone (impatient);
  fixture_assert_gone (patient);
  fixture_assert_gone (context);
}

#define ADD(path, test) g_test_add ("/row-probe/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("name", test_name);
  ADD ("literal", test_literal);
  ADD ("two-addresses", test_two_addresses);
  ADD ("many-addresses", test_many_addresses);
  ADD ("no-route-for-ipv6", test_no_route_for_ipv6);
  ADD ("only-ipv6", test_only_ipv6);
  ADD ("sinkhole", test_sinkhole);
  ADD ("elsewhere", test_elsewhere);
  ADD ("may-change", test_may_change);
  ADD ("no-address", test_no_address);
  ADD ("silent-dns", test_silent_dns);
  ADD ("no-name-server", test_no_name_server);
  ADD ("proxy", test_proxy);
  ADD ("one-question", test_one_question);
  ADD ("cancel", test_cancel);
  ADD ("cancel-one-of-two", test_cancel_one_of_two);
  return g_test_run ();
}
