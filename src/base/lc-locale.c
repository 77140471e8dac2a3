/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-locale.h"

#include <glib/gi18n-lib.h>

void
lc_locale_init (void)
{
  const char *folder = g_getenv ("LINECHECK_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LC_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

const char *
lc_locale_get_language (void)
{
  /* Translators: the code of the language that you translate to, as in HTML: de, pt-BR. */
  return C_ ("HTML lang", "en");
}

locale_t
lc_locale_begin_plain (void)
{
  const int mask = LC_MESSAGES_MASK | LC_NUMERIC_MASK | LC_TIME_MASK;

  /* Letters stay what they are: in C alone only ASCII's are. */
  return uselocale (newlocale (mask, "C", duplocale (LC_GLOBAL_LOCALE)));
}

void
lc_locale_end_plain (locale_t before)
{
  freelocale (uselocale (before));
}
