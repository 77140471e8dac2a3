/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What a report takes to be read, written, concluded from and shown as a page, against
 * what json-glib alone takes for the same bytes. */

#include <json-glib/json-glib.h>
#include <stdio.h>

#include "bench-rows.h"
#include "diagnosis/lc-diagnosis.h"
#include "report/lc-report-html.h"
#include "report/lc-report-json.h"

#define TIMES 40

typedef struct
{
  GBytes *bytes;    /* (owned) */
  LcReport *report; /* (owned) */
  JsonNode *node;   /* (owned) */
} Subject;

static void
parse_plainly (Subject *subject)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (subject->bytes, &size);

  json_parser_load_from_data (parser, data, size, &error);
  g_assert_no_error (error);
}

static void
write_plainly (Subject *subject)
{
  g_autofree char *text = json_to_string (subject->node, TRUE);

  g_assert_nonnull (text);
}

static void
read_report (Subject *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LcReport) report = lc_report_new_from_json (subject->bytes, &error);

  g_assert_no_error (error);
  g_assert_nonnull (report);
}

static void
write_report (Subject *subject)
{
  g_bytes_unref (lc_report_to_json (subject->report));
}

static void
diagnose (Subject *subject)
{
  lc_diagnose (subject->report);
}

static void
write_html (Subject *subject)
{
  g_free (lc_report_to_html (subject->report, NULL));
}

/* The quickest of many, for whatever else the machine does only adds to it. */
static double
measure (void (*work) (Subject *subject), Subject *subject)
{
  gint64 best = G_MAXINT64;

  for (guint i = 0; i < TIMES; i++) {
    gint64 began = g_get_monotonic_time ();

    work (subject);
    best = MIN (best, g_get_monotonic_time () - began);
  }
  return MAX (best, 1);
}

int
main (int argc, char **argv)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  Subject subject = {};
  gsize size;
  double parsing;
  double reading;
  int status;

  g_file_get_contents (g_getenv ("LINECHECK_REPORT"), &text, &size, &error);
  g_assert_no_error (error);
  subject.bytes = g_bytes_new (text, size);
  subject.report = lc_report_new_from_json (subject.bytes, &error);
  g_assert_no_error (error);
  subject.node = json_from_string (text, &error);
  g_assert_no_error (error);

  parsing = measure (parse_plainly, &subject);
  reading = measure (read_report, &subject);
  printf ("# %u rows, %" G_GSIZE_FORMAT " bytes: json-glib parses them in %.0f µs\n",
          lc_report_get_n_rows (subject.report), size, parsing);
  status = bench_say (reading / parsing, 6, "reading a report, in times of json-glib's parsing");
  status |= bench_say (measure (write_report, &subject) / measure (write_plainly, &subject), 6,
                       "writing it, in times of json-glib's writing");
  status
      |= bench_say (measure (write_html, &subject) / reading, 3, "its page, in times of reading");
  status |= bench_say (measure (diagnose, &subject) / reading, 3, "diagnosis, in times of reading");
  printf ("1..4\n");
  g_bytes_unref (subject.bytes);
  g_object_unref (subject.report);
  json_node_unref (subject.node);
  return status;
}
