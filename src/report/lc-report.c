/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/lc-locale.h"
#include "base/lc-uri.h"
#include "report/lc-report-private.h"

typedef enum
{
  PROP_VERDICT = 1,
  PROP_SUMMARY,
  PROP_COMPLETE,
  PROP_PROGRESS,
  PROP_ACTIVITY,
  PROP_PRELIMINARY,
} LcReportProperty;

static GParamSpec *properties[PROP_PRELIMINARY + 1];

typedef enum
{
  SIGNAL_DIAGNOSED,
  N_SIGNALS,
} LcReportSignal;

static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LcReport,
                               lc_report,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
notify (LcReport *self, LcReportProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static gboolean
set_string (char **field, const char *value)
{
  if (g_strcmp0 (*field, value) == 0)
    return FALSE;
  g_free (*field);
  *field = g_strdup (value);
  return TRUE;
}

static void
count_progress (LcReport *self)
{
  guint ended = 0;

  for (guint i = 0; i < self->rows->len; i++)
    if (lc_row_get_state (g_ptr_array_index (self->rows, i)) == LC_ROW_ENDED)
      ended++;
  if (ended == self->progress)
    return;
  self->progress = ended;
  notify (self, PROP_PROGRESS);
}

static void
row_state_changed_cb (LcReport *self)
{
  count_progress (self);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

/* The row may outlive the report; the connection dies with either. */
static void
add_row (LcReport *self, LcRow *row)
{
  g_ptr_array_add (self->rows, g_object_ref (row));
  g_tree_insert (self->rows_by_id, (gpointer) lc_row_get_id (row), row);
  g_signal_connect_object (row, "notify::state", G_CALLBACK (row_state_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
remove_row (LcReport *self, guint position)
{
  LcRow *row = g_ptr_array_index (self->rows, position);

  g_signal_handlers_disconnect_by_data (row, self);
  if (g_tree_lookup (self->rows_by_id, lc_row_get_id (row)) == row)
    g_tree_remove (self->rows_by_id, lc_row_get_id (row));
  g_ptr_array_remove_index (self->rows, position);
}

static GType
get_item_type (GListModel *model)
{
  return LC_TYPE_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return LC_REPORT (model)->rows->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  LcReport *self = LC_REPORT (model);

  if (position >= self->rows->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->rows, position));
}

static void
lc_report_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  LcReport *self = LC_REPORT (object);

  switch ((LcReportProperty) property) {
  case PROP_VERDICT:
    g_value_set_int (value, self->verdict);
    break;
  case PROP_SUMMARY:
    g_value_set_string (value, self->summary);
    break;
  case PROP_COMPLETE:
    g_value_set_boolean (value, self->complete);
    break;
  case PROP_PROGRESS:
    g_value_set_uint (value, self->progress);
    break;
  case PROP_ACTIVITY:
    g_value_set_string (value, self->activity);
    break;
  case PROP_PRELIMINARY:
    g_value_set_boolean (value, self->preliminary);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
  }
}

static void
lc_report_dispose (GObject *object)
{
  LcReport *self = LC_REPORT (object);

  while (self->rows->len > 0)
    remove_row (self, self->rows->len - 1);
  G_OBJECT_CLASS (lc_report_parent_class)->dispose (object);
}

static void
lc_report_finalize (GObject *object)
{
  LcReport *self = LC_REPORT (object);

  g_free (self->id);
  g_free (self->site);
  g_free (self->site_title);
  g_free (self->generator_name);
  g_free (self->generator_version);
  g_free (self->language);
  g_free (self->catalog_revision);
  g_free (self->catalog_dated);
  g_free (self->catalog_source);
  g_free (self->catalog_sha256);
  g_free (self->support_code);
  lc_again_free (self->again);
  g_clear_pointer (&self->started, g_date_time_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->rows_by_id, g_tree_unref);
  g_free (self->activity);
  g_clear_pointer (&self->environment, lc_environment_free);
  g_free (self->summary);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->capabilities, g_ptr_array_unref);
  G_OBJECT_CLASS (lc_report_parent_class)->finalize (object);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_VERDICT]
      = g_param_spec_int ("verdict", NULL, NULL, LC_VERDICT_OK, LC_VERDICT_INCONCLUSIVE,
                          LC_VERDICT_INCONCLUSIVE, flags);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, flags);
  properties[PROP_PROGRESS] = g_param_spec_uint ("progress", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ACTIVITY] = g_param_spec_string ("activity", NULL, NULL, NULL, flags);
  properties[PROP_PRELIMINARY] = g_param_spec_boolean ("preliminary", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lc_report_class_init (LcReportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lc_report_get_property;
  object_class->dispose = lc_report_dispose;
  object_class->finalize = lc_report_finalize;
  install_properties (object_class);

  signals[SIGNAL_DIAGNOSED] = g_signal_new ("diagnosed", LC_TYPE_REPORT, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);
}

static void
lc_report_init (LcReport *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  lc_report_set_started (self, now);
  self->duration_us = LC_US_NONE;
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows_by_id = g_tree_new (compare_ids);
  self->environment = lc_environment_new ();
  self->verdict = LC_VERDICT_INCONCLUSIVE;
  self->summary = g_strdup ("");
  self->findings = lc_findings_new ();
  self->capabilities = lc_capabilities_new ();
}

LcReport *
lc_report_new_for_rows (const LcReportHead *head, GPtrArray *rows)
{
  LcReport *self = g_object_new (LC_TYPE_REPORT, NULL);

  self->id = g_strdup (head->id);
  self->site = g_strdup (head->site);
  self->site_title = g_strdup (head->site_title);
  self->generator_name = g_strdup (head->generator_name);
  self->generator_version = g_strdup (head->generator_version);
  self->language = g_strdup (head->language);
  self->catalog_revision = g_strdup (head->catalog_revision);
  self->catalog_dated = g_strdup (head->catalog_dated);
  self->catalog_source = lc_uri_hide_userinfo (head->catalog_source);
  self->catalog_sha256 = g_strdup (head->catalog_sha256);
  for (guint i = 0; i < rows->len; i++)
    add_row (self, g_ptr_array_index (rows, i));
  count_progress (self);
  return self;
}

void
lc_report_take_environment (LcReport *self, LcEnvironment *environment)
{
  g_return_if_fail (LC_IS_REPORT (self));
  g_return_if_fail (environment != NULL);

  lc_environment_free (self->environment);
  self->environment = environment;
}

LcReport *
lc_report_new (LcCatalog *catalog, const LcSite *site)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *id = g_uuid_string_random ();
  LcReportHead head = { 0 };

  g_return_val_if_fail (LC_IS_CATALOG (catalog), NULL);
  g_return_val_if_fail (site != NULL, NULL);

  for (guint i = 0; i < site->endpoints->len; i++)
    g_ptr_array_add (rows, lc_row_new (g_ptr_array_index (site->endpoints, i)));
  head.id = id;
  head.site = site->id;
  head.site_title = site->title;
  head.generator_name = "Linecheck";
  head.generator_version = LC_VERSION;
  head.language = lc_locale_get_language ();
  head.catalog_revision = lc_catalog_get_revision (catalog);
  head.catalog_dated = lc_catalog_get_dated (catalog);
  head.catalog_source = lc_catalog_get_source (catalog);
  head.catalog_sha256 = lc_catalog_get_sha256 (catalog);
  return lc_report_new_for_rows (&head, rows);
}

const char *
lc_report_get_id (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->id;
}

GDateTime *
lc_report_get_started (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->started;
}

void
lc_report_set_started (LcReport *self, GDateTime *started)
{
  GDateTime *whole;

  g_return_if_fail (LC_IS_REPORT (self));
  g_return_if_fail (started != NULL);

  /* A fraction would not survive being printed and read again. */
  whole = g_date_time_new_from_unix_utc (g_date_time_to_unix (started));
  g_clear_pointer (&self->started, g_date_time_unref);
  self->started = whole;
}

gint64
lc_report_get_duration_us (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), LC_US_NONE);

  return self->duration_us;
}

void
lc_report_set_duration_us (LcReport *self, gint64 us)
{
  g_return_if_fail (LC_IS_REPORT (self));

  self->duration_us = us;
}

gboolean
lc_report_get_complete (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), FALSE);

  return self->complete;
}

void
lc_report_set_complete (LcReport *self, gboolean complete)
{
  g_return_if_fail (LC_IS_REPORT (self));

  complete = !!complete;
  if (self->complete == complete)
    return;
  self->complete = complete;
  notify (self, PROP_COMPLETE);
}

void
lc_report_set_language (LcReport *self, const char *language)
{
  g_return_if_fail (LC_IS_REPORT (self));
  g_return_if_fail (language != NULL);

  g_free (self->language);
  self->language = g_strdup (language);
}

guint
lc_report_get_n_rows (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), 0);

  return self->rows->len;
}

LcRow *
lc_report_get_row (LcReport *self, guint index)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);
  g_return_val_if_fail (index < self->rows->len, NULL);

  return g_ptr_array_index (self->rows, index);
}

LcRow *
lc_report_find_row (LcReport *self, const char *id)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_tree_lookup (self->rows_by_id, id);
}

void
lc_report_remove_rows_except (LcReport *self, GPtrArray *ids)
{
  g_autoptr (GHashTable) kept = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_if_fail (LC_IS_REPORT (self));
  g_return_if_fail (ids != NULL);

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (kept, g_ptr_array_index (ids, i));
  for (guint i = self->rows->len; i-- > 0;) {
    if (g_hash_table_contains (kept, lc_row_get_id (g_ptr_array_index (self->rows, i))))
      continue;
    remove_row (self, i);
    g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
  }
  count_progress (self);
}

LcEnvironment *
lc_report_get_environment (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->environment;
}

LcVerdict
lc_report_get_verdict (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), LC_VERDICT_INCONCLUSIVE);

  return self->verdict;
}

const char *
lc_report_get_summary (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->summary;
}

GPtrArray *
lc_report_get_findings (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->findings;
}

GPtrArray *
lc_report_get_capabilities (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->capabilities;
}

void
lc_report_set_diagnosis (LcReport *self,
                         LcVerdict verdict,
                         const char *summary,
                         GPtrArray *capabilities,
                         GPtrArray *findings)
{
  g_return_if_fail (LC_IS_REPORT (self));
  g_return_if_fail (summary != NULL && capabilities != NULL && findings != NULL);

  g_object_freeze_notify (G_OBJECT (self));
  g_ptr_array_unref (self->capabilities);
  g_ptr_array_unref (self->findings);
  self->capabilities = capabilities;
  self->findings = findings;
  if (self->verdict != verdict)
    notify (self, PROP_VERDICT);
  self->verdict = verdict;
  if (set_string (&self->summary, summary))
    notify (self, PROP_SUMMARY);
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit (self, signals[SIGNAL_DIAGNOSED], 0);
}

guint
lc_report_get_progress (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), 0);

  return self->progress;
}

gboolean
lc_report_get_preliminary (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), FALSE);

  return self->preliminary;
}

void
lc_report_set_preliminary (LcReport *self, gboolean preliminary)
{
  g_return_if_fail (LC_IS_REPORT (self));

  if (self->preliminary == preliminary)
    return;
  self->preliminary = preliminary;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRELIMINARY]);
}

const char *
lc_report_get_activity (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->activity;
}

void
lc_report_set_activity (LcReport *self, const char *activity)
{
  g_return_if_fail (LC_IS_REPORT (self));

  if (set_string (&self->activity, activity))
    notify (self, PROP_ACTIVITY);
}
