/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* How long the window stutters: the longest turn of the main loop and the longest time
 * between two frames, in µs, while 50 rows are checked and shown. */

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "app/lc-history.h"
#include "app/lc-style.h"
#include "app/lc-window.h"
#include "bench-rows.h"

#define N_ROWS 50
#define TIMEOUT_MS 1000
#define IDLE_MS 1000       /* of a window at rest, before */
#define AFTERWARDS_MS 1000 /* what is shown at the end is drawn in */
#define MAX_MINUTES 2

/* What the main thread has had until now. */
typedef struct
{
  gint64 at;      /* µs of the clock, 0: never */
  gint64 running; /* µs of a processor */
  gint64 waiting; /* µs of waiting for one */
  long sleeps;    /* times that it waited for something else */
} Moment;

/* Stretches of the main thread's time. What it waited for a processor that others had
 * is no stutter of ours, and is taken off. */
typedef struct
{
  Moment began;
  gint64 longest; /* µs */
  gint64 longest_at;
  guint count;
} Meter;

static Meter turns;
static Meter frames;
static GMainLoop *loop;

/* Of this thread, from the kernel's scheduler statistics (sched-stats.rst). 0 where the
 * kernel keeps none. */
static gint64
get_waiting_us (void)
{
  static FILE *file;
  unsigned long long running;
  unsigned long long waiting;

  if (file == NULL)
    file = fopen ("/proc/thread-self/schedstat", "r");
  if (file == NULL)
    return 0;
  rewind (file);
  fflush (file);
  if (fscanf (file, "%llu %llu", &running, &waiting) != 2)
    return 0;
  return waiting / 1000;
}

static Moment
get_moment (void)
{
  Moment moment = { .at = g_get_monotonic_time (), .waiting = get_waiting_us () };
  struct timespec running;
  struct rusage usage;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &running);
  moment.running = running.tv_sec * G_USEC_PER_SEC + running.tv_nsec / 1000;
  getrusage (RUSAGE_THREAD, &usage);
  moment.sleeps = usage.ru_nvcsw;
  return moment;
}

/* Nobody says how long a virtual machine was not let run. So a stretch in which the
 * thread waited for nothing took what it had of the processor. */
static gint64
count_us (const Moment *began, const Moment *ended)
{
  if (began->sleeps == ended->sleeps)
    return ended->running - began->running;
  return ended->at - began->at - (ended->waiting - began->waiting);
}

static void
meter_begin (Meter *meter)
{
  meter->began = get_moment ();
}

static void
meter_end (Meter *meter)
{
  Moment now;
  gint64 us;

  if (meter->began.at == 0)
    return;
  now = get_moment ();
  us = count_us (&meter->began, &now);
  meter->count++;
  if (us > meter->longest) {
    meter->longest = us;
    meter->longest_at = now.at;
  }
}

/* A turn is what happens between two waits for something to do. */
static int
metered_poll (GPollFD *fds, guint n_fds, int timeout)
{
  int result;

  meter_end (&turns);
  result = g_poll (fds, n_fds, timeout);
  meter_begin (&turns);
  return result;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  meter_end (&frames);
  meter_begin (&frames);
  return G_SOURCE_CONTINUE;
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

/* The meters' readings of the time that the loop runs until somebody ends it. */
static void
run_metered (void)
{
  turns = (Meter){ 0 };
  frames = (Meter){ 0 };
  g_main_loop_run (loop);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!lc_history_add_finish (LC_HISTORY (source), result, &error))
    g_error ("%s", error->message);
  g_timeout_add (AFTERWARDS_MS, quit_cb, NULL);
}

static void
ended_cb (LcHistory *history, LcReport *report)
{
  lc_history_add_async (history, report, kept_cb, NULL);
}

static gboolean
hang_cb (gpointer user_data)
{
  g_error ("The check did not end");
  return G_SOURCE_REMOVE;
}

static void
say_meter (const char *name, const Meter *meter, gint64 began)
{
  printf ("# %s: %u, the longest %.1f ms, %.2f s after the start\n", name, meter->count,
          meter->longest / 1e3, (meter->longest_at - began) / 1e6);
}

static gboolean
start_cb (gpointer user_data)
{
  lc_window_start (user_data, "xx");
  return G_SOURCE_REMOVE;
}

static void
check_and_say (LcWindow *window)
{
  gint64 began = g_get_monotonic_time ();

  g_idle_add (start_cb, window);
  run_metered ();
  say_meter ("turns of the main loop", &turns, began);
  say_meter ("frames", &frames, began);
  printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", turns.longest, frames.longest);
}

int
main (int argc, char **argv)
{
  static const BenchKind all[]
      = { BENCH_PASS, BENCH_GREET, BENCH_REFUSE, BENCH_SILENT, BENCH_MUTE };
  BenchKind kinds[N_ROWS];
  g_autoptr (BenchRows) rows = NULL;
  g_autoptr (LcCatalog) catalog = NULL;
  g_autoptr (LcSession) session = NULL;
  g_autoptr (LcHistory) history = NULL;
  LcWindow *window;

  for (guint i = 0; i < N_ROWS; i++)
    kinds[i] = all[i % G_N_ELEMENTS (all)];
  rows = bench_rows_new (kinds, N_ROWS);
  g_main_context_set_poll_func (NULL, metered_poll);
  gtk_init ();
  lc_style_init ();
  loop = g_main_loop_new (NULL, FALSE);
  catalog = bench_rows_make_catalog (rows, 0, N_ROWS - 1);
  session = lc_session_new (catalog);
  lc_session_set_limits (session, TIMEOUT_MS, N_ROWS);
  history = lc_history_new_default ();
  g_signal_connect_swapped (session, "ended", G_CALLBACK (ended_cb), history);
  window = lc_window_new (NULL, session, history);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_add_tick_callback (GTK_WIDGET (window), tick_cb, NULL, NULL);

  g_timeout_add_seconds (MAX_MINUTES * 60, hang_cb, NULL);
  g_timeout_add (IDLE_MS, quit_cb, NULL);
  g_main_loop_run (loop);
  g_timeout_add (IDLE_MS, quit_cb, NULL);
  run_metered ();
  say_meter ("frames of the window at rest", &frames, g_get_monotonic_time () - IDLE_MS * 1000);
  check_and_say (window);
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
