/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-live.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/lc-text.h"
#include "cli/lc-cli-frame.h"
#include "cli/lc-cli-terminal.h"
#include "cli/lc-cli-text.h"

#define TICK_MS 50

/* DEC private modes: 25 shows the cursor, 7 wraps lines. */
#define BEGIN_FRAME "\033[?25l\033[?7l\r"
#define END_FRAME "\033[?7h\033[?25h"
/* Before its text: at the last column the cursor stands on the last character. */
#define ERASE_LINE "\033[2K"
#define ERASE_BELOW "\033[J"

struct _LcCliLive
{
  LcReport *report;    /* (owned) */
  GPtrArray *problems; /* (owned) (element-type LcRow) in the order in which they ended */
  int fd;              /* (owned) a description of our own: only it does not block */
  gint64 started;      /* monotonic clock */
  guint tick_source;
  guint resize_source;
  gboolean dirty;
  guint shown_s; /* the elapsed seconds on the screen */

  GArray *widths;  /* (owned) (element-type guint) of the lines on the screen */
  GString *unsent; /* (owned) the rest of a frame that the terminal has not taken */
};

/* Set when the program was stopped (Ctrl-Z) and goes on: other people have
 * written to the terminal since. */
static volatile sig_atomic_t continued;

static void
continued_cb (int signum)
{
  continued = 1;
}

/* Writes what the terminal takes now. */
static void
flush (LcCliLive *live)
{
  while (live->unsent->len > 0) {
    gssize n = write (live->fd, live->unsent->str, live->unsent->len);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0 && errno == EAGAIN)
      return;
    if (n < 0) {
      /* The terminal is gone; the check is not. */
      g_string_truncate (live->unsent, 0);
      return;
    }
    g_string_erase (live->unsent, 0, n);
  }
}

/* The lines that the last frame takes on the screen. A terminal that was made
 * narrower has broken its lines anew. */
static guint
get_screen_height (LcCliLive *live, guint columns, guint lines)
{
  guint height = 0;

  for (guint i = 0; i < live->widths->len; i++) {
    guint width = g_array_index (live->widths, guint, i);

    height += width > columns ? (width + columns - 1) / columns : 1;
  }
  return MIN (height, lines > 0 ? lines - 1 : 0);
}

static void
append_home (LcCliLive *live, GString *out, guint columns, guint lines)
{
  guint height = get_screen_height (live, columns, lines);

  g_string_append (out, BEGIN_FRAME);
  if (height > 0)
    g_string_append_printf (out, "\033[%uA", height);
}

/* Columns of a line, whose SGR sequences ("ESC [ … m") take none. */
static guint
get_line_width (const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, "\033", -1);
  guint width = lc_text_get_width (parts[0] != NULL ? parts[0] : "");

  for (guint i = 1; parts[0] != NULL && parts[i] != NULL; i++) {
    const char *end = strchr (parts[i], 'm');

    width += end != NULL ? lc_text_get_width (end + 1) : 0;
  }
  return width;
}

static void
append_frame (LcCliLive *live, GString *out, GPtrArray *frame)
{
  g_array_set_size (live->widths, 0);
  for (guint i = 0; i < frame->len; i++) {
    const char *line = g_ptr_array_index (frame, i);
    guint width = get_line_width (line);

    g_array_append_val (live->widths, width);
    g_string_append_printf (out, ERASE_LINE "%s\r\n", line);
  }
  g_string_append (out, ERASE_BELOW END_FRAME);
}

static void
paint (LcCliLive *live)
{
  LcCliStyle style = lc_cli_terminal_get_style (live->fd);
  g_autoptr (GPtrArray) frame = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *local = NULL;
  guint columns, lines;

  lc_cli_terminal_get_size (live->fd, &columns, &lines);
  if (continued) {
    continued = 0;
    g_array_set_size (live->widths, 0);
  }
  live->shown_s = (guint) ((g_get_monotonic_time () - live->started) / G_USEC_PER_SEC);
  frame = lc_cli_frame_new (live->report, &style, lines, live->shown_s, live->problems);
  append_home (live, out, columns, lines);
  append_frame (live, out, frame);

  live->dirty = FALSE;
  local = lc_cli_to_locale (out->str);
  g_string_append (live->unsent, local);
  flush (live);
}

static gboolean
ticked_cb (gpointer user_data)
{
  LcCliLive *live = user_data;
  guint now_s = (guint) ((g_get_monotonic_time () - live->started) / G_USEC_PER_SEC);

  flush (live);
  if (live->unsent->len == 0 && (live->dirty || continued || now_s != live->shown_s))
    paint (live);
  return G_SOURCE_CONTINUE;
}

static gboolean
resized_cb (gpointer user_data)
{
  LcCliLive *live = user_data;

  live->dirty = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
report_changed_cb (LcReport *report, GParamSpec *pspec, LcCliLive *live)
{
  live->dirty = TRUE;
}

static gboolean
is_problem (LcRow *row)
{
  return lc_row_get_state (row) == LC_ROW_ENDED && lc_row_get_required (row)
         && lc_row_get_status (row) != LC_STATUS_PASS
         && lc_row_get_status (row) != LC_STATUS_CANCELLED;
}

static void
row_changed_cb (LcRow *row, GParamSpec *pspec, LcCliLive *live)
{
  live->dirty = TRUE;
  if (is_problem (row) && !g_ptr_array_find (live->problems, row, NULL))
    g_ptr_array_add (live->problems, g_object_ref (row));
}

static void
follow (LcCliLive *live)
{
  g_signal_connect (live->report, "notify", G_CALLBACK (report_changed_cb), live);
  for (guint i = 0; i < lc_report_get_n_rows (live->report); i++)
    g_signal_connect (lc_report_get_row (live->report, i), "notify", G_CALLBACK (row_changed_cb),
                      live);
}

static void
unfollow (LcCliLive *live)
{
  g_signal_handlers_disconnect_by_data (live->report, live);
  for (guint i = 0; i < lc_report_get_n_rows (live->report); i++)
    g_signal_handlers_disconnect_by_data (lc_report_get_row (live->report, i), live);
}

/* O_NONBLOCK belongs to an open file description, which we share with the shell
 * that started us: it must not be set on the one we were given. */
static int
open_terminal (int fd)
{
  char path[PATH_MAX];
  int own = -1;

  if (ttyname_r (fd, path, sizeof path) == 0)
    own = open (path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  return own >= 0 ? own : dup (fd);
}

LcCliLive *
lc_cli_live_new (LcReport *report, int fd)
{
  LcCliLive *live = g_new0 (LcCliLive, 1);
  struct sigaction action = { .sa_handler = continued_cb, .sa_flags = SA_RESTART };

  g_return_val_if_fail (LC_IS_REPORT (report), NULL);

  live->report = g_object_ref (report);
  live->problems = g_ptr_array_new_with_free_func (g_object_unref);
  live->widths = g_array_new (FALSE, FALSE, sizeof (guint));
  live->unsent = g_string_new (NULL);
  live->fd = open_terminal (fd);
  live->started = g_get_monotonic_time ();
  live->tick_source = g_timeout_add (TICK_MS, ticked_cb, live);
  live->resize_source = g_unix_signal_add (SIGWINCH, resized_cb, live);
  sigaction (SIGCONT, &action, NULL);
  follow (live);
  paint (live);
  return live;
}

/* Each line by itself: some terminals keep what was on a screen that is erased as a
 * whole. From here on the terminal is waited for. */
static void
wipe (LcCliLive *live)
{
  guint columns, lines, height;

  fcntl (live->fd, F_SETFL, fcntl (live->fd, F_GETFL) & ~O_NONBLOCK);
  lc_cli_terminal_get_size (live->fd, &columns, &lines);
  height = get_screen_height (live, columns, lines);
  append_home (live, live->unsent, columns, lines);
  for (guint i = 0; i < height; i++)
    g_string_append (live->unsent, ERASE_LINE "\r\n");
  append_home (live, live->unsent, columns, lines);
  g_string_append (live->unsent, END_FRAME);
  flush (live);
}

void
lc_cli_live_free (LcCliLive *live)
{
  unfollow (live);
  g_source_remove (live->tick_source);
  g_source_remove (live->resize_source);
  signal (SIGCONT, SIG_DFL);
  wipe (live);
  close (live->fd);
  g_object_unref (live->report);
  g_ptr_array_unref (live->problems);
  g_array_unref (live->widths);
  g_string_free (live->unsent, TRUE);
  g_free (live);
}
