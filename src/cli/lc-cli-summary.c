/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-summary.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-text.h"
#include "cli/lc-cli-text.h"
#include "report/lc-report-words.h"

#define INDENT 2
#define EVIDENCE_BULLET "    - "

/* Appends a paragraph that begins with a few coloured words, indented as a whole.
 * Sequences have no width, so the words are coloured after the lines are broken. */
static void
append_paragraph (const LcCliStyle *style,
                  GString *out,
                  guint indent,
                  LcCliColour colour,
                  const char *lead,
                  const char *text)
{
  const char *space = *lead != '\0' && *text != '\0' ? " " : "";
  g_autofree char *whole = g_strconcat (lead, space, text, NULL);
  g_autoptr (GString) lines = g_string_new (NULL);
  const char *rest;

  lc_text_append_wrapped (lines, NULL, indent, lc_cli_style_get_prose_width (style), whole);
  rest = lines->str + MIN (indent, lines->len);
  if (!g_str_has_prefix (rest, lead)) {
    g_string_append (out, lines->str);
    return;
  }
  lc_cli_append_spaces (out, indent);
  lc_cli_style_append (style, out, colour, lead);
  g_string_append (out, rest + strlen (lead));
}

static void
append_title (const LcCliStyle *style, GString *out, const char *title)
{
  g_string_append_c (out, '\n');
  lc_cli_style_append (style, out, LC_CLI_COLOUR_BOLD, title);
  g_string_append_c (out, '\n');
}

static LcStatus
severity_to_status (LcSeverity severity)
{
  switch (severity) {
  case LC_SEVERITY_ERROR:
    return LC_STATUS_FAIL;
  case LC_SEVERITY_WARNING:
    return LC_STATUS_DEGRADED;
  case LC_SEVERITY_NOTE:
  default:
    return LC_STATUS_SKIPPED;
  }
}

/* Who has to act, and how sure that is. */
static char *
format_owner (LcFinding *finding)
{
  g_autofree char *owner = lc_describe_owner (finding->owner, finding->owner_confidence);

  if (finding->owner == LC_OWNER_NONE)
    return g_strdup (_ ("What to do:"));
  /* Translators: “What to do (your firewall, proven):” */
  return g_strdup_printf (_ ("What to do (%s, %s):"), owner,
                          lc_confidence_get_label (finding->confidence));
}

static void
append_particulars (LcReport *report, LcFinding *finding, const LcCliStyle *style, GString *out)
{
  g_autofree char *rows = lc_report_describe_rows (report, finding->rows);
  g_autofree char *owner = format_owner (finding);

  if (finding->detail != NULL && *finding->detail != '\0')
    append_paragraph (style, out, 2 * INDENT, LC_CLI_COLOUR_NONE, "", finding->detail);
  if (finding->remedy != NULL && *finding->remedy != '\0')
    append_paragraph (style, out, 2 * INDENT, LC_CLI_COLOUR_BOLD, owner, finding->remedy);
  for (guint i = 0; i < finding->evidence->len; i++)
    lc_text_append_wrapped (out, EVIDENCE_BULLET, strlen (EVIDENCE_BULLET),
                            lc_cli_style_get_prose_width (style),
                            g_ptr_array_index (finding->evidence, i));
  if (finding->rows->len > 0)
    append_paragraph (style, out, 2 * INDENT, LC_CLI_COLOUR_DIM, _ ("Rows:"), rows);
}

static void
append_finding (LcReport *report, LcFinding *finding, const LcCliStyle *style, GString *out)
{
  LcStatus status = severity_to_status (finding->severity);

  append_paragraph (style, out, INDENT, lc_cli_style_get_colour (status),
                    lc_cli_style_get_symbol (style, status), finding->title);
  append_particulars (report, finding, style, out);
}

static void
append_folded (GPtrArray *findings,
               GPtrArray *parents,
               const LcFinding *parent,
               const LcCliStyle *style,
               GString *out)
{
  for (guint i = 0; i < findings->len; i++) {
    const LcFinding *finding = g_ptr_array_index (findings, i);

    if (g_ptr_array_index (parents, i) == parent)
      append_paragraph (style, out, 2 * INDENT, LC_CLI_COLOUR_DIM, _ ("This explains:"),
                        finding->title);
  }
}

static void
append_findings (LcReport *report, const LcCliStyle *style, GString *out)
{
  GPtrArray *findings = lc_report_get_findings (report);
  g_autoptr (GPtrArray) parents = lc_report_find_parents (report);

  if (findings->len > 0)
    append_title (style, out, _ ("What was found"));
  for (guint i = 0; i < findings->len; i++) {
    LcFinding *finding = g_ptr_array_index (findings, i);

    if (g_ptr_array_index (parents, i) != NULL)
      continue;
    append_finding (report, finding, style, out);
    append_folded (findings, parents, finding, style, out);
  }
}

static guint
get_widest_title (GPtrArray *capabilities)
{
  guint width = 0;

  for (guint i = 0; i < capabilities->len; i++) {
    LcCapability *capability = g_ptr_array_index (capabilities, i);
    g_autofree char *title = lc_capability_describe_title (capability);

    width = MAX (width, lc_text_get_width (title));
  }
  return MIN (width, 40);
}

static void
append_capabilities (LcReport *report, const LcCliStyle *style, GString *out)
{
  GPtrArray *capabilities = lc_report_get_capabilities (report);
  guint width = get_widest_title (capabilities);

  if (capabilities->len > 0)
    append_title (style, out, _ ("What works for you"));
  for (guint i = 0; i < capabilities->len; i++) {
    LcCapability *capability = g_ptr_array_index (capabilities, i);
    LcCliColour colour = lc_cli_style_get_colour (capability->status);
    g_autofree char *clean = lc_capability_describe_title (capability);
    g_autofree char *title = lc_cli_cut_end (clean, width, style->unicode);

    lc_cli_append_spaces (out, INDENT);
    lc_cli_style_append (style, out, colour, lc_cli_style_get_symbol (style, capability->status));
    g_string_append_printf (out, " %s", title);
    lc_cli_append_spaces (out, width - lc_text_get_width (title) + 2);
    lc_cli_style_append (style, out, colour, lc_status_get_label (capability->status));
    g_string_append_c (out, '\n');
  }
}

static void
append_verdict (LcReport *report, const LcCliStyle *style, GString *out)
{
  LcVerdict verdict = lc_report_get_verdict (report);
  LcStatus status = lc_verdict_to_status (verdict);
  const char *label = lc_verdict_get_label (verdict);
  const char *summary = lc_report_get_summary (report);
  g_autofree char *lead = g_strdup_printf ("%s %s", lc_cli_style_get_symbol (style, status), label);

  append_paragraph (style, out, 0, lc_cli_style_get_colour (status), lead, "");
  if (summary != NULL && *summary != '\0' && !g_str_equal (summary, label))
    append_paragraph (style, out, 0, LC_CLI_COLOUR_NONE, "", summary);
}

void
lc_cli_summary_append_heading (LcReport *report, const LcCliStyle *style, GString *out)
{
  g_return_if_fail (LC_IS_REPORT (report));
  g_return_if_fail (style != NULL);
  g_return_if_fail (out != NULL);

  g_autofree char *site = lc_text_clean (lc_report_get_site (report));
  g_autofree char *title = lc_report_describe_site (report);
  g_autofree char *name
      = *title != '\0' ? g_strdup_printf ("%s (%s)", title, site) : g_strdup (site);
  g_autofree char *started = lc_report_describe_started (report);
  g_autofree char *duration = lc_describe_us (lc_report_get_duration_us (report));
  g_autofree char *revision = lc_text_clean (lc_report_get_catalog_revision (report));
  g_autofree char *text
      /* Translators: a day with its time, how long it took, a catalogue's revision; stands after
       * the site. */
      = g_strdup_printf (_ ("checked %s in %s, catalogue %s"), started, duration, revision);

  append_paragraph (style, out, 0, LC_CLI_COLOUR_BOLD, name, text);
  g_string_append_c (out, '\n');
}

static void
append_completeness (LcReport *report, const LcCliStyle *style, GString *out)
{
  guint n_rows = lc_report_get_n_rows (report);
  guint reached = 0;
  g_autofree char *text = NULL;

  if (lc_report_get_complete (report))
    return;
  for (guint i = 0; i < n_rows; i++) {
    if (lc_row_get_status (lc_report_get_row (report, i)) != LC_STATUS_CANCELLED)
      reached++;
  }
  text = g_strdup_printf (_ ("%u of %u rows have a result."), reached, n_rows);
  g_string_append_c (out, '\n');
  append_paragraph (style, out, 0, LC_CLI_COLOUR_YELLOW, _ ("The check was interrupted."), text);
}

void
lc_cli_summary_append_conclusion (LcReport *report, const LcCliStyle *style, GString *out)
{
  g_return_if_fail (LC_IS_REPORT (report));
  g_return_if_fail (style != NULL);
  g_return_if_fail (out != NULL);

  append_completeness (report, style, out);
  g_string_append_c (out, '\n');
  append_verdict (report, style, out);
  append_capabilities (report, style, out);
  append_findings (report, style, out);
}
