/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-error.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#include "base/lc-text.h"
#include "cli/lc-cli-terminal.h"
#include "cli/lc-cli-text.h"

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

/* On a terminal broken between words, elsewhere one line. */
static void
print_error (const char *text)
{
  LcCliStyle style = lc_cli_terminal_get_style (STDERR_FILENO);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *clean = lc_text_clean (text);
  g_autofree char *local = NULL;

  if (style.width > 0)
    lc_text_append_wrapped (out, NULL, 0, style.width, clean);
  else
    g_string_append_printf (out, "%s\n", clean);
  local = lc_cli_to_locale (out->str);
  fputs (local, stderr);
}

int
lc_cli_fail (const GError *error, const char *command)
{
  g_return_val_if_fail (error != NULL, LC_CLI_EXIT_USAGE);

  gboolean usage
      = error->domain == G_OPTION_ERROR || g_error_matches (error, LC_CLI_ERROR, LC_CLI_EXIT_USAGE);
  g_autofree char *hint = NULL;

  lc_cli_complain (error->message);
  if (!usage)
    return error->domain == LC_CLI_ERROR ? error->code : LC_CLI_EXIT_IO;

  hint = command != NULL ? g_strdup_printf (_ ("Try “linecheck-cli %s --help”."), command)
                         : g_strdup (_ ("Try “linecheck-cli --help”."));
  print_error (hint);
  return LC_CLI_EXIT_USAGE;
}

void
lc_cli_complain (const char *message)
{
  g_return_if_fail (message != NULL);

  g_autofree char *line = g_strdup_printf ("linecheck-cli: %s", message);

  print_error (line);
}
