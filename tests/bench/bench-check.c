/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What rows cost each other: healthy ones beside silent ones, a whole check against its
 * longest row, and the latency that is shown against the kernel's own. */

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench-rows.h"
#include "check/lc-check.h"

#define N_HEALTHY 20
#define N_SILENT 20
#define N_SHORT 10 /* more, of which nobody listens to half */
#define N_ROWS (N_HEALTHY + N_SILENT + N_SHORT)
#define TIMEOUT_MS 1000
#define TURNS 4

typedef struct
{
  double healthy; /* µs: the middle one of the healthy rows' own times */
  double latency; /* µs: likewise of what is shown of those that pass */
  double longest; /* µs: of all rows */
  double whole;   /* µs: the check */
} Figures;

static int
compare (const void *a, const void *b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

static double
middle (double *values, guint count)
{
  qsort (values, count, sizeof *values, compare);
  return values[count / 2];
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  lc_check_run_finish (LC_CHECK (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static Figures
collect (LcReport *report)
{
  double times[N_HEALTHY];
  double latencies[N_HEALTHY];
  guint n_latencies = 0;
  Figures figures = { .whole = lc_report_get_duration_us (report) };

  for (guint i = 0; i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);
    double duration = lc_row_get_duration_us (row);

    figures.longest = MAX (figures.longest, duration);
    if (i < N_HEALTHY)
      times[i] = duration;
    if (i < N_HEALTHY && lc_row_get_latency_us (row) != LC_US_NONE)
      latencies[n_latencies++] = lc_row_get_latency_us (row);
  }
  figures.healthy = middle (times, N_HEALTHY);
  g_assert_cmpuint (n_latencies, >, 0);
  figures.latency = middle (latencies, n_latencies);
  return figures;
}

/* Checks the first @count rows. */
static Figures
run (BenchRows *rows, guint count)
{
  LcCheckOptions options = LC_CHECK_OPTIONS_INIT;
  g_autoptr (LcCatalog) catalog = bench_rows_make_catalog (rows, 0, count - 1);
  g_autoptr (LcCheck) check = NULL;
  gboolean done = FALSE;

  options.timeout_ms = TIMEOUT_MS;
  options.jobs = N_ROWS;
  options.trace = FALSE;
  check = lc_check_new (catalog, lc_catalog_find_site (catalog, "xx"), &options);
  lc_check_run_async (check, NULL, ran_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  return collect (lc_check_get_report (check));
}

/* What the kernel says of a connection that nobody but us has to do with (tcp(7)). */
static double
measure_kernel (guint16 port)
{
  g_autoptr (GSocket) socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  g_autoptr (GError) error = NULL;
  struct tcp_info info = {};
  socklen_t length = sizeof info;

  g_socket_connect (socket, address, NULL, &error);
  g_assert_no_error (error);
  if (getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
    g_error ("TCP_INFO: %s", g_strerror (errno));
  return info.tcpi_rtt;
}

static double
measure_kernel_often (BenchRows *rows)
{
  double values[N_HEALTHY];

  for (guint i = 0; i < N_HEALTHY; i++)
    values[i] = measure_kernel (bench_rows_get_port (rows, i));
  return middle (values, N_HEALTHY);
}

static BenchRows *
make_rows (void)
{
  BenchKind kinds[N_ROWS];

  for (guint i = 0; i < N_ROWS; i++) {
    if (i < N_HEALTHY)
      kinds[i] = i % 2 == 0 ? BENCH_PASS : BENCH_GREET;
    else if (i < N_HEALTHY + N_SILENT)
      kinds[i] = BENCH_SILENT;
    else
      kinds[i] = i % 2 == 0 ? BENCH_PASS : BENCH_REFUSE;
  }
  return bench_rows_new (kinds, N_ROWS);
}

int
main (int argc, char **argv)
{
  g_autoptr (BenchRows) rows = make_rows ();
  /* The quickest of the turns counts: what else the machine does only adds to it. */
  double alone = G_MAXDOUBLE;
  double beside = G_MAXDOUBLE;
  double whole = G_MAXDOUBLE;
  double latency[TURNS];
  int status;

  for (guint i = 0; i < TURNS; i++) {
    Figures healthy = run (rows, N_HEALTHY);
    Figures mixed = run (rows, N_HEALTHY + N_SILENT);
    Figures all = run (rows, N_ROWS);

    alone = MIN (alone, healthy.healthy);
    beside = MIN (beside, mixed.healthy);
    whole = MIN (whole, all.whole / all.longest);
    latency[i] = healthy.latency / measure_kernel_often (rows);
    printf ("# a healthy row: %.1f ms alone, %.1f ms beside %u silent ones; latency %.0f µs\n",
            healthy.healthy / 1e3, mixed.healthy / 1e3, N_SILENT, healthy.latency);
  }
  status = bench_say (beside / alone, 1.5, "healthy rows beside silent ones, in their time alone");
  status |= bench_say (whole, 1.3, "a check of 50 rows, in its longest row's time");
  status |= bench_say (middle (latency, TURNS), 2, "latency, in the kernel's round trips");
  printf ("1..3\n");
  return status;
}
