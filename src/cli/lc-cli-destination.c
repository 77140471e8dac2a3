/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-destination.h"

#include <unistd.h>

#include "cli/lc-cli-files.h"
#include "cli/lc-cli-terminal.h"
#include "cli/lc-cli-text.h"

gboolean
lc_cli_destination_init (LcCliDestination *destination,
                         const char *format,
                         const char *output,
                         GError **error)
{
  g_return_val_if_fail (destination != NULL, FALSE);

  destination->path = output != NULL && !g_str_equal (output, "-") ? output : NULL;
  destination->format = lc_cli_format_choose (format, destination->path, error);
  return destination->format != NULL;
}

static gboolean
write_to_file (const LcCliDestination *destination, LcReport *report, GError **error)
{
  LcCliStyle plain = LC_CLI_STYLE_PLAIN;
  g_autoptr (GBytes) bytes = destination->format->render (report, &plain);

  return lc_cli_write_file (destination->path, bytes, error);
}

/* Data goes to a pipe byte for byte. On a terminal its control characters are
 * spelt out, for they may be somebody else's. */
static gboolean
write_to_stdout (const LcCliFormat *format, LcReport *report, GError **error)
{
  LcCliStyle style = lc_cli_terminal_get_style (STDOUT_FILENO);
  g_autoptr (GBytes) bytes = format->render (report, &style);
  g_autofree char *text = NULL;
  g_autofree char *clean = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if ((!format->for_people || format->is_utf8) && !lc_cli_terminal_is (STDOUT_FILENO))
    return lc_cli_write_bytes (bytes, error);

  text = g_strndup (data, length);
  if (format == lc_cli_format_get_table ())
    return lc_cli_write_text (text, error);
  clean = lc_cli_clean_block (text);
  return lc_cli_write_text (clean, error);
}

gboolean
lc_cli_destination_write (const LcCliDestination *destination, LcReport *report, GError **error)
{
  g_return_val_if_fail (destination != NULL, FALSE);
  g_return_val_if_fail (LC_IS_REPORT (report), FALSE);

  if (destination->path != NULL)
    return write_to_file (destination, report, error);
  return write_to_stdout (destination->format, report, error);
}
