/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "diagnosis/lc-diagnosis.h"
#include "diagnosis/lc-firewall-request.h"
#include "report/lc-compare.h"
#include "report/lc-redact.h"
#include "report/lc-report-csv.h"
#include "report/lc-report-html.h"
#include "report/lc-report-json.h"
#include "report/lc-report-text.h"
#include "sample-reports.h"

/* A saved report is hostile input. Reports that were right once, with bytes or
 * values changed: what comes of each is either an error that says where it is wrong,
 * or a report that can be shown, shared and diagnosed, and that is written as it
 * was read. */

#define MAX_MUTANTS 4000
#define MIN_MUTANTS 40 /* however slow the machine is */
#define LIMIT_S 0.5    /* for each kind of mutation */

typedef struct
{
  gsize start;
  gsize length;
} Token;

typedef void (*Mutate) (GString *text);

static const char *const hostile[] = {
  "null",
  "true",
  "0",
  "-1",
  "1e400",
  "999999999999999999",
  "9223372036854775808",
  "0.5",
  "{}",
  "[]",
  "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
  "[null]",
  "\"\"",
  "\"\\u0000\"",
  "\"\\ud800\"",
  "\"\\u001b[2J\\r\\n\\u202e\"",
  "\"\\u001f\\u0085\\u009b2J\\ue000\"",
  "\"%s%n{ports}{who}{\"",
  "\"<script>alert(1)</script>\"",
  "\"=cmd|' /C calc'!A0\"",
  "\"../../../etc/passwd\"",
  "\"::\"",
  "\"127.0.0.1\"",
  "\"10.1.0.1:99999\"",
  "\"ok\"",
  "\"cancelled\"",
  "\"9999-12-31T23:59:60Z\"",
  "\"0000-00-00T00:00:00Z\"",
};

static GBytes *
new_bytes (const GString *text)
{
  return g_bytes_new (text->str, text->len);
}

/* Mutations */

static void
mutate_bytes (GString *text)
{
  guint changes = g_test_rand_int_range (1, 5);

  for (guint i = 0; i < changes && text->len > 1; i++) {
    gsize at = g_test_rand_int_range (0, text->len);
    gsize wanted = g_test_rand_int_range (1, 200);
    gsize length = MIN (wanted, text->len - at);
    g_autofree char *piece = g_strndup (text->str + at, length);

    switch (g_test_rand_int_range (0, 6)) {
    case 0:
      g_string_erase (text, at, length);
      break;
    case 1:
      g_string_insert (text, at, piece);
      break;
    case 2:
      g_string_truncate (text, at);
      break;
    default:
      text->str[at] = (char) g_test_rand_int_range (0, 256);
    }
  }
}

/* Strings, keys among them, numbers and words. */
static GArray *
find_tokens (const GString *text)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  const char *at = text->str;

  while (*at != '\0') {
    gsize length = 1;

    if (*at == '"') {
      while (at[length] != '"')
        length += at[length] == '\\' ? 2 : 1;
      length++;
    } else {
      length = MAX (1, strcspn (at, "\"{}[]:, \n"));
    }
    if (strchr ("{}[]:, \n", *at) == NULL)
      g_array_append_vals (tokens, &(Token){ (gsize) (at - text->str), length }, 1);
    at += length;
  }
  return tokens;
}

static void
replace (GString *text, const Token *token, const char *value)
{
  g_string_erase (text, token->start, token->length);
  g_string_insert (text, token->start, value);
}

/* One value becomes a hostile one, or one that stands elsewhere in the report. */
static void
mutate_values (GString *text)
{
  guint changes = g_test_rand_int_range (1, 4);

  for (guint i = 0; i < changes; i++) {
    g_autoptr (GArray) tokens = find_tokens (text);
    const Token *to = &g_array_index (tokens, Token, g_test_rand_int_range (0, tokens->len));
    const Token *from = &g_array_index (tokens, Token, g_test_rand_int_range (0, tokens->len));
    g_autofree char *other = g_strndup (text->str + from->start, from->length);

    if (g_test_rand_bit ())
      replace (text, to, hostile[g_test_rand_int_range (0, G_N_ELEMENTS (hostile))]);
    else
      replace (text, to, other);
  }
}

/* Whole lines, which the writer gives to one member each, go, come twice or change places. */
static void
mutate_lines (GString *text)
{
  g_auto (GStrv) lines = g_strsplit (text->str, "\n", -1);
  guint count = g_strv_length (lines);
  guint from = g_test_rand_int_range (0, count);
  guint to = g_test_rand_int_range (0, count);
  guint kind = g_test_rand_int_range (0, 3);

  g_string_truncate (text, 0);
  for (guint i = 0; i < count; i++) {
    gboolean is_moved = kind == 1 && (i == from || i == to);

    if (kind == 0 && i == from)
      continue;
    g_string_append_printf (text, "%s\n", lines[is_moved ? from + to - i : i]);
    if (kind == 2 && i == to)
      g_string_append_printf (text, "%s\n", lines[from]);
  }
}

/* What comes of it */

static void
check_error (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == LC_REPORT_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strpbrk (error->message, "\x1b\r\n"));
  switch (error->code) {
  case LC_REPORT_ERROR_SYNTAX:
    g_assert_nonnull (strstr (error->message, "(line "));
    break;
  case LC_REPORT_ERROR_INVALID:
    g_assert_true (g_str_has_prefix (error->message, "$"));
    g_assert_nonnull (strstr (error->message, ": expected "));
    break;
  case LC_REPORT_ERROR_VERSION:
    break;
  default:
    g_assert_not_reached ();
  }
}

static void
check_same_bytes (LcReport *report, GBytes *written)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LcReport) again = lc_report_new_from_json (written, &error);
  g_autoptr (GBytes) rewritten = NULL;

  g_assert_no_error (error);
  rewritten = lc_report_to_json (again);
  g_assert_true (g_bytes_equal (written, rewritten));
}

static void
check_view (char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (strchr (text, '\x1b'));
  g_free (text);
}

static void
check_views (LcReport *report, LcReport *original)
{
  g_autoptr (GPtrArray) identities = lc_report_find_identities (report, NULL);
  g_autoptr (LcReport) redacted G_GNUC_UNUSED = lc_report_redact (report, identities, NULL);
  g_autoptr (GPtrArray) differences = NULL;

  check_view (lc_report_to_text (report, 0));
  check_view (lc_report_to_html (report, NULL));
  check_view (lc_report_to_csv (report));
  check_view (lc_firewall_request_text (report));
  check_view (lc_firewall_request_csv (report));
  if (lc_reports_are_comparable (report, original))
    differences = lc_reports_compare (report, original);
  for (guint i = 0; differences != NULL && i < differences->len; i++)
    check_view (lc_difference_describe (differences->pdata[i]));
}

/* Diagnosing is done once more at will, and says the same again. */
static void
check_diagnosis (LcReport *report)
{
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;

  lc_diagnose (report);
  first = lc_report_to_json (report);
  lc_diagnose (report);
  second = lc_report_to_json (report);
  g_assert_true (g_bytes_equal (first, second));
}

/* Returns whether the mutant is a report all the same. */
static gboolean
check_mutant (const GString *text, LcReport *original)
{
  g_autoptr (GBytes) bytes = new_bytes (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcReport) report = lc_report_new_from_json (bytes, &error);
  g_autoptr (GBytes) written = NULL;

  if (report == NULL) {
    check_error (error);
    return FALSE;
  }
  g_assert_no_error (error);
  written = lc_report_to_json (report);
  check_same_bytes (report, written);
  check_views (report, original);
  check_diagnosis (report);
  return TRUE;
}

static GString *
write_report (LcReport *report)
{
  g_autoptr (GBytes) bytes = lc_report_to_json (report);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  return g_string_new_len (text, length);
}

static void
test_mutants (gconstpointer data)
{
  const Mutate *mutate = data;
  LcReport *originals[] = { sample_report_new_rich (), sample_report_new_blocked () };
  GString *texts[] = { write_report (originals[0]), write_report (originals[1]) };
  guint survivors = 0;
  guint count;

  g_test_timer_start ();
  for (count = 0; count < MAX_MUTANTS; count++) {
    guint which = count % G_N_ELEMENTS (originals);
    GString *mutant = g_string_new_len (texts[which]->str, texts[which]->len);

    if (count >= MIN_MUTANTS && survivors > 0 && g_test_timer_elapsed () > LIMIT_S) {
      g_string_free (mutant, TRUE);
      break;
    }
    (*mutate) (mutant);
    survivors += check_mutant (mutant, originals[which]);
    g_string_free (mutant, TRUE);
  }
  g_test_message ("%u mutants, %u of them are reports", count, survivors);
  g_assert_cmpuint (survivors, >, 0);
  g_assert_cmpuint (survivors, <, count);
  for (gsize i = 0; i < G_N_ELEMENTS (originals); i++) {
    g_object_unref (originals[i]);
    g_string_free (texts[i], TRUE);
  }
}

int
main (int argc, char *argv[])
{
  static const Mutate bytes = mutate_bytes;
  static const Mutate values = mutate_values;
  static const Mutate lines = mutate_lines;

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/report-mutations/bytes", &bytes, test_mutants);
  g_test_add_data_func ("/report-mutations/values", &values, test_mutants);
  g_test_add_data_func ("/report-mutations/lines", &lines, test_mutants);
  return g_test_run ();
}
