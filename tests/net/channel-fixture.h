/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-channel.h"

G_BEGIN_DECLS

/* Both ends of a connection, of which the test holds one. */
typedef struct
{
  LcChannel *channel; /* (owned) */
  GSocket *peer;      /* (owned) */
} ChannelPair;

void channel_pair_init (ChannelPair *pair);
void channel_pair_clear (ChannelPair *pair); /* and holds that nobody keeps the channel */

/* A stream socket that is connected to a loopback port. Returns: (transfer full). */
GSocket *channel_connect_to (guint16 port);

/* One operation and what came of it. */
typedef struct
{
  guint callbacks;
  GBytes *bytes; /* (owned) (nullable) of a read */
  gboolean result;
  GError *error; /* (owned) (nullable) */
} ChannelOp;

void channel_op_clear (ChannelOp *op);
void channel_begin_read (LcChannel *channel, gsize max, GCancellable *cancellable, ChannelOp *op);
void channel_begin_write (LcChannel *channel, const void *data, gsize length,
                          GCancellable *cancellable, ChannelOp *op);
void channel_begin_handshake (LcChannel *channel, LcTlsContext *context,
                              GCancellable *cancellable, ChannelOp *op);
void channel_wait (ChannelOp *op); /* for the one callback */
void channel_settle (void);

/* Reads until the end of the stream. Returns: (transfer full): what came. */
GString *channel_read_all (LcChannel *channel, gsize max);

/* Moves what is there, dispatching all the while until @length bytes have come. */
GString *channel_peer_read (GSocket *peer, gsize length);
void channel_peer_write (GSocket *peer, const char *text);

G_END_DECLS
