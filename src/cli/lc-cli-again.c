/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-again.h"

#include <glib/gi18n-lib.h>

#include "cli/lc-cli-files.h"
#include "cli/lc-cli-options.h"
#include "report/lc-compare.h"

void
lc_cli_again_clear (LcCliAgain *self)
{
  g_clear_object (&self->before);
  g_clear_pointer (&self->again, lc_again_free);
}

gboolean
lc_cli_again_init (LcCliAgain *self, const char *path, const char *ticket, GError **error)
{
  g_autofree char *sha256 = NULL;

  if (path == NULL && ticket == NULL)
    return TRUE;
  if (path == NULL) {
    lc_cli_usage_error (error, _ ("--ticket needs --again."));
    return FALSE;
  }
  self->before = lc_cli_read_report_file (path, &sha256, error);
  if (self->before == NULL)
    return FALSE;
  self->again = lc_again_new (lc_report_get_id (self->before), sha256, ticket);
  return TRUE;
}

const LcSite *
lc_cli_again_get_site (const LcCliAgain *self, LcCatalog *catalog, char **arguments, GError **error)
{
  const char *site = lc_report_get_site (self->before);
  char *own[] = { (char *) site, NULL };

  if (arguments[0] != NULL && g_ascii_strcasecmp (arguments[0], site) != 0) {
    lc_cli_usage_error (error, _ ("The report that is checked again is of site %s, not “%s”."),
                        site, arguments[0]);
    return NULL;
  }
  return lc_cli_options_get_site (catalog, arguments[0] != NULL ? arguments : own, error);
}

GPtrArray *
lc_cli_again_choose_rows (const LcCliAgain *self, const LcSite *site, GError **error)
{
  g_autoptr (GPtrArray) wanted = lc_report_choose_again (self->before);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < site->endpoints->len; i++) {
    const LcEndpoint *endpoint = g_ptr_array_index (site->endpoints, i);

    if (g_ptr_array_find_with_equal_func (wanted, endpoint->id, g_str_equal, NULL))
      g_ptr_array_add (ids, g_strdup (endpoint->id));
  }
  if (ids->len > 0)
    return g_steal_pointer (&ids);
  lc_cli_usage_error (error, _ ("No row is left to check."));
  return NULL;
}
