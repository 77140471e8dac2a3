/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-channel.h"

G_BEGIN_DECLS

/**
 * LcConversation:
 *
 * A conversation in lines or header blocks over a channel: says something,
 * then waits for the answer. Keeps what came beyond it. At most 16 KiB are kept
 * unread; a peer that sends more without ending its line has answered, but not
 * as a service does.
 */
typedef struct _LcDialog LcConversation;

LcConversation *lc_conversation_new (LcChannel *channel);
void      lc_conversation_free (LcConversation *dialog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcConversation, lc_conversation_free)

/**
 * lc_conversation_ask_async:
 * @dialog: must live until @callback
 * @say: (nullable): what to send first
 * @end: what ends the answer: "\r\n" for a line, "\r\n\r\n" for a header block;
 *   a bare "\n" in place of "\r\n" is taken too, and empty lines before a header
 *   block are skipped (RFC 3261 7.5; RFC 9112 2.2)
 */
void lc_conversation_ask_async (LcConversation           *dialog,
                          const char         *say,
                          const char         *end,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data);

/**
 * lc_conversation_ask_finish:
 * @error: G_IO_ERROR_CLOSED at the end of the stream, CONNECTION_CLOSED for a
 *   reset, MESSAGE_TOO_LARGE, CANCELLED …
 *
 * Returns: (transfer full) (nullable): the answer with its end.
 */
char *lc_conversation_ask_finish (LcConversation *dialog, GAsyncResult *result, GError **error);

/* What has come and belongs to no answer yet, for a step's detail. Returns:
 * (transfer full): printable, at most 200 characters, "" for nothing. */
char *lc_conversation_quote_rest (LcConversation *dialog);

/* Sends a last word, not waiting for anything. */
void lc_conversation_say (LcConversation *dialog, const char *say);

/* The first line of a peer's text, printable, at most 200 characters. Returns: (transfer full). */
char *lc_conversation_quote (const char *text, gsize length);

G_END_DECLS
