/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/lc-cli-style.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * LcCliFormat:
 *
 * A view of a report. A new one is a line in the table in lc-cli-format.c.
 */
typedef struct
{
  const char *name;   /* of --format */
  const char *ending; /* (nullable) of a file that is to be written so, ".json" */
  gboolean
      for_people; /* in the reader's language; on standard output in the locale's character set */
  GBytes *(*render) (LcReport *report, const LcCliStyle *style);
  gboolean is_utf8; /* it says so itself: no other character set, whatever the locale's */
} LcCliFormat;

/* The table for a terminal, which is also what a check shows while it runs. */
const LcCliFormat *lc_cli_format_get_table (void);

/**
 * lc_cli_format_choose:
 * @name: (nullable): of --format
 * @path: (nullable): of --output, whose ending decides where there is no name
 *
 * Returns: (nullable): the format, or %NULL with a usage error.
 */
const LcCliFormat *lc_cli_format_choose (const char *name, const char *path, GError **error);

G_END_DECLS
