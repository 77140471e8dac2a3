/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-application.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  g_autoptr (LcApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LC_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  application = lc_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
