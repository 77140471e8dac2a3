/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-descriptors.h"
#include "cli/lc-cli.h"

int
main (int argc, char **argv)
{
  lc_descriptors_reserve ();
  return lc_cli_main (argc, argv);
}
