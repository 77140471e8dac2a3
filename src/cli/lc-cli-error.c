/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-error.h"

#include "cli/lc-cli-text.h"
#include "report/lc-text.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

G_DEFINE_QUARK (lc - cli - error - quark, lc_cli_error)

LcCliExit
lc_cli_exit_for_verdict (LcVerdict verdict)
{
  switch (verdict) {
  case LC_VERDICT_OK:
    return LC_CLI_EXIT_OK;
  case LC_VERDICT_DEGRADED:
    return LC_CLI_EXIT_DEGRADED;
  case LC_VERDICT_BLOCKED:
    return LC_CLI_EXIT_BLOCKED;
  case LC_VERDICT_INCONCLUSIVE:
  default:
    return LC_CLI_EXIT_INCONCLUSIVE;
  }
}

int
lc_cli_fail (const GError *error, const char *command)
{
  gboolean usage
      = error->domain == G_OPTION_ERROR || g_error_matches (error, LC_CLI_ERROR, LC_CLI_EXIT_USAGE);
  g_autofree char *hint = NULL;
  g_autofree char *local = NULL;

  lc_cli_complain (error->message);
  if (!usage)
    return error->domain == LC_CLI_ERROR ? error->code : LC_CLI_EXIT_IO;

  hint = command != NULL ? g_strdup_printf (_ ("Try “linecheck-cli %s --help”."), command)
                         : g_strdup (_ ("Try “linecheck-cli --help”."));
  local = lc_cli_to_locale (hint);
  fprintf (stderr, "%s\n", local);
  return LC_CLI_EXIT_USAGE;
}

void
lc_cli_complain (const char *message)
{
  g_autofree char *clean = lc_text_clean (message);
  g_autofree char *local = lc_cli_to_locale (clean);

  fprintf (stderr, "linecheck-cli: %s\n", local);
}
