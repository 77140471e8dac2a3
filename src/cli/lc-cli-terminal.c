/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#define DEFAULT_COLUMNS 80
#define DEFAULT_LINES 24
#define MIN_COLUMNS 40

gboolean
lc_cli_terminal_is (int fd)
{
  return isatty (fd) == 1;
}

gboolean
lc_cli_terminal_can_move (int fd)
{
  const char *term = g_getenv ("TERM");

  return lc_cli_terminal_is (fd) && term != NULL && *term != '\0' && !g_str_equal (term, "dumb");
}

static gboolean
wants_no_colour (void)
{
  const char *no_color = g_getenv ("NO_COLOR");

  return no_color != NULL && *no_color != '\0';
}

/* The shell's COLUMNS, where somebody exports it to a pipe; 0 where not. */
static guint
get_columns_variable (void)
{
  const char *columns = g_getenv ("COLUMNS");
  guint64 value = 0;

  if (columns == NULL
      || !g_ascii_string_to_unsigned (columns, 10, MIN_COLUMNS, 10000, &value, NULL))
    return 0;
  return (guint) value;
}

LcCliStyle
lc_cli_terminal_get_style (int fd)
{
  LcCliStyle style = { 0 };
  guint lines;

  style.unicode = g_get_charset (NULL);
  style.colour = lc_cli_terminal_can_move (fd) && !wants_no_colour ();
  if (lc_cli_terminal_is (fd))
    lc_cli_terminal_get_size (fd, &style.width, &lines);
  else
    style.width = get_columns_variable ();
  return style;
}

void
lc_cli_terminal_get_size (int fd, guint *columns, guint *lines)
{
  struct winsize size = { 0 };
  gboolean known = ioctl (fd, TIOCGWINSZ, &size) == 0;

  g_return_if_fail (columns != NULL);
  g_return_if_fail (lines != NULL);

  *columns = known && size.ws_col > 0 ? MAX (size.ws_col, MIN_COLUMNS) : DEFAULT_COLUMNS;
  *lines = known && size.ws_row > 0 ? size.ws_row : DEFAULT_LINES;
}
