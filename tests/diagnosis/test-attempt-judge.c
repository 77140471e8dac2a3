/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/lc-attempt-judge.h"
#include "fixture.h"

#define SIP "uk/sip"
#define STUN "uk/stun"

/* An answer to the row's own port at the second hop. */
static void
answer_path (LcRow *row, const char *sender, guint8 type, guint8 code)
{
  LcAttempt *attempt = fixture_first (row);
  LcPath *path = fixture_stop_after (attempt, lc_row_get_transport (row), lc_row_get_port (row), 1);

  path->answer_kind = LC_ANSWER_ICMP;
  path->answer_address = g_strdup (sender);
  path->answer_ttl = 2;
  path->answer_icmp_type = type;
  path->answer_icmp_code = code;
}

static void
assert_judged (LcRow *row, LcStatus status, LcCode code, LcPhase phase)
{
  LcAttempt *attempt = fixture_first (row);

  lc_attempt_judge (row, attempt, NULL);
  g_assert_cmpint (attempt->status, ==, status);
  g_assert_cmpint (attempt->code, ==, code);
  g_assert_cmpint (lc_attempt_get_phase (attempt), ==, phase);
}

/* A firewall that answers at most once a second said nothing when the port was tried, and who it is
 * when its path was followed. */
static void
test_rejecter_of_path (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, SIP);

  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  answer_path (row, FIREWALL, 3, 13);
  assert_judged (row, LC_STATUS_FAIL, LC_CODE_TCP_REJECTED, LC_PHASE_TCP);
  g_assert_cmpint (((LcStep *) fixture_first (row)->steps->pdata[0])->code, ==,
                   LC_CODE_TCP_TIMEOUT);
  lc_row_judge (row, NULL);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_TCP_REJECTED);
  g_assert_nonnull (strstr (lc_row_get_detail (row), FIREWALL));

  row = fixture_row (report, STUN);
  fixture_fail (row, LC_PHASE_UDP, LC_CODE_UDP_SILENT);
  answer_path (row, FIREWALL, 3, 10);
  assert_judged (row, LC_STATUS_FAIL, LC_CODE_UDP_REJECTED, LC_PHASE_UDP);
}

/* Nobody rejects: a router that has no way, an answer to another port or transport, or none. */
static void
test_no_rejecter (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, SIP);

  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  answer_path (row, FIREWALL, 3, 1);
  assert_judged (row, LC_STATUS_FAIL, LC_CODE_TCP_TIMEOUT, LC_PHASE_TCP);
  answer_path (row, FIREWALL, 3, 13);
  fixture_first (row)->path->port = 443;
  assert_judged (row, LC_STATUS_FAIL, LC_CODE_TCP_TIMEOUT, LC_PHASE_TCP);
  answer_path (row, FIREWALL, 3, 13);
  fixture_first (row)->path->transport = LC_TRANSPORT_UDP;
  assert_judged (row, LC_STATUS_FAIL, LC_CODE_TCP_TIMEOUT, LC_PHASE_TCP);
  answer_path (row, FIREWALL, 3, 13);
  fixture_first (row)->path->answer_kind = LC_ANSWER_NONE;
  assert_judged (row, LC_STATUS_FAIL, LC_CODE_TCP_TIMEOUT, LC_PHASE_TCP);
  answer_path (row, NULL, 3, 13);
  assert_judged (row, LC_STATUS_FAIL, LC_CODE_TCP_TIMEOUT, LC_PHASE_TCP);
}

/* What the step saw itself counts for more than what the path shows later. */
static void
test_own_word_first (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, SIP);

  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_REFUSED);
  answer_path (row, FIREWALL, 3, 13);
  assert_judged (row, LC_STATUS_FAIL, LC_CODE_TCP_REFUSED, LC_PHASE_TCP);
}

/* A rejection that only the path shows is not this computer's own word. */
static void
test_rejecter_owns (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, SIP);

  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  answer_path (row, FIREWALL, 3, 13);
  fixture_diagnose (report);
  g_assert_cmpint (lc_row_get_owner (row), ==, LC_OWNER_FIREWALL);
  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_REJECTED);
  fixture_diagnose (report);
  g_assert_cmpint (lc_row_get_owner (row), ==, LC_OWNER_DEVICE);
}

static void
test_elsewhere (void)
{
  const LcElsewhere nearby = { .refused_nearby = TRUE };
  const LcElsewhere trusted = { .intercepted = TRUE, .is_trusted = TRUE };
  const LcElsewhere portal = { .portal = TRUE };
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, SIP);

  lc_attempt_judge (row, fixture_first (row), &trusted);
  g_assert_cmpint (fixture_first (row)->code, ==, LC_CODE_TLS_INTERCEPTED);
  g_assert_cmpint (fixture_first (row)->status, ==, LC_STATUS_DEGRADED);
  g_assert_cmpint (lc_attempt_get_phase (fixture_first (row)), ==, LC_PHASE_TLS);
  lc_attempt_judge (row, fixture_first (row), &portal);
  g_assert_cmpint (fixture_first (row)->code, ==, LC_CODE_HTTP_CAPTIVE_PORTAL);
  g_assert_cmpint (fixture_first (row)->status, ==, LC_STATUS_FAIL);
  g_assert_cmpint (lc_attempt_get_phase (fixture_first (row)), ==, LC_PHASE_APP);
  lc_attempt_judge (row, fixture_first (row), &nearby);
  g_assert_cmpint (fixture_first (row)->code, ==, LC_CODE_OK);
  fixture_fail (row, LC_PHASE_TCP, LC_CODE_TCP_REFUSED);
  lc_attempt_judge (row, fixture_first (row), &nearby);
  g_assert_cmpint (fixture_first (row)->code, ==, LC_CODE_TCP_REFUSED_NEARBY);
  lc_attempt_judge (row, fixture_first (row), NULL);
  g_assert_cmpint (fixture_first (row)->code, ==, LC_CODE_TCP_REFUSED);
}

/* Whichever step came to know: a connection that is reset before a word was said was never good. */
static void
test_reset_before_a_word (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, SIP);
  LcAttempt *attempt = fixture_first (row);
  LcStep *tls = attempt->steps->pdata[1];

  tls->status = LC_STATUS_FAIL;
  tls->code = LC_CODE_TCP_RESET;
  g_ptr_array_set_size (attempt->steps, 2);
  assert_judged (row, LC_STATUS_FAIL, LC_CODE_TCP_RESET, LC_PHASE_TCP);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attempt-judge/rejecter-of-path", test_rejecter_of_path);
  g_test_add_func ("/attempt-judge/no-rejecter", test_no_rejecter);
  g_test_add_func ("/attempt-judge/own-word-first", test_own_word_first);
  g_test_add_func ("/attempt-judge/rejecter-owns", test_rejecter_owns);
  g_test_add_func ("/attempt-judge/elsewhere", test_elsewhere);
  g_test_add_func ("/attempt-judge/reset-before-a-word", test_reset_before_a_word);
  return g_test_run ();
}
