/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loopback-certificates.h"

G_BEGIN_DECLS

/**
 * LoopbackServer:
 *
 * A TCP server on the loopback address, in the thread-default main context,
 * that goes through a script with everybody who connects. Whatever comes is
 * read all the time. At the script's end it keeps silent until the other side
 * has closed.
 */
typedef struct _LoopbackServer LoopbackServer;

typedef enum
{
  LOOPBACK_END,
  LOOPBACK_WAIT,
  LOOPBACK_SAY,
  LOOPBACK_DRIP,
  LOOPBACK_PAUSE,
  LOOPBACK_TLS,
  LOOPBACK_TLS_HELLO,
  LOOPBACK_ALERT,
  LOOPBACK_CLOSE,
  LOOPBACK_RESET,
} LoopbackKind;

typedef struct
{
  LoopbackKind kind;
  const char *text;
  gsize length;
  guint count;
} LoopbackAct;

/* What a script consists of; its end is an empty act. Text is a literal and may hold NUL. */

/* Until @text has come, beyond what an earlier WAIT took; "" is any byte. */
#define WAIT(text) { LOOPBACK_WAIT, text, sizeof (text) - 1, 0 }
/* In @text %{Via} becomes the value of the header Via of what has come so far, for one;
 * %{accept} the key that a WebSocket client waits for (RFC 6455 4.2.2). */
#define SAY(text) { LOOPBACK_SAY, text, sizeof (text) - 1, 1 }
#define SAY_OFTEN(text, times) { LOOPBACK_SAY, text, sizeof (text) - 1, times }
/* @text for ever and ever, a byte every @ms. */
#define DRIP(text, ms) { LOOPBACK_DRIP, text, sizeof (text) - 1, ms }
#define PAUSE(ms) { LOOPBACK_PAUSE, NULL, 0, ms }
#define TLS(certificate) { LOOPBACK_TLS, NULL, 0, LOOPBACK_CERTIFICATE_##certificate }
#define TLS12(certificate) { LOOPBACK_TLS, "TLS1.2", 0, LOOPBACK_CERTIFICATE_##certificate }
/* Begins a handshake: what the server says first, and nothing after it. (In TLS 1.3 that
 * would be all that a server has to say.) */
#define TLS_HELLO { LOOPBACK_TLS_HELLO, "TLS1.2", 0, LOOPBACK_CERTIFICATE_GOOD }
/* A fatal alert, after a handshake. */
#define ALERT(description) { LOOPBACK_ALERT, NULL, 0, description }
/* Ends the own stream (with TLS's word for it), and goes on reading. */
#define CLOSE { LOOPBACK_CLOSE, NULL, 0, 1 }
/* The same without TLS's word. */
#define CUT { LOOPBACK_CLOSE, NULL, 0, 0 }
#define RESET { LOOPBACK_RESET, NULL, 0, 0 }

/* How the other side ended a connection. */
typedef enum
{
  LOOPBACK_OPEN,   /* not yet, or there was none */
  LOOPBACK_CLOSED, /* end of stream */
  LOOPBACK_GONE,   /* reset */
} LoopbackEnd;

/**
 * loopback_server_new:
 * @script: must live as long as the server
 */
LoopbackServer *loopback_server_new (const LoopbackAct *script);

/* The same on another address of the loopback network, and on a port that the
 * caller chose. Returns: (nullable): NULL where that cannot be had. */
LoopbackServer *loopback_server_new_at (const LoopbackAct *script, const char *address,
                                        guint16 port);

/* Closes whatever is open. */
void loopback_server_free (LoopbackServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoopbackServer, loopback_server_free)

guint16 loopback_server_get_port (LoopbackServer *server);

guint loopback_server_get_accepted (LoopbackServer *server);  /* connections so far */
guint loopback_server_get_open (LoopbackServer *server);      /* now */
guint loopback_server_get_most_open (LoopbackServer *server); /* at the same time */

/* Of the connection that was accepted last: what came (in clear), how it was ended,
 * and the name that a TLS client asked for ("" for none). */
const char *loopback_server_get_received (LoopbackServer *server);
LoopbackEnd loopback_server_get_end (LoopbackServer *server);
const char *loopback_server_get_name (LoopbackServer *server);

/* A port of the loopback address that nobody listens on: it was just given up. */
guint16 loopback_closed_port (GSocketType type);

G_END_DECLS
