/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  LC_REPORT_FORMAT_NONE, /* not known */
  LC_REPORT_FORMAT_JSON,
  LC_REPORT_FORMAT_TEXT,
  LC_REPORT_FORMAT_CSV,
  LC_REPORT_FORMAT_HTML,
} LcReportFormat;

/* By the ending of a file's name, in any case: ".json", ".txt", ".csv", ".html". */
LcReportFormat lc_report_format_from_name (const char *name);

/**
 * lc_report_name_for_format:
 * @name: of a file
 * @format: not NONE
 *
 * Returns: (transfer full): @name where its ending says @format already; else with @format's
 *   ending in place of another format's, or after what is no format's.
 */
char *lc_report_name_for_format (const char *name, LcReportFormat format);

/**
 * lc_report_write_file:
 * @contents: @length bytes
 * @file: a symbolic link is followed, and stays
 * @error: #GIOError
 *
 * Writes a file whole or not at all (blocking): it is written beside its place,
 * brought to the disk and renamed, so that what was there before stays until then
 * and stays if anything fails. A report tells of a network's inside: the file is
 * its owner's alone (mode 0600), whatever mode an older one had. An older file
 * that may not be written is left alone. What is no regular file (a pipe, a
 * terminal, /dev/stdout) is written to as it is.
 *
 * Returns: %TRUE if @contents is there.
 */
gboolean lc_report_write_file (const char *contents, gsize length, GFile *file, GError **error);

G_END_DECLS
