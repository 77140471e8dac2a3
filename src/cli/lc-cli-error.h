/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-codes.h"

G_BEGIN_DECLS

/**
 * LcCliExit:
 *
 * The program's exit statuses. The first four are verdicts; those from 64 on are
 * sysexits.h's, and 130 is what a shell makes of SIGINT.
 */
typedef enum
{
  LC_CLI_EXIT_OK = 0,
  LC_CLI_EXIT_DEGRADED = 1,
  LC_CLI_EXIT_BLOCKED = 2,
  LC_CLI_EXIT_INCONCLUSIVE = 3,
  LC_CLI_EXIT_USAGE = 64,
  LC_CLI_EXIT_DATA = 65,    /* a file that is not what it should be */
  LC_CLI_EXIT_NO_INPUT = 66, /* a file that cannot be read */
  LC_CLI_EXIT_IO = 74,      /* a file that cannot be written */
  LC_CLI_EXIT_INTERRUPTED = 130,
} LcCliExit;

LcCliExit lc_cli_exit_for_verdict (LcVerdict verdict);

/**
 * LC_CLI_ERROR:
 *
 * Errors whose code is the #LcCliExit that they end the program with. Their
 * messages are whole sentences for the person at the terminal.
 */
#define LC_CLI_ERROR (lc_cli_error_quark ())
GQuark lc_cli_error_quark (void);

/**
 * lc_cli_fail:
 * @command: (nullable): the command whose --help tells more
 *
 * Says on standard error what is wrong. Returns: the exit status, an #LcCliExit.
 */
int lc_cli_fail (const GError *error, const char *command);

/* Writes one clean line to standard error, after the program's name. */
void lc_cli_complain (const char *message);

G_END_DECLS
