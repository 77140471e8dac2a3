/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-root-list.h"

#include <gio/gio.h>
#include <gnutls/x509.h>
#include <string.h>

#define RESOURCE "/io/github/linecheck/Linecheck/public-roots.txt"
#define DATED "# Dated: "
#define DATE_LENGTH 10 /* 2026-07-22 */
#define KEY_LENGTH 64  /* SHA-256 in hex */
#define MAX_PEM_BYTES (4 * 1024 * 1024)
#define MAX_PEM_ROOTS 4096

struct _LcRootList
{
  GHashTable *keys; /* (owned) (element-type utf8) a set */
  char *dated;      /* (owned) (nullable) */
  gboolean extended;
};

/* One line of the list: a comment, the date, or a fingerprint and a name. */
static void
read_line (LcRootList *self, const char *line, gsize length)
{
  if (length > KEY_LENGTH && line[0] != '#' && line[KEY_LENGTH] == ' ')
    g_hash_table_add (self->keys, g_strndup (line, KEY_LENGTH));
  else if (length >= strlen (DATED) + DATE_LENGTH && strncmp (line, DATED, strlen (DATED)) == 0)
    self->dated = g_strndup (line + strlen (DATED), DATE_LENGTH);
}

static void
read_list (LcRootList *self)
{
  g_autoptr (GBytes) list = g_resources_lookup_data (RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize size = 0;
  const char *line = list != NULL ? g_bytes_get_data (list, &size) : NULL;
  const char *end = line + size;

  while (line < end) {
    const char *next = memchr (line, '\n', (gsize) (end - line));

    next = next != NULL ? next : end;
    read_line (self, line, (gsize) (next - line));
    line = next + 1;
  }
}

static void
add_certificate (LcRootList *self, gnutls_x509_crt_t certificate)
{
  guint8 id[KEY_LENGTH / 2];
  size_t size = sizeof id;
  GString *text = g_string_new (NULL);

  if (gnutls_x509_crt_get_key_id (certificate, GNUTLS_KEYID_USE_SHA256, id, &size)
      != GNUTLS_E_SUCCESS)
    size = 0;
  for (size_t i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", id[i]);
  if (text->len == KEY_LENGTH) {
    g_hash_table_add (self->keys, g_string_free (text, FALSE));
    self->extended = TRUE;
  } else {
    g_string_free (text, TRUE);
  }
}

static void
add_bundle (LcRootList *self, const char *pem, gsize length)
{
  gnutls_x509_crt_t *certificates = NULL;
  gnutls_datum_t datum = { (unsigned char *) pem, (unsigned int) length };
  unsigned int count = 0;

  if (gnutls_x509_crt_list_import2 (&certificates, &count, &datum, GNUTLS_X509_FMT_PEM, 0) < 0)
    return;
  for (unsigned int i = 0; i < count; i++) {
    if (i < MAX_PEM_ROOTS)
      add_certificate (self, certificates[i]);
    gnutls_x509_crt_deinit (certificates[i]);
  }
  gnutls_free (certificates);
}

static void
add_file (LcRootList *self, const char *path)
{
  g_autofree char *pem = NULL;
  gsize length;

  if (g_file_get_contents (path, &pem, &length, NULL) && length <= MAX_PEM_BYTES)
    add_bundle (self, pem, length);
}

LcRootList *
lc_root_list_new (const char *pem_path)
{
  LcRootList *self = g_new0 (LcRootList, 1);

  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  read_list (self);
  if (pem_path != NULL && *pem_path != '\0')
    add_file (self, pem_path);
  return self;
}

void
lc_root_list_free (LcRootList *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->keys);
  g_free (self->dated);
  g_free (self);
}

gboolean
lc_root_list_has_key (const LcRootList *self, const char *key_sha256)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return key_sha256 != NULL && g_hash_table_contains (self->keys, key_sha256);
}

gboolean
lc_root_list_may_lack (const LcRootList *self, const char *not_before)
{
  g_return_val_if_fail (self != NULL, TRUE);

  /* ISO 8601 sorts as it stands; a root that was made on the list's own day is newer. */
  return self->dated == NULL || not_before == NULL || strcmp (not_before, self->dated) >= 0;
}

const char *
lc_root_list_get_dated (const LcRootList *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->dated;
}

guint
lc_root_list_get_count (const LcRootList *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->keys);
}

gboolean
lc_root_list_is_extended (const LcRootList *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->extended;
}
