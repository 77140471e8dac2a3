/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-comparison.h"

#include <glib/gi18n-lib.h>

#include "base/lc-text.h"
#include "cli/lc-cli-error.h"
#include "diagnosis/lc-hop-move.h"
#include "report/lc-compare.h"
#include "report/lc-report-words.h"

#define INDENT 2

/* The order in which a reader wants them: what a repair may have broken comes first. */
static const LcProgress order[] = { LC_PROGRESS_NEW, LC_PROGRESS_WORSE, LC_PROGRESS_STILL,
                                    LC_PROGRESS_BETTER, LC_PROGRESS_FIXED };

typedef struct
{
  LcReport *before;
  LcReport *after;
  const LcCliStyle *style;
  GString *out;
  guint counts[LC_N_PROGRESS];
} Comparison;

static void
append_text (Comparison *self, guint indent, const char *text)
{
  lc_text_append_wrapped (self->out, NULL, indent, lc_cli_style_get_prose_width (self->style),
                          text);
}

static void
append_row (Comparison *self, LcProgress progress, LcRow *before, LcRow *after)
{
  g_autofree char *row = lc_progress_describe (before, after);
  g_autofree char *line
      = g_strdup_printf ("%s %s: %s",
                         lc_cli_style_get_symbol (self->style, lc_row_get_status (after)),
                         lc_progress_get_label (progress), row);
  g_autofree char *move
      = progress == LC_PROGRESS_STILL ? lc_row_describe_hop_move (before, after) : NULL;

  append_text (self, INDENT, line);
  if (move != NULL)
    append_text (self, 2 * INDENT, move);
}

static void
append_rows (Comparison *self, LcProgress wanted)
{
  for (guint i = 0; i < lc_report_get_n_rows (self->after); i++) {
    LcRow *after = lc_report_get_row (self->after, i);
    LcRow *before = lc_report_find_row (self->before, lc_row_get_id (after));

    if (before == NULL
        || lc_progress_new (lc_row_get_status (before), lc_row_get_status (after)) != wanted)
      continue;
    self->counts[wanted]++;
    append_row (self, wanted, before, after);
  }
}

static char *
describe_result (const Comparison *self, guint worse)
{
  guint open = worse + self->counts[LC_PROGRESS_STILL] + self->counts[LC_PROGRESS_BETTER];

  if (worse > 0)
    return g_strdup_printf (ngettext ("%u row is worse than before.",
                                      "%u rows are worse than before.", worse),
                            worse);
  if (open > 0)
    return g_strdup_printf (ngettext ("Nothing is worse, and %u row still does not wholly work.",
                                      "Nothing is worse, and %u rows still do not wholly work.",
                                      open),
                            open);
  return g_strdup (_ ("Nothing is worse: every row that was tried in both checks works."));
}

int
lc_cli_comparison_append (LcReport *before, LcReport *after, const LcCliStyle *style, GString *out)
{
  Comparison self = { before, after, style, out, { 0 } };
  LcQuestion question = lc_reports_compare_question (before, after);
  g_autofree char *when = lc_report_describe_started (before);
  /* Translators: a day with its time. */
  g_autofree char *title = g_strdup_printf (_ ("Compared with the check of %s"), when);
  g_autofree char *result = NULL;
  guint worse;

  lc_cli_style_append (style, out, LC_CLI_COLOUR_BOLD, title);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    append_rows (&self, order[i]);
  worse = self.counts[LC_PROGRESS_WORSE] + self.counts[LC_PROGRESS_NEW];
  if (question != LC_QUESTION_SAME) {
    append_text (&self, 0, lc_question_get_label (question));
    append_text (&self, 0, _ ("So what differs need not be better or worse."));
    return LC_CLI_EXIT_INCONCLUSIVE;
  }
  result = describe_result (&self, worse);
  append_text (&self, 0, result);
  return worse > 0 ? LC_CLI_EXIT_DEGRADED : LC_CLI_EXIT_OK;
}
