/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "report/lc-report-json.h"
#include "report/lc-report-private.h"
#include "sample-reports.h"

typedef LcReport *(*MakeReport) (void);

static LcReport *
read_text (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return lc_report_new_from_json (bytes, error);
}

static char *
write_text (LcReport *report)
{
  g_autoptr (GBytes) bytes = lc_report_to_json (report);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  return g_strndup (text, length);
}

/* Replaces the first @from, which has to be there. */
static char *
replace_first (const char *text, const char *from, const char *to)
{
  const char *at = strstr (text, from);
  g_autofree char *before = NULL;

  g_assert_nonnull (at);
  before = g_strndup (text, (gsize) (at - text));
  return g_strconcat (before, to, at + strlen (from), NULL);
}

/* A report with the sample's row @n times, with ids of their own where @distinct. */
static LcReport *
make_long_report (guint n, gboolean distinct)
{
  static const LcReportHead head = { "id", "us", "US", "Linecheck", "1", "en", "1", "d", "s", "h" };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++) {
    LcEndpoint endpoint = sample_endpoint ();
    g_autofree char *id = g_strdup_printf ("row-%u", distinct ? i : 0);

    endpoint.id = id;
    g_ptr_array_add (rows, lc_row_new (&endpoint));
  }
  return lc_report_new_for_rows (&head, rows);
}

static void
test_round_trip (void)
{
  static const struct
  {
    const char *name;
    MakeReport make;
  } cases[] = {
    { "rich", sample_report_new_rich },
    { "blocked", sample_report_new_blocked },
    { "empty", sample_report_new_empty },
    { "running", sample_report_new_running },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LcReport) report = cases[i].make ();
    g_autofree char *first = write_text (report);
    g_autoptr (GError) error = NULL;
    g_autoptr (LcReport) again = read_text (first, &error);
    g_autofree char *second = NULL;

    g_test_message ("%s", cases[i].name);
    g_assert_no_error (error);
    second = write_text (again);
    g_assert_cmpstr (first, ==, second);
    g_assert_true (g_str_has_suffix (first, "}\n"));
    g_assert_cmpuint (lc_report_get_progress (again), ==, lc_report_get_n_rows (again));
  }
}

static void
test_same_bytes (void)
{
  g_autoptr (LcReport) a = sample_report_new_rich ();
  g_autoptr (LcReport) b = sample_report_new_rich ();
  g_autofree char *first = write_text (a);
  g_autofree char *second = write_text (b);

  g_assert_cmpstr (first, ==, second);
}

static void
test_values (void)
{
  g_autoptr (LcReport) report = sample_report_new_rich ();
  g_autofree char *text = write_text (report);
  g_autoptr (LcReport) read = read_text (text, NULL);
  LcEnvironment *environment = lc_report_get_environment (read);
  LcRow *row = lc_report_get_row (read, 0);
  LcAttempt *attempt = g_ptr_array_index (lc_row_get_attempts (row), 1);
  LcHop *silent_hop = g_ptr_array_index (attempt->path->hops, 1);
  LcSample *last = g_ptr_array_index (attempt->samples, 1);

  g_assert_cmpint (lc_report_get_verdict (read), ==, LC_VERDICT_BLOCKED);
  g_assert_cmpstr (lc_report_get_site_title (read), ==, "United States");
  g_assert_cmpstr (lc_report_get_support_code (read), ==, "9M2S-YGWA-28BQ-00FZ-Y009-0005");
  g_assert_cmpstr (lc_report_get_again (read)->of, ==, lc_report_get_again (report)->of);
  g_assert_cmpstr (lc_report_get_again (read)->sha256, ==, "0badcafe");
  g_assert_cmpstr (lc_report_get_again (read)->ticket, ==, "CHG0012345");
  g_assert_cmpint (lc_report_get_duration_us (read), ==, 2310400);
  g_assert_cmpint (environment->clock_skew_s, ==, -90);
  g_assert_true (environment->has_ipv6 && !environment->ipv6);
  g_assert_cmpint (lc_row_get_protocol (row), ==, LC_PROTOCOL_SIP);
  g_assert_cmpint (lc_row_get_latency_us (row), ==, 41200);
  g_assert_cmpstr (lc_row_get_dns (row)->canonical, ==, "edge.example");
  g_assert_cmpuint (lc_row_get_proxied_attempts (row)->len, ==, 1);
  g_assert_cmpuint (lc_row_get_documented_attempts (row)->len, ==, 1);
  g_assert_cmpstr (attempt->address, ==, "2001:db8::228");
  g_assert_cmpuint (attempt->tls->chain->len, ==, 2);
  g_assert_cmpint (attempt->path->answer_kind, ==, LC_ANSWER_ICMP);
  g_assert_cmpuint (attempt->path->answer_icmp_code, ==, 13);
  g_assert_null (silent_hop->address);
  g_assert_cmpint (silent_hop->us, ==, LC_US_NONE);
  g_assert_cmpint (last->type, ==, -1);
  g_assert_cmpuint (last->ttl, ==, 0);
  g_assert_cmpint (attempt->http->date_skew_s, ==, -5);
  g_assert_cmpint (attempt->stun->jitter_us, ==, 730);
  g_assert_true (attempt->local_drop && attempt->has_small_segments && attempt->small_segments);
  g_assert_true (attempt->retry_worked);
}

/* What came after the first release. */
static void
test_added_values (void)
{
  g_autoptr (LcReport) report = sample_report_new_rich ();
  g_autofree char *text = write_text (report);
  g_autoptr (LcReport) read = read_text (text, NULL);
  LcPublicRoots *roots = lc_report_get_environment (read)->public_roots;
  LcRow *row = lc_report_get_row (read, 0);
  LcAttempt *attempt = g_ptr_array_index (lc_row_get_attempts (row), 0);
  LcFinding *finding = g_ptr_array_index (lc_report_get_findings (read), 0);
  const LcStunTrain *slow = &g_array_index (attempt->stun->trains, LcStunTrain, 1);

  g_assert_cmpint (lc_row_get_owner_confidence (row), ==, LC_OWNER_CONFIDENCE_LIKELY);
  g_assert_cmpint (finding->owner_confidence, ==, LC_OWNER_CONFIDENCE_UNKNOWN);
  g_assert_cmpstr (roots->dated, ==, "2025-01-15");
  g_assert_cmpuint (roots->count, ==, 151);
  g_assert_true (roots->extended);
  g_assert_cmpstr (attempt->tls->anchor->subject, ==, "CN=Office Root");
  g_assert_cmpstr (attempt->tls->anchor->sha256, ==, "dd44");
  g_assert_cmpstr (attempt->tls->anchor->key_sha256, ==, "ee55");
  g_assert_cmpint (attempt->tls->anchor->publicity, ==, LC_PUBLICITY_PRIVATE);
  g_assert_cmpuint (attempt->stun->trains->len, ==, 2);
  g_assert_cmpuint (slow->rate, ==, 2);
  g_assert_cmpuint (slow->sent, ==, 2);
  g_assert_cmpuint (slow->answered, ==, 2);
}

/* null is "not known", which is not "no"; true is true. */
static void
test_anchor_publicity (void)
{
  static const LcPublicity values[]
      = { LC_PUBLICITY_UNKNOWN, LC_PUBLICITY_PRIVATE, LC_PUBLICITY_PUBLIC };
  static const char *const words[]
      = { "\"public\" : null", "\"public\" : false", "\"public\" : true" };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autoptr (LcReport) report = sample_report_new_rich ();
    LcAttempt *attempt = g_ptr_array_index (lc_row_get_attempts (lc_report_get_row (report, 0)), 0);
    g_autofree char *text = NULL;
    g_autoptr (LcReport) read = NULL;

    attempt->tls->anchor->publicity = values[i];
    text = write_text (report);
    g_assert_nonnull (strstr (text, words[i]));
    read = read_text (text, NULL);
    attempt = g_ptr_array_index (lc_row_get_attempts (lc_report_get_row (read, 0)), 0);
    g_assert_cmpint (attempt->tls->anchor->publicity, ==, values[i]);
  }
}

/* A report of an older program has none of these keys, and gets none by being read. */
static void
test_added_absent (void)
{
  static const char *const keys[] = { "owner_confidence", "anchor", "public_roots", "trains" };
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  LcFinding *finding;
  g_autofree char *text = NULL;
  g_autoptr (LcReport) read = NULL;

  text = write_text (report);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_null (strstr (text, keys[i]));
  read = read_text (text, NULL);
  finding = g_ptr_array_index (lc_report_get_findings (read), 0);
  g_assert_cmpint (finding->owner_confidence, ==, LC_OWNER_CONFIDENCE_NONE);
  g_assert_cmpint (lc_row_get_owner_confidence (lc_report_get_row (read, 0)), ==,
                   LC_OWNER_CONFIDENCE_NONE);
  g_assert_null (lc_report_get_environment (read)->public_roots);
}

/* What an older program wrote, which knew of no chain. */
static void
test_tls_without_chain (void)
{
  g_autoptr (LcReport) report = sample_report_new_rich ();
  g_autofree char *text = write_text (report);
  g_autofree char *older = replace_first (text, "\"chain\" : [", "\"other\" : [");
  g_autoptr (LcReport) read = read_text (older, NULL);
  LcAttempt *attempt = g_ptr_array_index (lc_row_get_attempts (lc_report_get_row (read, 0)), 0);
  LcCertificate *leaf;

  g_assert_cmpuint (attempt->tls->chain->len, ==, 1);
  leaf = g_ptr_array_index (attempt->tls->chain, 0);
  g_assert_cmpstr (leaf->subject, ==, "CN=dal12.moviuscorp.net");
  g_assert_cmpstr (leaf->sha256, ==, "aa11");
}

static void
test_odd_strings (void)
{
  g_autoptr (LcReport) report = sample_report_new_empty ();
  g_autoptr (GString) huge = g_string_new ("x");
  g_autofree char *text = NULL;
  g_autofree char *odd = NULL;
  g_autoptr (LcReport) read = NULL;
  g_autoptr (GError) error = NULL;
  LcEnvironment *environment = lc_report_get_environment (report);

  for (guint i = 0; i < 70000; i++)
    g_string_append (huge, "ä");
  environment->proxy = g_strdup (huge->str);
  environment->vpn = g_strdup ("\xff\xfe");
  environment->nat64_prefix = g_strdup ("\x1b[31m\x01\x7f\t\"\\\n\u2028");
  text = write_text (report);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  read = read_text (text, &error);
  g_assert_no_error (error);
  odd = write_text (read);
  g_assert_cmpstr (text, ==, odd);
  environment = lc_report_get_environment (read);
  g_assert_cmpuint (strlen (environment->proxy), ==, 65535);
  g_assert_cmpstr (environment->vpn, ==, "\ufffd\ufffd");
  g_assert_cmpstr (environment->nat64_prefix, ==, "\x1b[31m\x01\x7f\t\"\\\n\u2028");
}

static void
test_later_keys (void)
{
  g_autoptr (LcReport) report = sample_report_new_rich ();
  g_autofree char *text = write_text (report);
  g_autofree char *later
      = replace_first (text,
                       "\"verdict\" :", "\"future\" : { \"a\" : [ 1, 2.5, null ] }, \"verdict\" :");
  g_autoptr (GError) error = NULL;
  g_autoptr (LcReport) read = read_text (later, &error);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  again = write_text (read);
  g_assert_cmpstr (again, ==, text);
}

typedef struct
{
  const char *from;
  const char *to;
  const char *path; /* where the message says that it is wrong */
} Mutation;

static const Mutation mutations[] = {
  { "\"linecheck-report\"", "\"linecheck-catalog\"", "$.format: expected \"linecheck-report\"" },
  { "\"version\" : 1", "\"version\" : 0", "$.version:" },
  { "\"version\" : 1", "\"version\" : 1.0", "$.version:" },
  { "\"version\" : 1", "\"version\" : \"1\"", "$.version:" },
  { "\"version\" : 1", "\"version\" : 99999999999", "$.version:" },
  { "\"started\" : \"2025-01-31T12:00:07Z\"", "\"started\" : \"yesterday\"", "$.started:" },
  { "\"started\" : \"2025-01-31T12:00:07Z\"", "\"started\" : \"2025-01-31T12:00:07\"",
    "$.started:" },
  { "\"duration_us\" : 2310400", "\"duration_us\" : -1", "$.duration_us:" },
  { "\"duration_us\" : 2310400", "\"duration_us\" : 2.5", "$.duration_us:" },
  { "\"complete\" : true", "\"complete\" : 1", "$.complete:" },
  { "\"verdict\" : \"blocked\"", "\"verdict\" : \"fine\"", "$.verdict:" },
  { "\"clock_skew_s\" : -90", "\"clock_skew_s\" : null", "$.environment.clock_skew_s:" },
  { "\"code\" : \"dns-not-found\"", "\"code\" : \"dns\"", "$.environment.dns_probes[0].code:" },
  { "\"status\" : \"fail\"", "\"status\" : \"unknown\"", "$.capabilities[0].status:" },
  { "\"severity\" : \"error\"", "\"severity\" : \"fatal\"", "$.findings[0].severity:" },
  { "\"confidence\" : \"proven\"", "\"confidence\" : \"sure\"", "$.findings[0].confidence:" },
  { "\"owner\" : \"firewall\"", "\"owner\" : \"you\"", "$.findings[0].owner:" },
  { "\"code\" : \"port-blocked\"", "\"code\" : \"\"", "$.findings[0].code:" },
  { "\"evidence\" : [", "\"evidence\" : [ 7,", "$.findings[0].evidence[0]:" },
  { "\"id\" : \"us/sip/169.63.26.232:5061/tcp\"", "\"id\" : \"\"", "$.rows[0].id:" },
  { "\"host\" : \"dal12.moviuscorp.net\",\n      \"port\"", "\"host\" : \"\", \"port\"",
    "$.rows[0].host:" },
  { "\"port\" : 5061", "\"port\" : 0", "$.rows[0].port:" },
  { "\"port\" : 5061", "\"port\" : 70000", "$.rows[0].port: expected" },
  { "\"port\" : 5061", "\"port\" : \"5061\"", "$.rows[0].port:" },
  { "\"port_last\" : 5061", "\"port_last\" : 5060", "$.rows[0].port_last:" },
  { "\"transport\" : \"tcp\"", "\"transport\" : \"sctp\"", "$.rows[0].transport:" },
  { "\"protocol\" : \"sip\"", "\"protocol\" : \"h323\"", "$.rows[0].protocol:" },
  { "\"required\" : true", "\"required\" : \"yes\"", "$.rows[0].required:" },
  { "\"code\" : \"tcp-rejected\"", "\"code\" : \"tcp-odd\"", "$.rows[0].code:" },
  { "\"phase\" : \"tcp\"", "\"phase\" : \"quic\"", "$.rows[0].phase:" },
  { "\"documented\" : [", "\"documented\" : [ null,", "$.rows[0].documented[0]:" },
  { "\"latency_us\" : 41200", "\"latency_us\" : -7", "$.rows[0].latency_us:" },
  { "\"attempts\" : [", "\"attempts\" : [ [],", "$.rows[0].attempts[0]:" },
  { "\"step\" : \"dns\"", "\"step\" : \"smell\"", "$.rows[0].attempts[0].steps[0].step:" },
  { "\"us\" : 1200", "\"us\" : \"1200\"", "$.rows[0].attempts[0].steps[0].us:" },
  { "\"names\" : [", "\"names\" : [ {},", "$.rows[0].attempts[0].tls.chain[0].names[0]:" },
  { "\"sct\" : true", "\"sct\" : \"true\"", "$.rows[0].attempts[0].tls.chain[0].sct:" },
  { "\"ttl\" : 1,", "\"ttl\" : 256,", "$.rows[0].attempts[0].path.hops[0].ttl:" },
  { "\"kind\" : \"icmp\"", "\"kind\" : \"smoke\"", "$.rows[0].attempts[0].path.answered_by.kind:" },
  { "\"last_ttl\" : 6", "\"last_ttl\" : 6000", "$.rows[0].attempts[0].path.control.last_ttl:" },
  { "\"port\" : 20000", "\"port\" : 65536", "$.rows[0].attempts[0].samples[0].port:" },
  { "\"icmp_code\" : 0", "\"icmp_code\" : false", "$.rows[0].attempts[0].samples[0].icmp_code:" },
  { "\"icmp\" : {", "\"icmp\" : [], \"old\" : {", "$.rows[0].attempts[0].icmp:" },
  { "\"date_skew_s\" : -5", "\"date_skew_s\" : -5.5", "$.rows[0].attempts[0].http.date_skew_s:" },
  { "\"sent\" : 5", "\"sent\" : -5", "$.rows[0].attempts[0].stun.sent:" },
  { "\"rate\" : 20", "\"rate\" : 0", "$.rows[0].attempts[0].stun.trains[0].rate:" },
  { "\"sent\" : 3", "\"sent\" : 1", "$.rows[0].attempts[0].stun.trains[0].answered:" },
  { "\"anchor\" : {", "\"anchor\" : 1, \"old\" : {", "$.rows[0].attempts[0].tls.anchor:" },
  { "\"public\" : false", "\"public\" : \"no\"", "$.rows[0].attempts[0].tls.anchor.public:" },
  { "\"extended\" : true", "\"extended\" : null", "$.environment.public_roots.extended:" },
  { "\"owner_confidence\" : \"unknown\"", "\"owner_confidence\" : \"inconclusive\"",
    "$.findings[0].owner_confidence:" },
  { "\"owner_confidence\" : \"likely\"", "\"owner_confidence\" : null",
    "$.rows[0].owner_confidence:" },
  { "\"dns\" : {", "\"dns\" : 4, \"old\" : {", "$.rows[0].dns:" },
};

static void
test_mutation (gconstpointer data)
{
  const Mutation *mutation = data;
  g_autoptr (LcReport) report = sample_report_new_rich ();
  g_autofree char *text = write_text (report);
  g_autofree char *wrong = replace_first (text, mutation->from, mutation->to);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcReport) read = read_text (wrong, &error);

  g_assert_null (read);
  g_assert_error (error, LC_REPORT_ERROR, LC_REPORT_ERROR_INVALID);
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, mutation->path));
  g_assert_nonnull (strstr (error->message, "expected "));
  g_assert_nonnull (strstr (error->message, "found "));
}

/* Every promised key, each at the place where it comes first. */
static void
test_promised_keys (void)
{
  static const char *const keys[] = {
    "format",      "version",  "generator", "name",       "id",          "started",
    "duration_us", "complete", "catalog",   "revision",   "dated",       "source",
    "sha256",      "site",     "verdict",   "summary",    "environment", "capabilities",
    "title",       "status",   "rows",      "findings",   "code",        "severity",
    "confidence",  "owner",    "detail",    "remedy",     "evidence",    "number",
    "service",     "host",     "port",      "port_last",  "transport",   "protocol",
    "required",    "legacy",   "phase",     "documented", "resolved",    "attempts",
    "steps",       "step",     "hops",      "stopped_at", "answered_by", "control",
  };
  g_autoptr (LcReport) report = sample_report_new_rich ();
  g_autofree char *text = NULL;

  /* Nothing there needs keys that were promised elsewhere too. */
  g_ptr_array_set_size (lc_report_get_environment (report)->interfaces, 0);
  g_ptr_array_set_size (lc_report_get_environment (report)->dns_probes, 0);
  g_ptr_array_set_size (lc_report_get_environment (report)->http_probes, 0);
  text = write_text (report);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autofree char *from = g_strdup_printf ("\"%s\" :", keys[i]);
    g_autofree char *to = g_strdup_printf ("\"x-%s\" :", keys[i]);
    g_autofree char *wrong = replace_first (text, from, to);
    g_autofree char *expected = g_strdup_printf (".%s: expected ", keys[i]);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", keys[i]);
    g_assert_null (read_text (wrong, &error));
    g_assert_error (error, LC_REPORT_ERROR, LC_REPORT_ERROR_INVALID);
    g_assert_nonnull (strstr (error->message, expected));
    g_assert_true (g_str_has_suffix (error->message, "found nothing"));
  }
}

static void
test_newer_version (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_text ("{ \"format\" : \"linecheck-report\", \"version\" : 2 }", &error));
  g_assert_error (error, LC_REPORT_ERROR, LC_REPORT_ERROR_VERSION);
  g_assert_nonnull (strstr (error->message, "update"));
}

static void
test_no_json (void)
{
  static const char *const texts[] = {
    "",          " ",        "{", "{}x", "{ \"a\" : 1, \"a\" : 2 }", "{ \"a\" : \"\xff\" }",
    "// no\n{}", "nonsense",
  };
  g_autoptr (GString) deep = g_string_new ("{\"a\" :");

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_text (texts[i], &error));
    g_assert_error (error, LC_REPORT_ERROR, LC_REPORT_ERROR_SYNTAX);
  }
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_text (deep->str, &error));
    g_assert_error (error, LC_REPORT_ERROR, LC_REPORT_ERROR_SYNTAX);
  }
}

static void
test_other_json (void)
{
  static const char *const texts[] = { "[]", "{}", "null", "7", "\"linecheck-report\"" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_text (texts[i], &error));
    g_assert_error (error, LC_REPORT_ERROR, LC_REPORT_ERROR_INVALID);
  }
}

static void
test_too_big (void)
{
  g_autofree char *spaces = g_strnfill (LC_REPORT_MAX_BYTES + 1, ' ');
  g_autoptr (GBytes) bytes = g_bytes_new_static (spaces, LC_REPORT_MAX_BYTES + 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (lc_report_new_from_json (bytes, &error));
  g_assert_error (error, LC_REPORT_ERROR, LC_REPORT_ERROR_SYNTAX);
}

static void
test_long_string (void)
{
  g_autoptr (LcReport) report = sample_report_new_rich ();
  g_autofree char *text = write_text (report);
  g_autofree char *fill = g_strnfill (64 * 1024 + 1, 'x');
  g_autofree char *summary = g_strdup_printf ("\"summary\" : \"%s\", \"old\" :", fill);
  g_autofree char *wrong = replace_first (text, "\"summary\" :", summary);
  g_autoptr (GError) error = NULL;

  g_assert_null (read_text (wrong, &error));
  g_assert_error (error, LC_REPORT_ERROR, LC_REPORT_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "$.summary:"));
}

static void
test_many_rows (void)
{
  g_autoptr (LcReport) most = make_long_report (5000, TRUE);
  g_autoptr (LcReport) more = make_long_report (5001, TRUE);
  g_autofree char *good = write_text (most);
  g_autofree char *bad = write_text (more);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcReport) read = read_text (good, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (lc_report_get_n_rows (read), ==, 5000);
  g_assert_null (read_text (bad, &error));
  g_assert_error (error, LC_REPORT_ERROR, LC_REPORT_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "$.rows:"));
}

static void
test_same_ids (void)
{
  g_autoptr (LcReport) report = make_long_report (2, FALSE);
  g_autofree char *text = write_text (report);
  g_autoptr (GError) error = NULL;

  g_assert_null (read_text (text, &error));
  g_assert_error (error, LC_REPORT_ERROR, LC_REPORT_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "$.rows[1].id:"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/report-json/round-trip", test_round_trip);
  g_test_add_func ("/report-json/same-bytes", test_same_bytes);
  g_test_add_func ("/report-json/values", test_values);
  g_test_add_func ("/report-json/added-values", test_added_values);
  g_test_add_func ("/report-json/anchor-publicity", test_anchor_publicity);
  g_test_add_func ("/report-json/added-absent", test_added_absent);
  g_test_add_func ("/report-json/tls-without-chain", test_tls_without_chain);
  g_test_add_func ("/report-json/odd-strings", test_odd_strings);
  g_test_add_func ("/report-json/later-keys", test_later_keys);
  for (gsize i = 0; i < G_N_ELEMENTS (mutations); i++) {
    g_autofree char *name = g_strdup_printf ("/report-json/wrong/%" G_GSIZE_FORMAT, i);

    g_test_add_data_func (name, &mutations[i], test_mutation);
  }
  g_test_add_func ("/report-json/promised-keys", test_promised_keys);
  g_test_add_func ("/report-json/newer-version", test_newer_version);
  g_test_add_func ("/report-json/no-json", test_no_json);
  g_test_add_func ("/report-json/other-json", test_other_json);
  g_test_add_func ("/report-json/too-big", test_too_big);
  g_test_add_func ("/report-json/long-string", test_long_string);
  g_test_add_func ("/report-json/many-rows", test_many_rows);
  g_test_add_func ("/report-json/same-ids", test_same_ids);
  return g_test_run ();
}
