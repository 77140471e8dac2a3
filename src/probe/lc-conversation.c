/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-conversation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_UNREAD (16 * 1024)
#define READ_BYTES 4096
#define MAX_QUOTE 200

struct _LcDialog
{
  LcChannel *channel; /* (owned) */
  GString *unread;    /* (owned) */
};

typedef struct
{
  LcConversation *dialog; /* not owned: lives until the callback */
  char *end;              /* (owned) */
} AskState;

LcConversation *
lc_conversation_new (LcChannel *channel)
{
  LcConversation *dialog = g_new0 (LcConversation, 1);

  g_return_val_if_fail (LC_IS_CHANNEL (channel), NULL);

  dialog->channel = g_object_ref (channel);
  dialog->unread = g_string_new (NULL);
  return dialog;
}

void
lc_conversation_free (LcConversation *dialog)
{
  g_object_unref (dialog->channel);
  g_string_free (dialog->unread, TRUE);
  g_free (dialog);
}

static void
ask_state_destroy (gpointer data)
{
  AskState *state = data;

  g_free (state->end);
  g_free (state);
}

/* The length of the first answer in @text up to and with its end, or 0. Lines
 * may end with a bare LF: what counts is how many line ends follow each other. */
static gsize
answer_length (GString *text, gsize wanted)
{
  gsize seen = 0;

  for (gsize i = 0; i < text->len; i++) {
    if (text->str[i] == '\n')
      seen++;
    else if (text->str[i] != '\r')
      seen = 0;
    if (seen == wanted)
      return i + 1;
  }
  return 0;
}

static void
skip_empty_lines (GString *text)
{
  g_string_erase (text, 0, strspn (text->str, "\r\n"));
}

static void read_more (GTask *task);

/* Ends the task when the answer is whole. */
static gboolean
return_if_whole (GTask *task)
{
  AskState *state = g_task_get_task_data (task);
  GString *unread = state->dialog->unread;
  gboolean is_block = strcmp (state->end, "\r\n\r\n") == 0;
  gsize length;

  if (is_block)
    skip_empty_lines (unread);
  length = answer_length (unread, is_block ? 2 : 1);
  if (length > 0) {
    char *answer = g_strndup (unread->str, length);

    g_string_erase (unread, 0, length);
    g_task_return_pointer (task, answer, g_free);
    return TRUE;
  }
  if (unread->len < MAX_UNREAD)
    return FALSE;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                           _ ("The answer has no end within %d bytes"), MAX_UNREAD);
  return TRUE;
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AskState *state = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = lc_channel_read_finish (LC_CHANNEL (object), result, &error);

  if (bytes == NULL) {
    g_task_return_error (task, error);
  } else if (g_bytes_get_size (bytes) == 0) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("The connection was closed"));
  } else {
    gsize size;
    const char *data = g_bytes_get_data (bytes, &size);

    g_string_append_len (state->dialog->unread, data, size);
    if (!return_if_whole (task))
      read_more (task);
  }
}

static void
read_more (GTask *task)
{
  AskState *state = g_task_get_task_data (task);

  lc_channel_read_async (state->dialog->channel, READ_BYTES, g_task_get_cancellable (task), read_cb,
                         g_object_ref (task));
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!lc_channel_write_finish (LC_CHANNEL (object), result, &error))
    g_task_return_error (task, error);
  else if (!return_if_whole (task))
    read_more (task);
}

void
lc_conversation_ask_async (LcConversation *dialog,
                           const char *say,
                           const char *end,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (dialog != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  AskState *state = g_new0 (AskState, 1);
  g_autoptr (GBytes) bytes = NULL;

  g_task_set_source_tag (task, lc_conversation_ask_async);
  g_task_set_name (task, "lc-dialog");
  state->dialog = dialog;
  state->end = g_strdup (end);
  g_task_set_task_data (task, state, ask_state_destroy);
  if (say == NULL) {
    if (!return_if_whole (task))
      read_more (task);
    return;
  }
  bytes = g_bytes_new (say, strlen (say));
  lc_channel_write_async (dialog->channel, bytes, cancellable, written_cb, g_steal_pointer (&task));
}

char *
lc_conversation_ask_finish (LcConversation *dialog, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lc_conversation_ask_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
lc_conversation_say (LcConversation *dialog, const char *say)
{
  g_return_if_fail (dialog != NULL);

  g_autoptr (GBytes) bytes = g_bytes_new (say, strlen (say));

  lc_channel_write_async (dialog->channel, bytes, NULL, NULL, NULL);
}

char *
lc_conversation_quote (const char *text, gsize length)
{
  gsize end = 0;
  GString *quote = g_string_new (NULL);

  while (end < length && end < MAX_QUOTE && text[end] != '\r' && text[end] != '\n')
    end++;
  for (gsize i = 0; i < end; i++)
    g_string_append_c (quote, g_ascii_isprint (text[i]) ? text[i] : '.');
  return g_string_free (quote, FALSE);
}

char *
lc_conversation_quote_rest (LcConversation *dialog)
{
  g_return_val_if_fail (dialog != NULL, NULL);

  return lc_conversation_quote (dialog->unread->str, dialog->unread->len);
}
