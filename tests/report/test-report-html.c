/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "report/lc-report-html-data.h"
#include "report/lc-report-html.h"
#include "report/lc-report-json.h"
#include "sample-reports.h"

/* What a walk through the file has seen. */
typedef struct
{
  GHashTable *known; /* (owned) the names of elements */
  guint n_scripts;
  gboolean is_data; /* the script's type says that nothing runs it */
} Walk;

static void
assert_has (const char *html, const char *part)
{
  if (strstr (html, part) == NULL)
    g_error ("“%s” is not in:\n%s", part, html);
}

static void
start_cb (GMarkupParseContext *context,
          const char *element,
          const char **names,
          const char **values,
          gpointer user_data,
          GError **error)
{
  Walk *walk = user_data;

  if (g_str_equal (element, "script"))
    walk->n_scripts++;
  g_hash_table_add (walk->known, g_strdup (element));
  for (guint i = 0; names[i] != NULL; i++) {
    g_assert_false (g_str_has_prefix (names[i], "on"));
    g_assert_cmpstr (names[i], !=, "src");
    if (g_str_equal (names[i], "href"))
      g_assert_true (g_str_has_prefix (values[i], "#"));
    /* Data alone: no browser runs what is of this type. */
    if (g_str_equal (element, "script") && g_str_equal (names[i], "type"))
      walk->is_data = g_str_equal (values[i], "application/json");
  }
}

/* Elements without an end, which XML does not know. */
static char *
as_xml (const char *html)
{
  g_autoptr (GRegex) empty = g_regex_new ("<(meta[^>]*)>", 0, 0, NULL);
  const char *root = strstr (html, "<html");

  return g_regex_replace (empty, root, -1, 0, "<\\1/>", 0, NULL);
}

/* Holds the file's elements against each other: all are closed where they should be. */
static void
assert_well_formed (const char *html)
{
  const GMarkupParser parser = { .start_element = start_cb };
  static const char *const forbidden[] = { "img", "link", "iframe", "object", "form" };
  Walk walk = { .known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &walk, NULL);
  g_autofree char *xml = as_xml (html);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, xml, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++)
    g_assert_false (g_hash_table_contains (walk.known, forbidden[i]));
  g_assert_cmpuint (walk.n_scripts, ==, 1);
  g_assert_true (walk.is_data);
  g_hash_table_unref (walk.known);
}

/* The page is the record: what is read from it is the same to the byte. */
static void
assert_carries (const char *html, LcReport *report)
{
  g_autoptr (GBytes) page = g_bytes_new (html, strlen (html));
  g_autoptr (GBytes) before = lc_report_to_json (report);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (LcReport) read = NULL;
  g_autoptr (GError) error = NULL;

  read = lc_report_new_from_saved (page, &error);
  g_assert_no_error (error);
  after = lc_report_to_json (read);
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_blocked (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autofree char *html = lc_report_to_html (report, NULL);

  assert_well_formed (html);
  assert_has (html, "<title>Linecheck report: United States</title>");
  assert_has (html, "Something is blocked");
  assert_has (html, "<p>Calls are blocked on this network.</p>");
  assert_has (html, "<h3>Port 5061 is blocked</h3>");
  assert_has (html, "<tr id=\"row-US-17\"><th scope=\"row\">");
  assert_has (html, "TCP 5061");
  assert_has (html, "Content-Security-Policy\" content=\"default-src 'none'");
}

static const char *
find (const char *html, const char *part)
{
  assert_has (html, part);
  return strstr (html, part);
}

/* Who reads but the first sheet has the verdict, where it was seen, and what does not work. */
static void
test_problems_first (void)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  g_autofree char *html = lc_report_to_html (report, "<section id=\"request\"></section>");
  const char *strip = find (html, "<div class=\"strip\">");
  const char *failing = find (html, "<h2>What does not work</h2>");
  const char *request = find (html, "<section id=\"request\">");
  const char *all = find (html, "<h2>Every connection</h2>");
  const char *linked = find (html, "<a href=\"#row-US-17\">US-17</a>");

  assert_well_formed (html);
  g_assert_true (find (html, "class=\"verdict\"") < strip);
  g_assert_true (strip < failing);
  g_assert_true (failing < request);
  g_assert_true (request < all);
  g_assert_true (linked < all);
  g_assert_true (find (html, "<dt>Checked</dt>") < failing);
  assert_has (html, "<a href=\"#steps-US-17\">US-17</a>");
  assert_has (html, "<article id=\"steps-US-17\">");
}

static void
test_others (void)
{
  LcReport *reports[]
      = { sample_report_new_rich (), sample_report_new_empty (), sample_report_new_running () };

  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++) {
    g_autofree char *html = lc_report_to_html (reports[i], NULL);

    assert_well_formed (html);
    g_object_unref (reports[i]);
  }
}

/* Replaces every text of a saved report that may be any text. */
static LcReport *
make_hostile (const char *text)
{
  g_autoptr (LcReport) report = sample_report_new_blocked ();
  GPtrArray *findings = lc_findings_new ();
  GPtrArray *capabilities = lc_capabilities_new ();
  LcFinding *finding
      = lc_finding_new ("new", LC_SEVERITY_ERROR, LC_CONFIDENCE_LIKELY, LC_OWNER_FIREWALL);
  LcEnvironment *environment = lc_report_get_environment (report);

  g_free (finding->title);
  finding->title = g_strdup (text);
  g_free (finding->detail);
  finding->detail = g_strdup (text);
  g_free (finding->remedy);
  finding->remedy = g_strdup (text);
  g_ptr_array_add (finding->evidence, g_strdup (text));
  g_ptr_array_add (finding->rows, g_strdup (text));
  g_ptr_array_add (findings, finding);
  g_ptr_array_add (capabilities, lc_capability_new (text, text, LC_STATUS_FAIL));
  g_free (environment->proxy);
  environment->proxy = g_strdup (text);
  lc_report_set_diagnosis (report, LC_VERDICT_BLOCKED, text, capabilities, findings);
  return g_steal_pointer (&report);
}

static void
test_hostile (void)
{
  static const char *const texts[] = {
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
    "</title></style><b>",       "a & b &amp; c",
    "\x1b[31mred\x1b[0m",        "</textarea><!--",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (LcReport) report = make_hostile (texts[i]);
    g_autofree char *html = lc_report_to_html (report, NULL);

    assert_well_formed (html);
    g_assert_null (strchr (html, '\x1b'));
    g_assert_null (strstr (html, texts[i]));
    assert_carries (html, report);
  }
}

/* What is no page with a report in it is told from one, and nothing is read beyond its end. */
static void
test_no_report (void)
{
  static const char *const pages[] = {
    "<!DOCTYPE html><p>Hello</p>",
    " \n<html><script type=\"application/json\" id=\"linecheck-report\">{}",
    "<script type=\"application/json\" id=\"linecheck-report\"></script>",
    "<script type=\"application/json\" id=\"linecheck-report\">[]</script>",
    "<",
    "\xef\xbb\xbf<",
    "\xef\xbb\xbf",
    "",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new (pages[i], strlen (pages[i]));
    g_autoptr (GError) error = NULL;

    g_assert_null (lc_report_new_from_saved (bytes, &error));
    g_assert_true (error->domain == LC_REPORT_ERROR);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-html/blocked", test_blocked);
  g_test_add_func ("/report-html/problems-first", test_problems_first);
  g_test_add_func ("/report-html/others", test_others);
  g_test_add_func ("/report-html/hostile", test_hostile);
  g_test_add_func ("/report-html/no-report", test_no_report);
  return g_test_run ();
}
