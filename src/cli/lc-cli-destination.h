/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/lc-cli-format.h"

G_BEGIN_DECLS

/**
 * LcCliDestination:
 *
 * Where a report goes to and how it is written there.
 */
typedef struct
{
  const LcCliFormat *format;
  const char        *path; /* (nullable) NULL: standard output */
} LcCliDestination;

/* @format, @output: (nullable): of the options; "-" is standard output. */
gboolean lc_cli_destination_init (LcCliDestination *destination,
                                  const char       *format,
                                  const char       *output,
                                  GError          **error);

gboolean lc_cli_destination_write (const LcCliDestination *destination,
                                   LcReport               *report,
                                   GError                **error);

G_END_DECLS
