/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-rows.h"

#include <gio/gio.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "loopback-server.h"

#define HTTP_ANSWER "HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Length: 0\r\n\r\n"

struct _BenchRows
{
  BenchKind *kinds; /* (owned) */
  guint16 *ports;   /* (owned) */
  guint n_kinds;
  pid_t child;
};

/* As far away as a service is. */
#define AWAY PAUSE (100)

static const LoopbackAct pass[] = { TLS (GOOD), WAIT ("\r\n\r\n"), AWAY, SAY (HTTP_ANSWER), {} };
static const LoopbackAct greet[]
    = { AWAY, SAY ("* OK ready\r\n"), WAIT ("L1"), SAY ("* CAPABILITY STARTTLS\r\nL1 OK\r\n"), {} };
static const LoopbackAct silent[] = { {} };
static const LoopbackAct mute[] = { TLS (GOOD), {} };

static const struct
{
  const LoopbackAct *script; /* NULL: nobody listens */
  const char *protocol;
} kind_infos[] = {
  [BENCH_PASS] = { pass, "https" },   [BENCH_GREET] = { greet, "imap" },
  [BENCH_REFUSE] = { NULL, "imaps" }, [BENCH_SILENT] = { silent, "imaps" },
  [BENCH_MUTE] = { mute, "sip" },
};

/* A closed port is free to be found again: a row has one of its own. */
static guint16
find_closed_port (BenchRows *rows, guint index)
{
  guint16 port = 0;
  gboolean is_new = FALSE;

  while (!is_new) {
    port = loopback_closed_port (G_SOCKET_TYPE_STREAM);
    is_new = TRUE;
    for (guint i = 0; i < index; i++)
      is_new = is_new && rows->ports[i] != port;
  }
  return port;
}

/* In the child: serves until it is ended. */
static void
serve (BenchRows *rows, int pipe)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  /* The keys are made before anybody waits for them. */
  loopback_certificate_get (LOOPBACK_CERTIFICATE_GOOD);
  for (guint i = 0; i < rows->n_kinds; i++) {
    const LoopbackAct *script = kind_infos[rows->kinds[i]].script;

    if (script != NULL)
      rows->ports[i] = loopback_server_get_port (loopback_server_new (script));
    else
      rows->ports[i] = find_closed_port (rows, i);
  }
  if (write (pipe, rows->ports, rows->n_kinds * sizeof *rows->ports) < 0)
    _exit (1);
  g_main_loop_run (loop);
}

BenchRows *
bench_rows_new (const BenchKind *kinds, guint n_kinds)
{
  BenchRows *rows = g_new0 (BenchRows, 1);
  int pipes[2];
  gssize size = n_kinds * sizeof *rows->ports;

  rows->kinds = g_memdup2 (kinds, n_kinds * sizeof *kinds);
  rows->ports = g_new0 (guint16, n_kinds);
  rows->n_kinds = n_kinds;
  if (pipe (pipes) != 0)
    g_error ("pipe: %s", g_strerror (errno));
  rows->child = fork ();
  if (rows->child == 0)
    serve (rows, pipes[1]);
  if (read (pipes[0], rows->ports, size) != size)
    g_error ("The servers did not start");
  close (pipes[0]);
  close (pipes[1]);
  return rows;
}

void
bench_rows_free (BenchRows *rows)
{
  kill (rows->child, SIGKILL);
  waitpid (rows->child, NULL, 0);
  g_free (rows->kinds);
  g_free (rows->ports);
  g_free (rows);
}

static void
append_row (GString *json, guint number, const char *protocol, guint16 port)
{
  g_string_append_printf (
      json,
      "%s{\"id\":\"xx/%s/127.0.0.1:%u/tcp\",\"number\":\"XX-%02u\",\"service\":\"%s\","
      "\"host\":\"127.0.0.1\",\"port\":%u,\"transport\":\"tcp\",\"protocol\":\"%s\","
      "\"required\":true,\"capability\":\"%s\",\"documented\":[\"127.0.0.1\"],"
      "\"tls_name\":\"" LOOPBACK_NAME "\",\"tls_name_documented\":false}",
      number > 1 ? "," : "", protocol, port, number, protocol, port, protocol,
      g_str_equal (protocol, "sip") ? "calls" : "voicemail");
}

LcCatalog *
bench_rows_make_catalog (BenchRows *rows, guint first, guint last)
{
  g_autoptr (GString) json = g_string_new (
      "{\"format\":\"linecheck-catalog\",\"version\":1,\"revision\":\"bench\","
      "\"dated\":\"2026-11-22\",\"services\":{"
      "\"https\":{\"title\":\"Web content\",\"purpose\":\"Loads pages\"},"
      "\"imaps\":{\"title\":\"Voicemail\",\"purpose\":\"Fetches voicemail\"},"
      "\"imap\":{\"title\":\"Old voicemail\",\"purpose\":\"Fetches voicemail\"},"
      "\"sip\":{\"title\":\"Calls\",\"purpose\":\"Sets up calls\"}},"
      "\"sites\":[{\"id\":\"xx\",\"title\":\"Bench\",\"places\":\"Here\",\"rows\":[");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  LcCatalog *catalog;

  for (guint i = first; i <= last; i++)
    append_row (json, i - first + 1, kind_infos[rows->kinds[i]].protocol, rows->ports[i]);
  g_string_append (json, "]}]}");
  bytes = g_bytes_new (json->str, json->len);
  catalog = lc_catalog_new_from_bytes (bytes, "bench", &error);
  g_assert_no_error (error);
  return catalog;
}

guint16
bench_rows_get_port (BenchRows *rows, guint index)
{
  g_return_val_if_fail (index < rows->n_kinds, 0);

  return rows->ports[index];
}

int
bench_say (double ratio, double limit, const char *format, ...)
{
  static guint number;
  g_autofree char *text = NULL;
  gboolean good = ratio <= limit;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  printf ("%s %u - %s: %.2f, at most %.2f\n", good ? "ok" : "not ok", ++number, text, ratio, limit);
  fflush (stdout);
  return good ? 0 : 1;
}
