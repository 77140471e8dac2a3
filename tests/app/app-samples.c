/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app-samples.h"

#include <glib/gstdio.h>
#include <string.h>

static void
append_row (GString *json, guint number, guint16 port)
{
  g_string_append_printf (
      json,
      "%s{\"id\":\"xx/imaps/127.0.0.1:%u/tcp\",\"number\":\"XX-%02u\",\"service\":\"imaps\","
      "\"host\":\"127.0.0.1\",\"port\":%u,\"transport\":\"tcp\",\"protocol\":\"imaps\","
      "\"required\":true,\"capability\":\"voicemail\",\"documented\":[\"127.0.0.1\"],"
      "\"tls_name\":\"localhost\",\"tls_name_documented\":false}",
      number > 1 ? "," : "", port, number, port);
}

/* Ports that were free a moment ago, and that nobody listens on. */
static guint16
find_closed_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  return port;
}

char *
app_sample_catalog_json (GSocketListener **listener)
{
  g_autoptr (GString) json = g_string_new (
      "{\"format\":\"linecheck-catalog\",\"version\":1,\"revision\":\"test\","
      "\"dated\":\"2026-11-22\",\"services\":{\"imaps\":{\"title\":\"Voicemail\","
      "\"purpose\":\"Fetches voicemail\"}},\"sites\":[{\"id\":\"xx\",\"title\":\"Test site\","
      "\"places\":\"Here\",\"rows\":[");

  *listener = g_socket_listener_new ();
  append_row (json, 1, find_closed_port ());
  append_row (json, 2, find_closed_port ());
  append_row (json, 3, g_socket_listener_add_any_inet_port (*listener, NULL, NULL));
  g_string_append (json, "]}]}");
  return g_string_free (g_steal_pointer (&json), FALSE);
}

LcCatalog *
app_sample_catalog (GSocketListener **listener)
{
  char *json = app_sample_catalog_json (listener);
  g_autoptr (GBytes) bytes = g_bytes_new_take (json, strlen (json));
  g_autoptr (GError) error = NULL;
  LcCatalog *catalog = lc_catalog_new_from_bytes (bytes, "test", &error);

  g_assert_no_error (error);
  return catalog;
}

void
app_wait_until (const gboolean *done)
{
  while (!*done)
    g_main_context_iteration (NULL, TRUE);
}

void
app_settle (void)
{
  for (guint i = 0; i < 1000 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

GtkWidget *
app_find_widget (GtkWidget *widget, AppMatches matches, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (matches (widget, text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = app_find_widget (child, matches, text);

    if (found != NULL)
      return found;
  }
  return NULL;
}

void
app_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR))
      app_remove_folder (child);
    else
      g_unlink (child);
  }
  g_rmdir (path);
}
