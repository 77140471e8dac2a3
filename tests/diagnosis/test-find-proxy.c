/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fixture.h"

/* In each way in which a proxy can fail it is the proxy's story, whatever happens without it. */

#define PROXY "10.1.0.1:3128"

/* What the proxy does with one connection. */
typedef struct
{
  LcCode code;       /* of the step; LC_CODE_OK: a tunnel to a service that answers */
  const char *reply; /* (nullable) what the proxy said */
  gboolean connects; /* whether there is a connection to it at all */
} Answer;

static const Answer tunnel = { LC_CODE_OK, NULL, TRUE };
static const Answer dead = { LC_CODE_PROXY_UNREACHABLE, NULL, FALSE };
static const Answer silent = { LC_CODE_PROXY_UNREACHABLE, NULL, TRUE };
static const Answer ssh = { LC_CODE_PROXY_UNREACHABLE, "SSH-2.0-OpenSSH_9.2", TRUE };
static const Answer bad_gateway
    = { LC_CODE_TCP_HOST_UNREACHABLE, "HTTP/1.1 502 Bad Gateway", TRUE };
static const Answer unavailable
    = { LC_CODE_TCP_HOST_UNREACHABLE, "HTTP/1.1 503 Service Unavailable", TRUE };
static const Answer gateway_timeout = { LC_CODE_TCP_TIMEOUT, "HTTP/1.1 504 Gateway Timeout", TRUE };
static const Answer sign_in
    = { LC_CODE_PROXY_AUTH_REQUIRED, "HTTP/1.1 407 Proxy Authentication Required", TRUE };
static const Answer forbidden = { LC_CODE_PROXY_DENIED, "HTTP/1.1 403 Forbidden", TRUE };
static const Answer not_allowed = { LC_CODE_PROXY_DENIED, "HTTP/1.1 405 Method Not Allowed", TRUE };

static gboolean
can_use_proxy (LcRow *row)
{
  return lc_row_get_protocol (row) == LC_PROTOCOL_HTTPS
         || lc_row_get_protocol (row) == LC_PROTOCOL_WEBSOCKET;
}

static void
go_through_proxy (LcRow *row, const Answer *answer)
{
  LcAttempt *attempt;
  LcStep *step;

  g_ptr_array_set_size (lc_row_get_proxied_attempts (row), 0);
  attempt = fixture_attempt (row, lc_row_get_proxied_attempts (row), lc_row_get_host (row),
                             LC_PHASE_NONE, LC_CODE_OK);
  step = g_ptr_array_index (attempt->steps, 0);
  attempt->proxy = g_strdup (PROXY);
  step->phase = LC_PHASE_PROXY;
  if (!answer->connects)
    g_clear_pointer (&attempt->local, g_free);
  if (answer->code == LC_CODE_OK)
    return;
  attempt->reply = g_strdup (answer->reply);
  g_ptr_array_set_size (attempt->steps, 1);
  step->code = answer->code;
  step->status = LC_STATUS_FAIL;
}

static void
set_proxy (LcReport *report, const Answer *answer)
{
  lc_report_get_environment (report)->proxy = g_strdup ("http://" PROXY);
  for (guint i = 0; i < lc_report_get_n_rows (report); i++)
    if (can_use_proxy (lc_report_get_row (report, i)))
      go_through_proxy (lc_report_get_row (report, i), answer);
}

static LcReport *
make_closed_network (void)
{
  LcReport *report = fixture_healthy_new ("uk");

  fixture_fail_port (report, LC_TRANSPORT_TCP, 0, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_fail_port (report, LC_TRANSPORT_UDP, 0, LC_PHASE_UDP, LC_CODE_UDP_SILENT);
  return report;
}

static const struct
{
  const Answer *answer;
  const char *code;
  const char *title;
} failures[] = {
  { &dead, "proxy-unreachable", "cannot be reached" },
  { &silent, "proxy-failing", "gives no answer" },
  { &ssh, "proxy-failing", "no HTTP proxy" },
  { &bad_gateway, "proxy-failing", "does not get out" },
  { &unavailable, "proxy-failing", "does not get out" },
  { &gateway_timeout, "proxy-failing", "does not get out" },
  { &sign_in, "proxy-sign-in", "sign-in" },
  { &forbidden, "proxy-denies-host", "refuses" },
  { &not_allowed, "proxy-failing", "no encrypted connections" },
};

static void
assert_blames_proxy (LcReport *report, const char *code, const char *title)
{
  LcFinding *finding = fixture_find (report, code);

  g_assert_nonnull (finding);
  g_assert_nonnull (strstr (finding->title, title));
  g_assert_cmpint (finding->owner, ==, LC_OWNER_PROXY);
  g_assert_true (fixture_has_evidence (finding, PROXY));
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    g_assert_true (fixture_has_row (finding, row) == can_use_proxy (row));
    if (can_use_proxy (row))
      g_assert_cmpint (lc_row_get_owner (row), ==, LC_OWNER_PROXY);
  }
}

static void
test_closed_network (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++) {
    g_autoptr (LcReport) report = make_closed_network ();

    set_proxy (report, failures[i].answer);
    fixture_diagnose (report);
    assert_blames_proxy (report, failures[i].code, failures[i].title);
    g_assert_null (fixture_find (report, "offline"));
    g_assert_cmpint (fixture_find (report, failures[i].code)->severity, ==, LC_SEVERITY_ERROR);
    g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_BLOCKED);
    g_assert_nonnull (strstr (lc_report_get_summary (report), PROXY));
    g_assert_cmpint (lc_row_get_owner (fixture_row (report, "uk/sip")), ==, LC_OWNER_UNKNOWN);
  }
}

/* What works without the proxy is limited, and the finding says that it works. */
static void
test_open_network (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++) {
    g_autoptr (LcReport) report = fixture_healthy_new ("uk");

    set_proxy (report, failures[i].answer);
    fixture_diagnose (report);
    fixture_assert_codes (report, failures[i].code);
    assert_blames_proxy (report, failures[i].code, failures[i].title);
    g_assert_cmpint (lc_report_get_verdict (report), ==, LC_VERDICT_DEGRADED);
    g_assert_cmpint (fixture_find (report, failures[i].code)->severity, ==, LC_SEVERITY_WARNING);
  }
}

/* A proxy that connects others works: it is that host, or a rule beyond it. */
static void
test_one_host (void)
{
  static const Answer *const answers[] = { &gateway_timeout, &bad_gateway, &silent };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (LcReport) report = make_closed_network ();
    LcFinding *finding;

    set_proxy (report, &tunnel);
    go_through_proxy (fixture_row (report, "uk/elk"), answers[i]);
    fixture_diagnose (report);
    fixture_assert_codes (report, "proxy-failing web-only proxy-required");
    finding = fixture_find (report, "proxy-failing");
    g_assert_cmpint (finding->owner, ==, LC_OWNER_UNKNOWN);
    g_assert_cmpint (finding->confidence, ==, LC_CONFIDENCE_LIKELY);
    g_assert_cmpuint (finding->rows->len, ==, 1);
    g_assert_true (fixture_has_row (finding, fixture_row (report, "uk/elk")));
  }
}

/* A host that answers directly is not at fault where the proxy does not get to it. */
static void
test_one_host_works_directly (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");

  set_proxy (report, &tunnel);
  go_through_proxy (fixture_row (report, "uk/elk"), &gateway_timeout);
  fixture_diagnose (report);
  fixture_assert_codes (report, "proxy-breaks");
}

/* Without a proxy nothing is the proxy's story; with one an unplugged cable still is none. */
static void
test_opposites (void)
{
  g_autoptr (LcReport) report = make_closed_network ();
  g_autoptr (LcReport) unplugged = make_closed_network ();
  LcEnvironment *environment = lc_report_get_environment (unplugged);

  fixture_diagnose (report);
  fixture_assert_codes (report, "offline");
  set_proxy (unplugged, &dead);
  environment->online = environment->ipv4 = FALSE;
  fixture_diagnose (unplugged);
  fixture_assert_codes (unplugged, "offline");
}

/* What is not spoken to here is neither blamed nor taken for absent. */
static void
test_untried (void)
{
  g_autoptr (LcReport) closed = make_closed_network ();
  g_autoptr (LcReport) open = fixture_healthy_new ("uk");
  LcFinding *finding;

  lc_report_get_environment (closed)->proxy = g_strdup ("socks5://10.1.0.1:1080");
  fixture_diagnose (closed);
  finding = fixture_find (closed, "proxy-untried");
  g_assert_nonnull (finding);
  g_assert_null (fixture_find (closed, "offline"));
  g_assert_true (fixture_has_row (finding, fixture_row (closed, "uk/elk")));
  g_assert_false (fixture_has_row (finding, fixture_row (closed, "uk/sip")));
  g_assert_cmpint (lc_row_get_owner (fixture_row (closed, "uk/elk")), ==, LC_OWNER_UNKNOWN);
  lc_report_get_environment (open)->proxy = g_strdup ("https://10.1.0.1:3128");
  fixture_diagnose (open);
  fixture_assert_codes (open, "proxy-untried");
  g_assert_cmpint (fixture_find (open, "proxy-untried")->severity, ==, LC_SEVERITY_NOTE);
  g_assert_cmpint (lc_report_get_verdict (open), ==, LC_VERDICT_OK);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proxy/closed-network", test_closed_network);
  g_test_add_func ("/proxy/open-network", test_open_network);
  g_test_add_func ("/proxy/one-host", test_one_host);
  g_test_add_func ("/proxy/one-host-works-directly", test_one_host_works_directly);
  g_test_add_func ("/proxy/opposites", test_opposites);
  g_test_add_func ("/proxy/untried", test_untried);
  return g_test_run ();
}
