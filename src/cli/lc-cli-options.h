/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/lc-catalog.h"

G_BEGIN_DECLS

/**
 * LcCliUsage:
 *
 * What a command's --help says around its options. Untranslated.
 */
typedef struct
{
  const char *command;     /* "check" */
  const char *arguments;   /* "SITE" */
  const char *summary;
  const char *description; /* examples, exit statuses */
} LcCliUsage;

/* What lc_cli_options_parse() returns where the command goes on. */
#define LC_CLI_PARSED (-1)

/**
 * lc_cli_options_parse:
 * @entries: the command's own options; --help is added
 * @arguments: (out) (transfer full): what is not an option
 *
 * Returns: %LC_CLI_PARSED, or the exit status to end with, as help or an error
 * was printed.
 */
int lc_cli_options_parse (const LcCliUsage   *usage,
                          const GOptionEntry *entries,
                          char              **argv,
                          char             ***arguments);

/* The usage error with @format's message. */
void lc_cli_usage_error (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Finds the one argument that a command takes; @what says what it is. */
const char *lc_cli_options_get_only (char **arguments, const char *what, GError **error);

/* The site that the command's only argument names. Returns: (nullable). */
const LcSite *lc_cli_options_get_site (LcCatalog *catalog, char **arguments, GError **error);

/* Reads whole or decimal seconds. Returns: %FALSE with a usage error. */
gboolean lc_cli_options_parse_seconds (const char *text,
                                       guint       min_ms,
                                       guint       max_ms,
                                       guint      *ms,
                                       GError    **error);

G_END_DECLS
