/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-application.h"
#include "app/lc-style.h"
#include "base/lc-descriptors.h"
#include "base/lc-locale.h"

int
main (int argc, char **argv)
{
  g_autoptr (LcApplication) application = NULL;

  lc_descriptors_reserve ();
  lc_style_prepare ();
  lc_locale_init ();
  application = lc_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
