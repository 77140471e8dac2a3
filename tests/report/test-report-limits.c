/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "report/lc-redact.h"
#include "report/lc-report-json.h"
#include "report/lc-report-private.h"
#include "sample-reports.h"

/* A saved report may be made by anybody: it is read in a time in proportion to its length, and
 * what is written can be read again. */

#define COLLIDING_KEYS 200

/* What a file of plain keys may take less than one of chosen ones; they were a thousand times
 * apart. */
#define MAX_RATIO 10

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

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
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

/* Characters */

static LcReport *
make_report_with (gunichar c)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autoptr (GString) summary = g_string_new ("a");

  g_string_append_unichar (summary, c);
  g_string_append_c (summary, 'b');
  lc_report_set_diagnosis (report, LC_VERDICT_BLOCKED, summary->str, lc_capabilities_new (),
                           lc_findings_new ());
  return g_steal_pointer (&report);
}

/* In which no text steers a terminal or turns its direction. */
static void
assert_harmless (const char *json)
{
  for (const char *at = json; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    g_assert_true (c == '\n' || c >= ' ');
    g_assert_false (c >= 0x7f && c <= 0x9f);
    g_assert_false (c == 0x061c || c == 0x200e || c == 0x200f || c == 0xfeff);
    g_assert_false ((c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
    g_assert_false (c >= 0xe0000 && c <= 0xe007f);
  }
}

static void
check_character (gunichar c)
{
  g_autoptr (LcReport) report = make_report_with (c);
  g_autofree char *text = write_text (report);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcReport) read = read_text (text, &error);
  g_autoptr (GPtrArray) identities = lc_report_find_identities (report, NULL);
  g_autoptr (LcReport) redacted = lc_report_redact (report, identities, &error);

  g_assert_no_error (error);
  assert_harmless (text);
  g_assert_cmpstr (lc_report_get_summary (read), ==, lc_report_get_summary (report));
  g_assert_nonnull (redacted);
}

static void
test_characters (void)
{
  static const gunichar others[] = { 0x61c,  0x200c, 0x200e, 0x2028,  0x202e,  0x2066,
                                     0xe000, 0xfeff, 0xfffd, 0x1f600, 0xe0041, 0xf0000 };

  for (gunichar c = 1; c < 0x180; c++)
    check_character (c);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    check_character (others[i]);
}

/* Times */

static void
test_times (void)
{
  static const struct
  {
    const char *time;
    gboolean good;
  } times[] = {
    { "0001-01-01T00:00:00Z", FALSE },     { "0001-01-01T00:00:00+14:00", FALSE },
    { "9999-12-31T23:59:59Z", FALSE },     { "9999-12-31T23:59:59-14:00", FALSE },
    { "0000-01-01T00:00:00Z", FALSE },     { "2026-02-30T00:00:00Z", FALSE },
    { "0002-01-01T00:00:00Z", TRUE },      { "9998-12-31T23:59:59-14:00", TRUE },
    { "2026-11-22T10:11:12+05:30", TRUE },
  };
  g_autoptr (LcReport) report = sample_report_new_rich ();
  g_autofree char *text = write_text (report);

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autofree char *started = g_strdup_printf ("\"started\" : \"%s\", \"old\" :", times[i].time);
    g_autofree char *changed = replace_first (text, "\"started\" :", started);
    g_autoptr (LcReport) read = read_text (changed, NULL);
    g_autoptr (LcReport) again = NULL;
    g_autofree char *rewritten = NULL;

    g_assert_cmpint (read != NULL, ==, times[i].good);
    if (read == NULL)
      continue;
    rewritten = write_text (read);
    again = read_text (rewritten, NULL);
    g_assert_true (g_date_time_equal (lc_report_get_started (again), lc_report_get_started (read)));
  }
}

/* Sizes */

/* Returns: (transfer full): a report of @rows rows with @fill before each row's title. */
static char *
make_long_text (guint rows, const char *fill)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_object_unref);
  static const LcReportHead head = { "id", "us", "US", "Linecheck", "1", "en", "1", "d", "s", "h" };
  g_autoptr (LcReport) report = NULL;
  g_autoptr (GString) text = NULL;
  g_autofree char *title = g_strdup_printf ("\"title\":\"%s", fill);
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *plain = NULL;

  for (guint i = 0; i < rows; i++) {
    LcEndpoint endpoint = sample_endpoint ();
    g_autofree char *id = g_strdup_printf ("row-%u", i);

    endpoint.id = id;
    g_ptr_array_add (made, lc_row_new (&endpoint));
  }
  report = lc_report_new_for_rows (&head, made);
  root = lc_report_build_json (report);
  plain = json_to_string (root, FALSE);
  text = g_string_new (plain);
  g_string_replace (text, "\"title\":\"", title, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Without spaces it may be read: with them it would be too long. */
static void
test_spaces (void)
{
  g_autofree char *fill = g_strnfill (2700, 'x');
  g_autofree char *text = make_long_text (5000, fill);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcReport) read = read_text (text, &error);
  g_autoptr (LcReport) again = NULL;
  g_autofree char *written = NULL;

  g_assert_no_error (error);
  written = write_text (read);
  g_assert_cmpuint (strlen (written), <=, LC_REPORT_MAX_BYTES);
  again = read_text (written, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lc_report_get_n_rows (again), ==, 5000);
}

/* What grows beyond all bounds when it is escaped is refused at once, not when it is opened. */
static void
test_growth (void)
{
  g_autoptr (GString) fill = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  while (fill->len < 2000)
    g_string_append (fill, "\xc2\x9b");
  text = make_long_text (4000, fill->str);
  g_assert_cmpuint (strlen (text), <, LC_REPORT_MAX_BYTES);
  g_assert_null (read_text (text, &error));
  g_assert_error (error, LC_REPORT_ERROR, LC_REPORT_ERROR_INVALID);
}

/* Keys */

/* Appends an object with keys that GLib's g_str_hash() cannot tell apart ("ab" and "bA" have the
 * same value), or with others of the same length. */
static void
append_keys (GString *json, gboolean colliding)
{
  g_string_append_c (json, '{');
  for (guint i = 0; i < COLLIDING_KEYS; i++) {
    g_string_append (json, i > 0 ? ",\"" : "\"");
    for (guint bit = 0; bit < 8; bit++)
      g_string_append (json, (i >> bit & 1) == 0 ? "ab" : colliding ? "bA" : "cd");
    g_string_append (json, "\":0");
  }
  g_string_append_c (json, '}');
}

static double
time_keys (gboolean colliding)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autofree char *text = write_text (report);
  g_autoptr (GString) keys = g_string_new ("\"later\": [{}");
  g_autofree char *changed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcReport) read = NULL;

  for (guint i = 0; i < 1000; i++) {
    g_string_append_c (keys, ',');
    append_keys (keys, colliding);
  }
  g_string_append (keys, "], \"format\"");
  changed = replace_first (text, "\"format\"", keys->str);
  g_test_timer_start ();
  read = read_text (changed, &error);
  g_assert_no_error (error);
  return g_test_timer_elapsed ();
}

static void
test_colliding_keys (void)
{
  double plain = G_MAXDOUBLE;
  double colliding = G_MAXDOUBLE;

  for (guint i = 0; i < 3; i++) {
    plain = MIN (plain, time_keys (FALSE));
    colliding = MIN (colliding, time_keys (TRUE));
  }
  g_test_message ("%.3f s, %.3f s", plain, colliding);
  g_assert_cmpfloat (colliding, <, plain * MAX_RATIO);
}

static void
test_too_many_keys (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autofree char *text = write_text (report);
  g_autoptr (GString) keys = g_string_new ("\"environment\" : {");
  g_autofree char *changed = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (keys, "\"later-%u\": 0,", i);
  changed = replace_first (text, "\"environment\" : {", keys->str);
  g_assert_null (read_text (changed, &error));
  g_assert_error (error, LC_REPORT_ERROR, LC_REPORT_ERROR_SYNTAX);
  g_assert_true (g_str_has_prefix (error->message, "$.environment"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-limits/characters", test_characters);
  g_test_add_func ("/report-limits/times", test_times);
  g_test_add_func ("/report-limits/spaces", test_spaces);
  g_test_add_func ("/report-limits/growth", test_growth);
  g_test_add_func ("/report-limits/colliding-keys", test_colliding_keys);
  g_test_add_func ("/report-limits/too-many-keys", test_too_many_keys);
  return g_test_run ();
}
