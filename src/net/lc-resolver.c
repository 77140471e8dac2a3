/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-resolver.h"

#include <ares.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "net/lc-dns-channel.h"
#include "net/lc-hosts.h"
#include "net/lc-lookup.h"

#define RESOLV_CONF "/etc/resolv.conf"
#define HOSTS_FILE "/etc/hosts"
#define MAX_SERVERS 3 /* resolv.conf(5), MAXNS */

struct _LcResolver
{
  GObject parent_instance;

  GPtrArray *servers; /* (element-type LcNameServer) */
  char **server_names;
  LcHosts *hosts;
};

G_DEFINE_FINAL_TYPE (LcResolver, lc_resolver, G_TYPE_OBJECT)

static LcAnswer *
answer_from_hosts (GPtrArray *addresses, gint64 started)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  LcAnswer *answer = g_new0 (LcAnswer, 1);

  for (guint i = 0; i < addresses->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (addresses, i));
  answer->outcome = LC_RESOLVE_OK;
  answer->addresses = g_strv_builder_end (builder);
  answer->from_hosts = TRUE;
  answer->us = g_get_monotonic_time () - started;
  return answer;
}

/* Returns: (transfer full) (nullable): in ASCII (RFC 5891), without the root's dot. */
static char *
normalize_name (const char *name)
{
  char *ascii;

  if (!name || !g_utf8_validate (name, -1, NULL))
    return NULL;
  ascii = g_hostname_is_non_ascii (name) ? g_hostname_to_ascii (name) : g_strdup (name);
  if (ascii && g_str_has_suffix (ascii, "."))
    ascii[strlen (ascii) - 1] = '\0';
  return ascii;
}

static void
add_server (LcResolver *self, const char *text)
{
  g_autoptr (LcNameServer) server = lc_name_server_new (text);

  if (server && self->servers->len < MAX_SERVERS)
    g_ptr_array_add (self->servers, g_steal_pointer (&server));
}

/* resolv.conf(5): the keyword begins the line; a comment begins with ';' or '#'. Search
 * domains and options are not for us: names are asked for as they are, within our own deadline. */
static void
read_resolv_conf (LcResolver *self, const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i]; i++) {
    g_auto (GStrv) words = g_strsplit_set (g_strchomp (lines[i]), " \t", -1);
    gsize value = 1;

    if (g_strcmp0 (words[0], "nameserver") != 0)
      continue;
    while (words[value] && !*words[value])
      value++;
    if (words[value])
      add_server (self, words[value]);
  }
}

static void
take_server_names (LcResolver *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->servers->len; i++) {
    const LcNameServer *server = g_ptr_array_index (self->servers, i);

    g_strv_builder_add (builder, server->text);
  }
  self->server_names = g_strv_builder_end (builder);
}

static void
answer_free (gpointer data)
{
  lc_answer_free (data);
}

static void
name_server_free (gpointer data)
{
  lc_name_server_free (data);
}

static void
lc_resolver_finalize (GObject *object)
{
  LcResolver *self = LC_RESOLVER (object);

  g_ptr_array_unref (self->servers);
  g_strfreev (self->server_names);
  g_clear_pointer (&self->hosts, lc_hosts_free);
  G_OBJECT_CLASS (lc_resolver_parent_class)->finalize (object);
}

static void
lc_resolver_class_init (LcResolverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_resolver_finalize;
  ares_library_init (ARES_LIB_INIT_ALL);
}

static void
lc_resolver_init (LcResolver *self)
{
  self->servers = g_ptr_array_new_with_free_func (name_server_free);
}

LcResolver *
lc_resolver_new (void)
{
  return lc_resolver_new_for_files (RESOLV_CONF, HOSTS_FILE);
}

LcResolver *
lc_resolver_new_for_files (const char *resolv_conf, const char *hosts_path)
{
  LcResolver *self = g_object_new (LC_TYPE_RESOLVER, NULL);

  g_return_val_if_fail (resolv_conf != NULL, NULL);

  read_resolv_conf (self, resolv_conf);
  if (self->servers->len == 0)
    add_server (self, "127.0.0.1");
  take_server_names (self);
  self->hosts = lc_hosts_new (hosts_path);
  return self;
}

LcResolver *
lc_resolver_new_for_servers (const char *servers, const char *hosts_path, GError **error)
{
  g_return_val_if_fail (servers != NULL, NULL);

  g_autoptr (LcResolver) self = g_object_new (LC_TYPE_RESOLVER, NULL);
  g_auto (GStrv) parts = g_strsplit (servers, ",", -1);

  for (gsize i = 0; parts[i]; i++)
    add_server (self, parts[i]);
  if (self->servers->len == 0 || self->servers->len != g_strv_length (parts)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _ ("“%s” is not a list of DNS servers"), servers);
    return NULL;
  }
  take_server_names (self);
  self->hosts = lc_hosts_new (hosts_path);
  return g_steal_pointer (&self);
}

const char *const *
lc_resolver_get_servers (LcResolver *self)
{
  g_return_val_if_fail (LC_IS_RESOLVER (self), NULL);

  return (const char *const *) self->server_names;
}

void
lc_resolver_lookup_async (LcResolver *self,
                          const char *name,
                          guint timeout_ms,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (LC_IS_RESOLVER (self));
  g_return_if_fail (name != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *ascii = normalize_name (name);
  g_autoptr (GBytes) encoded = ascii ? lc_dns_name_new (ascii) : NULL;
  gint64 started = g_get_monotonic_time ();
  GPtrArray *addresses;

  g_task_set_source_tag (task, lc_resolver_lookup_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!encoded) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                             _ ("“%s” is not a host name"), name ? name : "");
    return;
  }
  addresses = lc_hosts_lookup (self->hosts, ascii);
  if (addresses)
    g_task_return_pointer (task, answer_from_hosts (addresses, started), answer_free);
  else
    lc_lookup_start (task, self->servers, ascii, encoded, timeout_ms);
}

LcAnswer *
lc_resolver_lookup_finish (LcResolver *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_resolver_lookup_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
