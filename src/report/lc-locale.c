/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-locale.h"

#include <libintl.h>
#include <locale.h>

void
lc_locale_init (void)
{
  const char *folder = g_getenv ("LINECHECK_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LC_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
