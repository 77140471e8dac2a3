/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-hosts.h"

#include <gio/gio.h>
#include <string.h>

struct _LcHosts
{
  GHashTable *names; /* (element-type utf8 GPtrArray) addresses, by name in lower case */
};

static void
array_free (gpointer data)
{
  g_ptr_array_unref (data);
}

static GHashTable *
table_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, array_free);
}

static void
table_add (GHashTable *table, const char *name, const char *address)
{
  g_autofree char *key = g_ascii_strdown (name, -1);
  GPtrArray *addresses = g_hash_table_lookup (table, key);

  if (!addresses) {
    addresses = g_ptr_array_new_with_free_func (g_free);
    g_hash_table_insert (table, g_steal_pointer (&key), addresses);
  }
  if (!g_ptr_array_find_with_equal_func (addresses, address, g_str_equal, NULL))
    g_ptr_array_add (addresses, g_strdup (address));
}

static void
table_add_all (GHashTable *to, GHashTable *from)
{
  GHashTableIter iter;
  gpointer name, addresses;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &name, &addresses)) {
    GPtrArray *array = addresses;

    for (guint i = 0; i < array->len; i++)
      table_add (to, name, g_ptr_array_index (array, i));
  }
}

static void
add_line (GHashTable *ipv4, GHashTable *ipv6, char *line)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *text = NULL;
  GHashTable *table;

  line[strcspn (line, "#")] = '\0';
  words = g_strsplit_set (g_strstrip (line), " \t\r", -1);
  if (!words[0])
    return;
  address = g_inet_address_new_from_string (words[0]);
  if (!address)
    return;
  text = g_inet_address_to_string (address);
  table = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 ? ipv4 : ipv6;
  for (gsize i = 1; words[i]; i++) {
    if (*words[i])
      table_add (table, words[i], text);
  }
}

static void
read_file (LcHosts *self, const char *path)
{
  g_autoptr (GHashTable) ipv4 = table_new ();
  g_autoptr (GHashTable) ipv6 = table_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!path || !g_file_get_contents (path, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i]; i++)
    add_line (ipv4, ipv6, lines[i]);
  table_add_all (self->names, ipv4);
  table_add_all (self->names, ipv6);
}

static gboolean
is_localhost (const char *key)
{
  return g_str_equal (key, "localhost") || g_str_has_suffix (key, ".localhost");
}

LcHosts *
lc_hosts_new (const char *path)
{
  LcHosts *self = g_new0 (LcHosts, 1);

  self->names = table_new ();
  read_file (self, path);
  /* A file that says nothing of it does not make it a name for the DNS. */
  if (!g_hash_table_contains (self->names, "localhost")) {
    table_add (self->names, "localhost", "127.0.0.1");
    table_add (self->names, "localhost", "::1");
  }
  return self;
}

void
lc_hosts_free (LcHosts *self)
{
  g_hash_table_unref (self->names);
  g_free (self);
}

GPtrArray *
lc_hosts_lookup (LcHosts *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  g_autofree char *key = g_ascii_strdown (name, -1);
  GPtrArray *found = g_hash_table_lookup (self->names, key);

  if (!found && is_localhost (key))
    found = g_hash_table_lookup (self->names, "localhost");
  return found;
}
