/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "policy-backend.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gio.h>
#include <gio/gsettingsbackend.h>

typedef struct
{
  GSettingsBackend parent_instance;

  GHashTable *values; /* (owned) (element-type utf8 GVariant) by path */
} PolicyBackend;

typedef struct
{
  GSettingsBackendClass parent_class;
} PolicyBackendClass;

static const PolicyLock *all_locks;
static gsize n_all_locks;

GType policy_backend_get_type (void);
G_DEFINE_TYPE (PolicyBackend, policy_backend, G_TYPE_SETTINGS_BACKEND)

static const PolicyLock *
find_lock (const char *key)
{
  for (gsize i = 0; i < n_all_locks; i++)
    if (g_str_equal (all_locks[i].key, key))
      return &all_locks[i];
  return NULL;
}

static void
variant_free (gpointer data)
{
  g_variant_unref (data);
}

static GVariant *
policy_backend_read (GSettingsBackend *backend,
                     const char *key,
                     const GVariantType *type,
                     gboolean default_value)
{
  PolicyBackend *self = (PolicyBackend *) backend;
  const PolicyLock *lock = find_lock (key);
  GVariant *value;

  if (lock != NULL)
    return g_variant_ref_sink (g_variant_new_parsed (lock->value));
  value = default_value ? NULL : g_hash_table_lookup (self->values, key);
  return value != NULL ? g_variant_ref (value) : NULL;
}

static gboolean
policy_backend_get_writable (GSettingsBackend *backend, const char *key)
{
  return find_lock (key) == NULL;
}

static gboolean
policy_backend_write (GSettingsBackend *backend, const char *key, GVariant *value, gpointer tag)
{
  PolicyBackend *self = (PolicyBackend *) backend;

  if (find_lock (key) != NULL)
    return FALSE;
  g_hash_table_insert (self->values, g_strdup (key), g_variant_ref_sink (value));
  g_settings_backend_changed (backend, key, tag);
  return TRUE;
}

static void
policy_backend_reset (GSettingsBackend *backend, const char *key, gpointer tag)
{
  PolicyBackend *self = (PolicyBackend *) backend;

  if (g_hash_table_remove (self->values, key))
    g_settings_backend_changed (backend, key, tag);
}

static void
policy_backend_class_init (PolicyBackendClass *klass)
{
  GSettingsBackendClass *backend_class = G_SETTINGS_BACKEND_CLASS (klass);

  backend_class->read = policy_backend_read;
  backend_class->get_writable = policy_backend_get_writable;
  backend_class->write = policy_backend_write;
  backend_class->reset = policy_backend_reset;
}

static void
policy_backend_init (PolicyBackend *self)
{
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, variant_free);
}

void
policy_backend_install (const PolicyLock *locks, gsize n_locks)
{
  all_locks = locks;
  n_all_locks = n_locks;
  g_setenv ("GSETTINGS_BACKEND", "policy", TRUE);
  g_io_extension_point_register (G_SETTINGS_BACKEND_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_SETTINGS_BACKEND_EXTENSION_POINT_NAME,
                                  policy_backend_get_type (), "policy", 0);
}
