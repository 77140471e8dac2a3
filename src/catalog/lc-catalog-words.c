/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/lc-catalog-words.h"

#include <glib/gi18n-lib.h>

const char *
lc_catalog_translate (const char *text)
{
  return text != NULL ? g_dpgettext2 (GETTEXT_PACKAGE, "catalog", text) : NULL;
}
