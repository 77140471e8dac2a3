/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-code-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-text.h"
#include "catalog/lc-catalog-words.h"
#include "catalog/lc-catalog.h"
#include "report/lc-report-words.h"
#include "report/lc-support-report.h"

#define INDENT 2

static void
append_text (const LcCliStyle *style, GString *out, guint indent, const char *text)
{
  lc_text_append_wrapped (out, NULL, indent, lc_cli_style_get_prose_width (style), text);
}

static void
append_labelled (const LcCliStyle *style, GString *out, const char *label, GPtrArray *words)
{
  g_autofree char *list = NULL;
  g_autofree char *line = NULL;

  if (words->len == 0)
    return;
  g_ptr_array_add (words, NULL);
  list = g_strjoinv (", ", (char **) words->pdata);
  line = lc_describe_labelled (label, list);
  append_text (style, out, 0, line);
}

static void
append_heading (const LcSupportContent *content,
                const LcSite *site,
                GDateTime *now,
                const LcCliStyle *style,
                GString *out)
{
  g_autoptr (GDateTime) started = lc_support_content_get_started (content, now);
  g_autofree char *iso = g_date_time_format_iso8601 (started);
  g_autofree char *when = lc_describe_time (iso);
  g_autofree char *revision
      = content->revision > 0 ? g_strdup_printf ("%u", content->revision) : g_strdup ("?");
  g_autofree char *text
      /* Translators: a site, its short name, a day with its time to a quarter of an hour, a
       * catalogue's revision. */
      = g_strdup_printf (_ ("%s (%s), checked about %s, catalogue %s"),
                         lc_catalog_translate (site->title), site->id, when, revision);

  append_text (style, out, 0, text);
  append_text (style, out, 0,
               _ ("From a code: it holds no addresses and no evidence, and no firewall request can "
                  "be made from it."));
  g_string_append_c (out, '\n');
}

static void
append_verdict (const LcSupportContent *content, const LcCliStyle *style, GString *out)
{
  LcStatus status = lc_verdict_to_status (content->verdict);
  g_autofree char *line = g_strdup_printf ("%s %s", lc_cli_style_get_symbol (style, status),
                                           lc_verdict_get_label (content->verdict));

  lc_cli_style_append (style, out, lc_cli_style_get_colour (status), line);
  g_string_append_c (out, '\n');
  if (!content->complete)
    append_text (style, out, 0, _ ("Not every row of the site was tried."));
}

static void
append_network (const LcSupportContent *content, const LcCliStyle *style, GString *out)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  if (content->proxy)
    g_ptr_array_add (words, (gpointer) _ ("Proxy"));
  if (content->vpn)
    g_ptr_array_add (words, (gpointer) _ ("VPN"));
  if (content->portal)
    g_ptr_array_add (words, (gpointer) _ ("Captive portal"));
  append_labelled (style, out, _ ("On this network"), words);
}

static void
append_finding (const LcSupportFinding *finding, const LcCliStyle *style, GString *out)
{
  const char *code = lc_support_code_get_finding (finding->finding);
  LcConfidence confidence = finding->proven ? LC_CONFIDENCE_PROVEN : LC_CONFIDENCE_LIKELY;
  g_autofree char *owner
      = lc_describe_owner (finding->owner, finding->proven ? LC_OWNER_CONFIDENCE_PROVEN
                                                           : LC_OWNER_CONFIDENCE_LIKELY);
  g_autofree char *line = finding->owner == LC_OWNER_NONE
                              ? g_strdup_printf ("- %s (%s)", code != NULL ? code : "?",
                                                 lc_confidence_get_label (confidence))
                              : g_strdup_printf ("- %s (%s, %s)", code != NULL ? code : "?", owner,
                                                 lc_confidence_get_label (confidence));

  append_text (style, out, INDENT, line);
}

static void
append_findings (const LcSupportContent *content, const LcCliStyle *style, GString *out)
{
  if (content->findings[0].finding == 0)
    return;
  g_string_append_c (out, '\n');
  lc_cli_style_append (style, out, LC_CLI_COLOUR_BOLD, _ ("What was found"));
  g_string_append_c (out, '\n');
  for (guint i = 0; i < LC_SUPPORT_CODE_FINDINGS && content->findings[i].finding != 0; i++)
    append_finding (&content->findings[i], style, out);
  if (content->hop > 0) {
    g_autofree char *hop
        = g_strdup_printf (_ ("The last that answered on the way is hop %u."), content->hop);

    append_text (style, out, INDENT, hop);
  }
}

/* A row's number with what it is for; numbers alone where there are many. */
static void
append_rows (const LcSupportContent *content,
             const LcSite *site,
             const LcCliStyle *style,
             GString *out)
{
  g_autoptr (GPtrArray) works = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < site->endpoints->len; i++) {
    const LcEndpoint *endpoint = g_ptr_array_index (site->endpoints, i);
    const char *dash = strrchr (endpoint->number, '-');
    guint64 number = 0;

    if (dash == NULL
        || !g_ascii_string_to_unsigned (dash + 1, 10, 1, lc_support_code_get_n_rows (content->site),
                                        &number, NULL))
      continue;
    if (content->works >> (number - 1) & 1)
      g_ptr_array_add (works, g_strdup (endpoint->number));
    else
      g_ptr_array_add (others, g_strdup_printf ("%s %s", endpoint->number,
                                                lc_catalog_translate (endpoint->title)));
  }
  g_string_append_c (out, '\n');
  append_labelled (style, out, _ ("Not shown to work"), others);
  append_labelled (style, out, lc_status_get_label (LC_STATUS_PASS), works);
}

void
lc_cli_code_append_content (const LcSupportContent *content,
                            GDateTime *now,
                            const LcCliStyle *style,
                            GString *out)
{
  g_autoptr (LcCatalog) catalog = lc_catalog_new_builtin ();
  const LcSite *site = lc_catalog_find_site (catalog, content->site);

  append_heading (content, site, now, style, out);
  append_verdict (content, style, out);
  append_network (content, style, out);
  append_findings (content, style, out);
  append_rows (content, site, style, out);
}

void
lc_cli_code_append_spelled (const char *code, GString *out)
{
  g_auto (GStrv) groups = g_strsplit (code, "-", -1);

  g_string_append_printf (out, "%s\n\n", code);
  for (char **group = groups; *group != NULL; group++) {
    g_autofree char *spelled = lc_support_code_spell (*group);

    g_string_append_printf (out, "  %s  %s\n", *group, spelled);
  }
}
