/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-catalog-store.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "app/lc-catalog-fetch.h"

#define KEY "catalog"
#define FOLDER_MODE 0700

struct _LcCatalogStore
{
  GObject parent_instance;

  GFile *folder;             /* (owned) */
  GSettings *settings;       /* (owned) */
  LcCatalog *catalog;        /* (owned) what is used */
  char *address;             /* (owned) (nullable) what is set; NULL: the built-in one */
  gboolean missing;          /* no copy of what is set is here */
  char *problem;             /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable) of what is being fetched */
};

typedef enum
{
  PROP_CATALOG = 1,
  PROP_BUSY,
  PROP_PROBLEM,
} Property;

static GParamSpec *properties[PROP_PROBLEM + 1];

G_DEFINE_FINAL_TYPE (LcCatalogStore, lc_catalog_store, G_TYPE_OBJECT)

static void
set_problem (LcCatalogStore *self, const char *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;
  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

/* Takes @catalog. Listeners look at the address, too, so they hear of it every time. */
static void
take_catalog (LcCatalogStore *self, LcCatalog *catalog)
{
  g_clear_object (&self->catalog);
  self->catalog = catalog;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CATALOG]);
}

static void
set_cancellable (LcCatalogStore *self, GCancellable *cancellable)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (g_set_object (&self->cancellable, cancellable))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/* The copy's name says which address it is of. */
static GFile *
get_copy (LcCatalogStore *self, const char *address)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, address, -1);
  g_autofree char *name = g_strdup_printf ("catalog-%.16s.json", sum);

  return g_file_get_child (self->folder, name);
}

/* A file is read as it is where there is no copy: a check that begins with the program
 * is to find its site. */
static LcCatalog *
read_original (LcCatalogStore *self, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_uri (self->address);

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_REGULAR) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "");
    return NULL;
  }
  return lc_catalog_new_from_file (file, error);
}

/* Returns: (transfer full) (nullable): the kept copy of what is set. */
static LcCatalog *
read_copy (LcCatalogStore *self)
{
  g_autoptr (GFile) copy = get_copy (self, self->address);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes (copy, NULL, NULL, &error);
  LcCatalog *catalog = NULL;

  if (bytes != NULL) {
    catalog = lc_catalog_new_from_bytes (bytes, self->address, &error);
  } else if (!lc_catalog_address_is_remote (self->address)) {
    g_clear_error (&error);
    catalog = read_original (self, &error);
  }
  if (catalog == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    set_problem (self, error->message);
  return catalog;
}

static void
use_copy (LcCatalogStore *self)
{
  LcCatalog *catalog = read_copy (self);

  self->missing = catalog == NULL;
  take_catalog (self, catalog != NULL ? catalog : lc_catalog_new_builtin ());
}

/* Fetching. */

typedef struct
{
  LcCatalogStore *store;     /* (owned) */
  char *address;             /* (owned) */
  GCancellable *cancellable; /* (owned) of this run */
} FetchOp;

static void
fetch_op_free (FetchOp *op)
{
  g_object_unref (op->store);
  g_free (op->address);
  g_object_unref (op->cancellable);
  g_free (op);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FetchOp, fetch_op_free)

/* Ends a run. One that another has taken the place of has nothing to say. */
static void
end_fetch (FetchOp *op, const GError *error)
{
  LcCatalogStore *self = op->store;
  g_autofree char *name = NULL;
  g_autofree char *problem = NULL;

  if (self->cancellable != op->cancellable)
    return;
  if (error != NULL) {
    name = lc_catalog_describe_address (op->address);
    problem = error->domain == LC_CATALOG_ERROR
                  /* Translators: a file's name or address, and what is wrong in it. */
                  ? g_strdup_printf (_ ("“%s” is not a catalogue: %s"), name, error->message)
                  /* Translators: a file's name or address, and why. */
                  : g_strdup_printf (_ ("“%s” cannot be read: %s"), name, error->message);
  }
  set_problem (self, problem);
  set_cancellable (self, NULL);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FetchOp) op = user_data;
  LcCatalogStore *self = op->store;
  g_autoptr (GError) error = NULL;
  gboolean current = self->cancellable == op->cancellable;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  if (current && error == NULL) {
    if (g_strcmp0 (self->address, op->address) == 0)
      use_copy (self);
    else
      g_settings_set_string (self->settings, KEY, op->address);
  }
  end_fetch (op, error);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FetchOp) op = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = lc_catalog_fetch_finish (result, &error);
  g_autoptr (LcCatalog) catalog = NULL;
  g_autoptr (GFile) copy = NULL;
  GCancellable *cancellable = op->cancellable;

  if (bytes != NULL)
    catalog = lc_catalog_new_from_bytes (bytes, op->address, &error);
  if (catalog == NULL) {
    end_fetch (op, error);
    return;
  }
  copy = get_copy (op->store, op->address);
  /* Where this fails the next step says why. */
  g_mkdir_with_parents (g_file_peek_path (op->store->folder), FOLDER_MODE);
  g_file_replace_contents_bytes_async (copy, bytes, NULL, FALSE,
                                       G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
                                       cancellable, kept_cb, g_steal_pointer (&op));
}

static void
fetch (LcCatalogStore *self, const char *address)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  FetchOp *op = g_new0 (FetchOp, 1);

  op->store = g_object_ref (self);
  op->address = g_strdup (address);
  op->cancellable = g_object_ref (cancellable);
  set_problem (self, NULL);
  set_cancellable (self, cancellable);
  lc_catalog_fetch_async (address, cancellable, fetched_cb, op);
}

/* The setting. */

static void
forget_copy (LcCatalogStore *self)
{
  g_autoptr (GFile) copy = NULL;

  if (self->address == NULL)
    return;
  copy = get_copy (self, self->address);
  g_file_delete (copy, NULL, NULL);
  g_clear_pointer (&self->address, g_free);
}

/* What is set may be anything: an administrator has written it by hand. */
static void
setting_changed_cb (LcCatalogStore *self)
{
  g_autofree char *setting = g_settings_get_string (self->settings, KEY);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = *setting != '\0' ? lc_catalog_clean_address (setting, &error) : NULL;

  if (self->catalog != NULL && error == NULL && g_strcmp0 (self->address, address) == 0)
    return;
  forget_copy (self);
  self->address = g_steal_pointer (&address);
  self->missing = error != NULL;
  set_problem (self, error != NULL ? error->message : NULL);
  if (self->address == NULL) {
    take_catalog (self, lc_catalog_new_builtin ());
    return;
  }
  use_copy (self);
  /* A file may have been changed since, and is to be kept. */
  if (self->cancellable == NULL && !lc_catalog_address_is_remote (self->address))
    fetch (self, self->address);
}

static void
lc_catalog_store_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  LcCatalogStore *self = LC_CATALOG_STORE (object);

  switch ((Property) property_id) {
  case PROP_CATALOG:
    g_value_set_object (value, self->catalog);
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, self->cancellable != NULL);
    break;
  case PROP_PROBLEM:
    g_value_set_string (value, self->problem);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
lc_catalog_store_dispose (GObject *object)
{
  LcCatalogStore *self = LC_CATALOG_STORE (object);

  g_assert (self->cancellable == NULL);
  g_clear_object (&self->settings);
  g_clear_object (&self->catalog);
  G_OBJECT_CLASS (lc_catalog_store_parent_class)->dispose (object);
}

static void
lc_catalog_store_finalize (GObject *object)
{
  LcCatalogStore *self = LC_CATALOG_STORE (object);

  g_clear_object (&self->folder);
  g_free (self->address);
  g_free (self->problem);
  G_OBJECT_CLASS (lc_catalog_store_parent_class)->finalize (object);
}

static void
lc_catalog_store_class_init (LcCatalogStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lc_catalog_store_get_property;
  object_class->dispose = lc_catalog_store_dispose;
  object_class->finalize = lc_catalog_store_finalize;

  properties[PROP_CATALOG] = g_param_spec_object ("catalog", NULL, NULL, LC_TYPE_CATALOG, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lc_catalog_store_init (LcCatalogStore *self)
{
  self->settings = g_settings_new (LC_APP_ID);
}

LcCatalogStore *
lc_catalog_store_new (GFile *folder)
{
  LcCatalogStore *self = g_object_new (LC_TYPE_CATALOG_STORE, NULL);

  self->folder = g_object_ref (folder);
  g_signal_connect_object (self->settings, "changed::" KEY, G_CALLBACK (setting_changed_cb), self,
                           G_CONNECT_SWAPPED);
  setting_changed_cb (self);
  return self;
}

LcCatalogStore *
lc_catalog_store_new_default (void)
{
  g_autoptr (GFile) folder = g_file_new_build_filename (g_get_user_data_dir (), "linecheck", NULL);

  return lc_catalog_store_new (folder);
}

LcCatalog *
lc_catalog_store_get_catalog (LcCatalogStore *self)
{
  g_return_val_if_fail (LC_IS_CATALOG_STORE (self), NULL);

  return self->catalog;
}

gboolean
lc_catalog_store_get_busy (LcCatalogStore *self)
{
  g_return_val_if_fail (LC_IS_CATALOG_STORE (self), FALSE);

  return self->cancellable != NULL;
}

const char *
lc_catalog_store_get_problem (LcCatalogStore *self)
{
  g_return_val_if_fail (LC_IS_CATALOG_STORE (self), NULL);

  return self->problem;
}

const char *
lc_catalog_store_get_address (LcCatalogStore *self)
{
  g_return_val_if_fail (LC_IS_CATALOG_STORE (self), NULL);

  return self->address;
}

gboolean
lc_catalog_store_is_missing (LcCatalogStore *self)
{
  g_return_val_if_fail (LC_IS_CATALOG_STORE (self), FALSE);

  return self->missing;
}

gboolean
lc_catalog_store_is_locked (LcCatalogStore *self)
{
  g_return_val_if_fail (LC_IS_CATALOG_STORE (self), FALSE);

  return !g_settings_is_writable (self->settings, KEY);
}

void
lc_catalog_store_choose (LcCatalogStore *self, const char *address)
{
  g_autofree char *clean = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (LC_IS_CATALOG_STORE (self));
  g_return_if_fail (address != NULL);

  if (lc_catalog_store_is_locked (self))
    return;
  clean = lc_catalog_clean_address (address, &error);
  if (clean != NULL)
    fetch (self, clean);
  else
    set_problem (self, error->message);
}

void
lc_catalog_store_refresh (LcCatalogStore *self)
{
  g_return_if_fail (LC_IS_CATALOG_STORE (self));

  if (self->address != NULL)
    fetch (self, self->address);
}

void
lc_catalog_store_reset (LcCatalogStore *self)
{
  g_return_if_fail (LC_IS_CATALOG_STORE (self));

  set_cancellable (self, NULL);
  set_problem (self, NULL);
  /* Not what an administrator gives as the default, which may be another one. */
  g_settings_set_string (self->settings, KEY, "");
}
