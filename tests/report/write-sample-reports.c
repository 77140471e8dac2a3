/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-json.h"
#include "sample-reports.h"

/* Writes the sample reports, and all words that a report may use, to the folder
 * that is named on the command line: for the test of the schema. */

static void
write_file (const char *folder, const char *name, const char *contents, gssize length)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, contents, length, &error))
    g_error ("%s", error->message);
}

/* @report is taken. */
static void
write_report (const char *folder, const char *name, LcReport *report)
{
  g_autoptr (GBytes) json = lc_report_to_json (report);
  gsize length;
  const char *contents = g_bytes_get_data (json, &length);

  write_file (folder, name, contents, (gssize) length);
  g_object_unref (report);
}

static void
append_word (GString *json, const char *word)
{
  g_string_append_printf (json, "%s\"%s\"", g_str_has_suffix (json->str, "[") ? "" : ", ", word);
}

/* The members of one enumeration, from @first to @last. */
#define APPEND_WORDS(json, prefix, first, last)                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_string_append_printf ((json), "%s\"" #prefix "\": [", (json)->len > 1 ? ",\n" : "");         \
    for (int i = (first); i <= (int) (last); i++)                                                  \
      append_word ((json), lc_##prefix##_to_string (i));                                           \
    g_string_append_c ((json), ']');                                                               \
  }                                                                                                \
  G_STMT_END

static void
write_words (const char *folder)
{
  g_autoptr (GString) json = g_string_new ("{");

  APPEND_WORDS (json, status, LC_STATUS_PASS, LC_STATUS_CANCELLED);
  APPEND_WORDS (json, code, 1, LC_CODE_LAST);
  APPEND_WORDS (json, phase, LC_PHASE_DNS, LC_PHASE_UDP);
  APPEND_WORDS (json, owner, LC_OWNER_NONE, LC_OWNER_UNKNOWN);
  APPEND_WORDS (json, confidence, LC_CONFIDENCE_PROVEN, LC_CONFIDENCE_INCONCLUSIVE);
  APPEND_WORDS (json, owner_confidence, LC_OWNER_CONFIDENCE_PROVEN, LC_OWNER_CONFIDENCE_UNKNOWN);
  APPEND_WORDS (json, severity, LC_SEVERITY_ERROR, LC_SEVERITY_NOTE);
  APPEND_WORDS (json, verdict, LC_VERDICT_OK, LC_VERDICT_INCONCLUSIVE);
  APPEND_WORDS (json, transport, LC_TRANSPORT_TCP, LC_TRANSPORT_UDP);
  APPEND_WORDS (json, protocol, LC_PROTOCOL_HTTPS, LC_PROTOCOL_RTP);
  g_string_append (json, "}\n");
  write_file (folder, "words", json->str, -1);
}

int
main (int argc, char *argv[])
{
  if (argc != 2) {
    g_printerr ("Usage: %s FOLDER\n", argv[0]);
    return 64;
  }
  write_report (argv[1], "rich", sample_report_new_rich ());
  write_report (argv[1], "blocked", sample_report_new_blocked ());
  write_report (argv[1], "empty", sample_report_new_empty ());
  write_report (argv[1], "running", sample_report_new_running ());
  write_words (argv[1]);
  return 0;
}
