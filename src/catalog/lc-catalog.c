/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/lc-catalog.h"

#include "base/lc-uri.h"
#include "catalog/lc-catalog-parser.h"

#define BUILTIN_PATH "/io/github/linecheck/Linecheck/catalog.json"
#define BUILTIN_SOURCE "builtin"

struct _LcCatalog
{
  GObject parent_instance;

  char *revision;   /* (owned) */
  char *dated;      /* (owned) */
  char *source;     /* (owned) */
  char *sha256;     /* (owned) */
  GPtrArray *sites; /* (owned) (element-type LcSite) */
};

G_DEFINE_FINAL_TYPE (LcCatalog, lc_catalog, G_TYPE_OBJECT)

/* Reads one byte more than a catalogue may have, so that the parser can tell,
 * and so that a file without an end cannot fill the memory. */
static GBytes *
read_bounded (GFile *file, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *buffer = NULL;
  gsize length;

  if (stream == NULL)
    return NULL;

  buffer = g_malloc (LC_CATALOG_MAX_BYTES + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, LC_CATALOG_MAX_BYTES + 1, &length,
                                NULL, error))
    return NULL;

  return g_bytes_new (buffer, length);
}

static void
lc_catalog_finalize (GObject *object)
{
  LcCatalog *self = LC_CATALOG (object);

  g_free (self->revision);
  g_free (self->dated);
  g_free (self->source);
  g_free (self->sha256);
  g_ptr_array_unref (self->sites);

  G_OBJECT_CLASS (lc_catalog_parent_class)->finalize (object);
}

static void
lc_catalog_class_init (LcCatalogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lc_catalog_finalize;
}

static void
lc_catalog_init (LcCatalog *self)
{
}

LcCatalog *
lc_catalog_new_builtin (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = g_resources_lookup_data (BUILTIN_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  LcCatalog *self = NULL;

  if (bytes != NULL)
    self = lc_catalog_new_from_bytes (bytes, BUILTIN_SOURCE, &error);
  /* It is part of the program, and a test holds it: this cannot go wrong later. */
  if (self == NULL)
    g_error ("The built-in catalogue: %s", error->message);

  return self;
}

LcCatalog *
lc_catalog_new_from_bytes (GBytes *bytes, const char *source, GError **error)
{
  g_autofree char *revision = NULL;
  g_autofree char *dated = NULL;
  g_autoptr (GPtrArray) sites = lc_catalog_parse (bytes, &revision, &dated, error);
  LcCatalog *self;

  if (sites == NULL)
    return NULL;

  self = g_object_new (LC_TYPE_CATALOG, NULL);
  self->revision = g_steal_pointer (&revision);
  self->dated = g_steal_pointer (&dated);
  self->source = lc_uri_hide_userinfo (source);
  self->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  self->sites = g_steal_pointer (&sites);

  return self;
}

LcCatalog *
lc_catalog_new_from_file (GFile *file, GError **error)
{
  g_autoptr (GBytes) bytes = read_bounded (file, error);
  g_autofree char *uri = g_file_get_uri (file);

  if (bytes == NULL)
    return NULL;

  return lc_catalog_new_from_bytes (bytes, uri, error);
}

const char *
lc_catalog_get_revision (LcCatalog *self)
{
  g_return_val_if_fail (LC_IS_CATALOG (self), NULL);

  return self->revision;
}

const char *
lc_catalog_get_dated (LcCatalog *self)
{
  g_return_val_if_fail (LC_IS_CATALOG (self), NULL);

  return self->dated;
}

const char *
lc_catalog_get_source (LcCatalog *self)
{
  g_return_val_if_fail (LC_IS_CATALOG (self), NULL);

  return self->source;
}

const char *
lc_catalog_get_sha256 (LcCatalog *self)
{
  g_return_val_if_fail (LC_IS_CATALOG (self), NULL);

  return self->sha256;
}

GPtrArray *
lc_catalog_get_sites (LcCatalog *self)
{
  g_return_val_if_fail (LC_IS_CATALOG (self), NULL);

  return self->sites;
}

const LcSite *
lc_catalog_find_site (LcCatalog *self, const char *id)
{
  g_return_val_if_fail (LC_IS_CATALOG (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->sites->len; i++) {
    const LcSite *site = g_ptr_array_index (self->sites, i);

    if (g_ascii_strcasecmp (site->id, id) == 0)
      return site;
  }

  return NULL;
}
