/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-catalog-fetch.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "base/lc-uri.h"
#include "catalog/lc-catalog-parser.h"

#define MAX_BYTES (LC_CATALOG_MAX_BYTES + 1)

typedef struct
{
  /* Input. */
  char *address; /* (owned) */

  /* In progress. */
  SoupSession *session; /* (owned) (nullable) of a remote address */
  SoupMessage *message; /* (owned) (nullable) likewise */
  GCancellable *stop;   /* (owned) triggered by the caller's, or when time is up */
  gulong stop_handler;  /* on the caller's */
  guint deadline;       /* source */
  gboolean timed_out;   /* why it was stopped */
  gboolean left_https;  /* likewise */
  char *buffer;         /* (owned) (nullable) */
} FetchState;

static void
fetch_state_free (gpointer data)
{
  FetchState *state = data;

  g_clear_handle_id (&state->deadline, g_source_remove);
  g_free (state->address);
  if (state->message != NULL)
    g_signal_handlers_disconnect_by_data (state->message, state);
  g_clear_object (&state->message);
  g_clear_object (&state->session);
  g_object_unref (state->stop);
  g_free (state->buffer);
  g_free (state);
}

static void
bytes_free (gpointer data)
{
  g_bytes_unref (data);
}

static gboolean
is_https (GUri *uri)
{
  const char *host = g_uri_get_host (uri);

  return g_str_equal (g_uri_get_scheme (uri), "https") && host != NULL && *host != '\0';
}

/* The only way out. Takes @error. */
static void
complete (GTask *task, GBytes *bytes, GError *error)
{
  FetchState *state = g_task_get_task_data (task);

  g_clear_handle_id (&state->deadline, g_source_remove);
  if (g_task_get_cancellable (task) != NULL)
    g_cancellable_disconnect (g_task_get_cancellable (task), state->stop_handler);
  if (error == NULL) {
    g_task_return_pointer (task, g_bytes_ref (bytes), bytes_free);
    return;
  }
  if (state->left_https) {
    g_clear_error (&error);
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED,
                                 _ ("The server leads to an address that is not encrypted."));
  } else if (state->timed_out) {
    g_clear_error (&error);
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                                 _ ("The server took too long to answer."));
  }
  g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  FetchState *state = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;
  gsize length = 0;

  if (g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, &error))
    bytes = g_bytes_new (state->buffer, length);
  complete (task, bytes, error);
}

/* Takes @task. */
static void
read_stream (GTask *task, GInputStream *stream)
{
  FetchState *state = g_task_get_task_data (task);

  /* What is too long, or has no end, is found too long by whoever reads it. */
  state->buffer = g_malloc (MAX_BYTES);
  g_input_stream_read_all_async (stream, state->buffer, MAX_BYTES, G_PRIORITY_DEFAULT, state->stop,
                                 read_cb, task);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);

  if (stream == NULL)
    complete (task, NULL, error);
  else
    read_stream (g_steal_pointer (&task), G_INPUT_STREAM (stream));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  FetchState *state = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GInputStream) stream
      = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (stream == NULL) {
    complete (task, NULL, error);
    return;
  }
  if (soup_message_get_status (state->message) != SOUP_STATUS_OK) {
    /* Translators: a number that HTTP has for it, as 404. */
    error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The server answered with error %u."),
                         soup_message_get_status (state->message));
    complete (task, NULL, error);
    return;
  }
  read_stream (g_steal_pointer (&task), stream);
}

static void
redirected_cb (SoupMessage *message, gpointer user_data)
{
  FetchState *state = user_data;

  if (is_https (soup_message_get_uri (message)))
    return;
  state->left_https = TRUE;
  g_cancellable_cancel (state->stop);
}

static gboolean
time_up_cb (gpointer user_data)
{
  FetchState *state = user_data;

  state->deadline = 0;
  state->timed_out = TRUE;
  g_cancellable_cancel (state->stop);
  return G_SOURCE_REMOVE;
}

static void
stopped_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

/* Takes @task. */
static void
fetch_remote (GTask *task)
{
  FetchState *state = g_task_get_task_data (task);

  state->session = soup_session_new_with_options ("user-agent", "Linecheck/" LC_VERSION, NULL);
  state->message = soup_message_new (SOUP_METHOD_GET, state->address);
  soup_message_headers_append (soup_message_get_request_headers (state->message), "Accept",
                               "application/json");
  g_signal_connect (state->message, "restarted", G_CALLBACK (redirected_cb), state);
  soup_session_send_async (state->session, state->message, G_PRIORITY_DEFAULT, state->stop,
                           answered_cb, task);
}

char *
lc_catalog_clean_address (const char *text, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *full = NULL;
  g_autofree char *scheme = g_uri_parse_scheme (trimmed);
  g_autoptr (GUri) uri = NULL;

  if (g_path_is_absolute (trimmed))
    return g_filename_to_uri (trimmed, NULL, error);
  full = strstr (trimmed, "://") != NULL || g_strcmp0 (scheme, "file") == 0
             ? g_strdup (trimmed)
             : g_strconcat ("https://", trimmed, NULL);
  if (lc_uri_has_userinfo (full)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         _ ("Leave the user name and password out of the address: every report "
                            "shows where its catalogue is from."));
    return NULL;
  }
  if (g_strcmp0 (scheme, "file") == 0)
    return g_steal_pointer (&full);
  uri = g_uri_parse (full, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri != NULL && is_https (uri))
    return g_uri_to_string (uri);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _ ("The address has to begin with https://, as in "
                          "https://intranet.example.com/multiline.json."));
  return NULL;
}

gboolean
lc_catalog_address_is_remote (const char *address)
{
  return g_str_has_prefix (address, "https:");
}

char *
lc_catalog_describe_address (const char *address)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *name = NULL;

  if (lc_catalog_address_is_remote (address))
    return g_strdup (address + strlen ("https://"));
  file = g_file_new_for_uri (address);
  name = g_file_get_basename (file);
  return g_filename_display_name (name != NULL ? name : "");
}

void
lc_catalog_fetch_async (const char *address,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  FetchState *state = g_new0 (FetchState, 1);
  g_autoptr (GFile) file = NULL;

  state->address = g_strdup (address);
  state->stop = g_cancellable_new ();
  g_task_set_source_tag (task, lc_catalog_fetch_async);
  g_task_set_task_data (task, state, fetch_state_free);
  if (cancellable != NULL)
    state->stop_handler = g_cancellable_connect (cancellable, G_CALLBACK (stopped_cb),
                                                 g_object_ref (state->stop), g_object_unref);
  state->deadline = g_timeout_add_seconds (LC_CATALOG_FETCH_TIMEOUT_S, time_up_cb, state);
  if (lc_catalog_address_is_remote (address)) {
    fetch_remote (task);
    return;
  }
  file = g_file_new_for_uri (address);
  g_file_read_async (file, G_PRIORITY_DEFAULT, state->stop, opened_cb, task);
}

GBytes *
lc_catalog_fetch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_catalog_fetch_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
