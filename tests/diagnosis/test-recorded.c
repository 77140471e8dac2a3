/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/lc-attempt-judge.h"
#include "fixture.h"
#include "report/lc-report-json.h"

/* Reports that real checks in the lab wrote, diagnosed once more: as they were written, when steps
 * were still rewritten with what other rows had shown, and from what the steps themselves saw. Each
 * is named after the lab's fault. */

typedef struct
{
  const char *name;
  const char *codes; /* of the findings that stand for themselves */
  LcOwner owner;     /* of the first of them */
  LcVerdict verdict;
  const char *summary; /* words in it */
} Record;

static const Record records[] = {
  { "healthy-uk", "", LC_OWNER_NONE, LC_VERDICT_OK, "works on this network" },
  { "firewall-reset-8021", "port-blocked", LC_OWNER_FIREWALL, LC_VERDICT_BLOCKED,
    "10.1.0.1 (your firewall) stops TCP 8021" },
  { "transit-drop-5061", "port-blocked", LC_OWNER_UNKNOWN, LC_VERDICT_BLOCKED,
    "TCP 5061 gets no answer from the servers" },
  { "web-only-reject", "web-only", LC_OWNER_FIREWALL, LC_VERDICT_BLOCKED, "only the web" },
  { "captive-portal", "captive-portal", LC_OWNER_LOCAL_NETWORK, LC_VERDICT_BLOCKED,
    "sign-in page" },
  { "clock-ahead", "clock-wrong", LC_OWNER_DEVICE, LC_VERDICT_BLOCKED, "475 days ahead" },
  { "dns-lies", "dns-lies", LC_OWNER_DNS, LC_VERDICT_BLOCKED, "wrong address" },
  { "tls-inspection-443", "tls-inspection", LC_OWNER_FIREWALL, LC_VERDICT_DEGRADED,
    "Northwind TLS Inspection CA" },
  { "mtu-black-hole", "mtu-black-hole", LC_OWNER_LOCAL_NETWORK, LC_VERDICT_BLOCKED,
    "large packets" },
  { "proxy-works", "web-only proxy-required", LC_OWNER_FIREWALL, LC_VERDICT_BLOCKED,
    "more problem" },
  { "vpn-blocks-5061", "port-blocked vpn-active", LC_OWNER_VPN, LC_VERDICT_BLOCKED, "your VPN" },
};

static void
undo_rewriting (LcAttempt *attempt)
{
  LcStep *tcp = lc_attempt_get_step (attempt, LC_PHASE_TCP);
  LcStep *tls = lc_attempt_get_step (attempt, LC_PHASE_TLS);
  gboolean good = lc_attempt_has_good_tls (attempt);

  if (tcp != NULL && tcp->code == LC_CODE_TCP_REFUSED_NEARBY)
    tcp->code = LC_CODE_TCP_REFUSED;
  if (tls == NULL || tls->code != LC_CODE_TLS_INTERCEPTED)
    return;
  tls->code = good ? LC_CODE_OK : LC_CODE_TLS_UNTRUSTED;
  tls->status = good ? LC_STATUS_PASS : LC_STATUS_FAIL;
}

static void
undo_all_rewriting (LcReport *report)
{
  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    GPtrArray *attempts = lc_row_get_attempts (lc_report_get_row (report, i));

    for (guint j = 0; j < attempts->len; j++)
      undo_rewriting (g_ptr_array_index (attempts, j));
  }
}

/* Every step of a report, as text: nothing may change one. */
static char *
list_steps (LcReport *report)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    GPtrArray *attempts = lc_row_get_attempts (lc_report_get_row (report, i));

    for (guint j = 0; j < attempts->len; j++) {
      const LcAttempt *attempt = g_ptr_array_index (attempts, j);

      for (guint k = 0; k < attempt->steps->len; k++) {
        const LcStep *step = g_ptr_array_index (attempt->steps, k);

        g_string_append_printf (text, "%s %d %d %d %s\n", attempt->address, step->phase,
                                step->status, step->code, step->detail);
      }
    }
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check_findings (const Record *record, LcReport *report)
{
  fixture_assert_codes (report, record->codes);
  g_assert_cmpint (lc_report_get_verdict (report), ==, record->verdict);
  g_assert_nonnull (g_strrstr (lc_report_get_summary (report), record->summary));
  if (record->owner == LC_OWNER_NONE)
    return;
  g_assert_cmpint (((LcFinding *) g_ptr_array_index (lc_report_get_findings (report), 0))->owner,
                   ==, record->owner);
}

/* Diagnosing what is diagnosed changes nothing, and no diagnosis changes a step. */
static void
check_record (const Record *record, LcReport *report)
{
  g_autofree char *seen = list_steps (report);
  g_autofree char *kept = NULL;
  g_autoptr (GBytes) once = NULL;
  g_autoptr (GBytes) twice = NULL;

  lc_diagnose (report);
  check_findings (record, report);
  once = lc_report_to_json (report);
  lc_diagnose (report);
  twice = lc_report_to_json (report);
  kept = list_steps (report);
  g_assert_true (g_bytes_equal (once, twice));
  g_assert_cmpstr (seen, ==, kept);
}

static void
test_record (gconstpointer data)
{
  const Record *record = data;
  g_autoptr (LcReport) written = fixture_load_recorded (record->name);
  g_autoptr (LcReport) seen = fixture_load_recorded (record->name);

  check_record (record, written);
  undo_all_rewriting (seen);
  check_record (record, seen);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (records); i++) {
    g_autofree char *path = g_strdup_printf ("/recorded/%s", records[i].name);

    g_test_add_data_func (path, &records[i], test_record);
  }
  return g_test_run ();
}
