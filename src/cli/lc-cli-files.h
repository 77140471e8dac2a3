/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

/* Files and standard output, with errors of LC_CLI_ERROR. */

/* Returns: (transfer full) (nullable): the bundled catalogue where @path is NULL. */
LcCatalog *lc_cli_read_catalog (const char *path, GError **error);

/* @path: "-" is standard input. Returns: (transfer full) (nullable). */
LcReport *lc_cli_read_report (const char *path, GError **error);

/* As lc_cli_read_report(). @sha256: (out) (optional) (transfer full): of the file's bytes. */
LcReport *lc_cli_read_report_file (const char *path, char **sha256, GError **error);

/* Whether a file can be written at @path, as far as can be known without doing
 * it: asked before a check, whose result would else have nowhere to go. */
gboolean lc_cli_can_write (const char *path, GError **error);

/* Writes the file whole or not at all; a device or a pipe is written to. */
gboolean lc_cli_write_file (const char *path, GBytes *bytes, GError **error);

/* Writes to standard output; a reader that has gone away is an error too. */
gboolean lc_cli_write_bytes (GBytes *bytes, GError **error);

/* Writes UTF-8 text in the locale's character set. */
gboolean lc_cli_write_text (const char *text, GError **error);

/* As lc_cli_write_text(), for a command that ends with it. Returns: an #LcCliExit. */
int lc_cli_print (const char *text);

G_END_DECLS
