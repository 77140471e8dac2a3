/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-selection.h"

#include <glib/gi18n-lib.h>

#include "cli/lc-cli-options.h"

/* Splits "a,b" "c" into a, b and c. */
static GPtrArray *
split_values (char **values)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (char **value = values; *value != NULL; value++) {
    g_auto (GStrv) parts = g_strsplit (*value, ",", -1);

    for (char **part = parts; *part != NULL; part++) {
      if (*g_strstrip (*part) != '\0')
        g_ptr_array_add (words, g_strdup (*part));
    }
  }
  return words;
}

typedef gboolean (*Matches) (const LcEndpoint *endpoint, const char *word);

static gboolean
matches_row (const LcEndpoint *endpoint, const char *word)
{
  return g_ascii_strcasecmp (endpoint->number, word) == 0
         || g_ascii_strcasecmp (endpoint->id, word) == 0;
}

static gboolean
matches_service (const LcEndpoint *endpoint, const char *word)
{
  return g_ascii_strcasecmp (endpoint->service, word) == 0;
}

static gboolean
any_matches (const LcEndpoint *endpoint, GPtrArray *words, Matches matches)
{
  for (guint i = 0; i < words->len; i++) {
    if (matches (endpoint, g_ptr_array_index (words, i)))
      return TRUE;
  }
  return FALSE;
}

/* The first word that names nothing in the site, or NULL. */
static const char *
find_unknown (const LcSite *site, GPtrArray *words, Matches matches)
{
  for (guint i = 0; i < words->len; i++) {
    const char *word = g_ptr_array_index (words, i);
    gboolean found = FALSE;

    for (guint j = 0; j < site->endpoints->len && !found; j++)
      found = matches (g_ptr_array_index (site->endpoints, j), word);
    if (!found)
      return word;
  }
  return NULL;
}

static gboolean
check_words (const LcSite *site, GPtrArray *rows, GPtrArray *services, GError **error)
{
  const char *row = find_unknown (site, rows, matches_row);
  const char *service = find_unknown (site, services, matches_service);

  if (row != NULL)
    lc_cli_usage_error (error,
                        _ ("There is no row “%s” in site %s. See its rows with: "
                           "linecheck-cli list %s"),
                        row, site->id, site->id);
  else if (service != NULL)
    lc_cli_usage_error (error,
                        _ ("There is no service “%s” in site %s. See its services with: "
                           "linecheck-cli list %s"),
                        service, site->id, site->id);
  return row == NULL && service == NULL;
}

gboolean
lc_cli_select_rows (const LcSite *site,
                    char **rows,
                    char **services,
                    GPtrArray **selected,
                    GError **error)
{
  char *none[] = { NULL };
  g_autoptr (GPtrArray) row_words = split_values (rows != NULL ? rows : none);
  g_autoptr (GPtrArray) service_words = split_values (services != NULL ? services : none);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (site != NULL, FALSE);
  g_return_val_if_fail (selected != NULL, FALSE);

  if (!check_words (site, row_words, service_words, error))
    return FALSE;
  for (guint i = 0; i < site->endpoints->len; i++) {
    const LcEndpoint *endpoint = g_ptr_array_index (site->endpoints, i);

    if ((rows == NULL || any_matches (endpoint, row_words, matches_row))
        && (services == NULL || any_matches (endpoint, service_words, matches_service)))
      g_ptr_array_add (ids, g_strdup (endpoint->id));
  }
  if (ids->len == 0) {
    lc_cli_usage_error (error, _ ("No row is left to check."));
    return FALSE;
  }
  *selected = rows != NULL || services != NULL ? g_steal_pointer (&ids) : NULL;
  return TRUE;
}
