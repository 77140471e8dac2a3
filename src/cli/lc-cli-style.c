/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-style.h"

static const struct
{
  const char *unicode;
  const char *ascii;
  LcCliColour colour;
} looks[] = {
  [LC_STATUS_PASS] = { "✓", "+", LC_CLI_COLOUR_GREEN },
  [LC_STATUS_DEGRADED] = { "!", "!", LC_CLI_COLOUR_YELLOW },
  [LC_STATUS_FAIL] = { "✗", "x", LC_CLI_COLOUR_RED },
  [LC_STATUS_INCONCLUSIVE] = { "?", "?", LC_CLI_COLOUR_CYAN },
  [LC_STATUS_SKIPPED] = { "–", "-", LC_CLI_COLOUR_DIM },
  [LC_STATUS_CANCELLED] = { "–", "-", LC_CLI_COLOUR_DIM },
};

static const char *const sequences[] = {
  [LC_CLI_COLOUR_NONE] = "",           [LC_CLI_COLOUR_BOLD] = "\033[1m",
  [LC_CLI_COLOUR_DIM] = "\033[2m",     [LC_CLI_COLOUR_GREEN] = "\033[32m",
  [LC_CLI_COLOUR_YELLOW] = "\033[33m", [LC_CLI_COLOUR_RED] = "\033[31m",
  [LC_CLI_COLOUR_CYAN] = "\033[36m",
};

guint
lc_cli_style_get_prose_width (const LcCliStyle *style)
{
  g_return_val_if_fail (style != NULL, 0);

  return style->width == 0 ? LC_CLI_PROSE_WIDTH : MIN (style->width, LC_CLI_MAX_PROSE_WIDTH);
}

void
lc_cli_style_append (const LcCliStyle *style, GString *out, LcCliColour colour, const char *text)
{
  g_return_if_fail (style != NULL);
  g_return_if_fail (out != NULL);
  g_return_if_fail (text != NULL);

  if (!style->colour || colour == LC_CLI_COLOUR_NONE)
    g_string_append (out, text);
  else
    g_string_append_printf (out, "%s%s\033[0m", sequences[colour], text);
}

const char *
lc_cli_style_get_symbol (const LcCliStyle *style, LcStatus status)
{
  g_return_val_if_fail (style != NULL, NULL);

  return style->unicode ? looks[status].unicode : looks[status].ascii;
}

LcCliColour
lc_cli_style_get_colour (LcStatus status)
{
  return looks[status].colour;
}
