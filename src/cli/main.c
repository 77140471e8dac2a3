/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli.h"

int
main (int argc, char **argv)
{
  return lc_cli_main (argc, argv);
}
