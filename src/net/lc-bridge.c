/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-bridge.h"

#include <gio/gunixcredentialsmessage.h>
#include <gio/gunixsocketaddress.h>
#include <unistd.h>

#define PUMP_BYTES 16384

/* One direction. Its callbacks hold the bridge, so it outlives them. */
typedef struct
{
  LcBridge *bridge; /* not owned: a member of it */
  LcChannel *from;  /* not owned */
  LcChannel *to;    /* not owned */
} LcPump;

struct _LcBridge
{
  GObject parent_instance;

  LcChannel *channel;        /* (owned) */
  LcChannel *local;          /* (owned) (nullable) until the library has connected */
  GSocket *listener;         /* (owned) */
  GSource *source;           /* (owned) (nullable) waits for that connection */
  GSocketAddress *address;   /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GError *error;             /* (owned) (nullable) */
  gsize received;
  gboolean ended;
  LcPump outward;
  LcPump inward;
};

G_DEFINE_FINAL_TYPE (LcBridge, lc_bridge, G_TYPE_OBJECT)

static void pump_read (LcPump *pump);

static gboolean
pump_is_inward (LcPump *pump)
{
  return pump == &pump->bridge->inward;
}

static void
pump_end (LcPump *pump, GError *error)
{
  LcBridge *self = pump->bridge;

  if (pump_is_inward (pump)) {
    self->ended = TRUE;
    if (self->error == NULL && error != NULL)
      self->error = g_error_copy (error);
  }
  if (!g_cancellable_is_cancelled (self->cancellable))
    lc_channel_shutdown_write (pump->to);
}

static void
pump_wrote_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  LcPump *pump = user_data;
  g_autoptr (LcBridge) self = pump->bridge;
  g_autoptr (GError) error = NULL;

  if (lc_channel_write_finish (LC_CHANNEL (object), result, &error))
    pump_read (pump);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !pump_is_inward (pump)
           && self->error == NULL)
    self->error = g_steal_pointer (&error);
}

static void
pump_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  LcPump *pump = user_data;
  g_autoptr (LcBridge) self = pump->bridge;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = lc_channel_read_finish (LC_CHANNEL (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bytes == NULL || g_bytes_get_size (bytes) == 0) {
    pump_end (pump, error);
    return;
  }
  if (pump_is_inward (pump))
    self->received += g_bytes_get_size (bytes);
  lc_channel_write_async (pump->to, bytes, self->cancellable, pump_wrote_cb, pump);
  g_steal_pointer (&self); /* the next callback holds it */
}

static void
pump_read (LcPump *pump)
{
  g_object_ref (pump->bridge);
  lc_channel_read_async (pump->from, PUMP_BYTES, pump->bridge->cancellable, pump_read_cb, pump);
}

static void
pump_start (LcPump *pump, LcBridge *bridge, LcChannel *from, LcChannel *to)
{
  pump->bridge = bridge;
  pump->from = from;
  pump->to = to;
  pump_read (pump);
}

/* Abstract sockets have no file mode: anybody on this computer could connect. */
static gboolean
is_this_process (GSocket *socket)
{
  g_autoptr (GCredentials) credentials = g_socket_get_credentials (socket, NULL);

  return credentials != NULL && g_credentials_get_unix_pid (credentials, NULL) == getpid ();
}

static gboolean
connection_came_cb (GSocket *listener, GIOCondition condition, gpointer user_data)
{
  LcBridge *self = user_data;
  g_autoptr (GSocket) socket = g_socket_accept (listener, NULL, NULL);

  if (socket == NULL || !is_this_process (socket))
    return G_SOURCE_CONTINUE;
  self->local = lc_channel_new (socket);
  pump_start (&self->outward, self, self->local, self->channel);
  pump_start (&self->inward, self, self->channel, self->local);
  g_socket_close (self->listener, NULL);
  g_clear_pointer (&self->source, g_source_unref);
  return G_SOURCE_REMOVE;
}

static GSocketAddress *
new_abstract_address (void)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *name = g_strconcat ("linecheck-", uuid, NULL);

  return g_unix_socket_address_new_with_type (name, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT);
}

static gboolean
begin_listening (LcBridge *self, GError **error)
{
  self->listener
      = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (self->listener == NULL)
    return FALSE;
  g_socket_set_blocking (self->listener, FALSE);
  self->address = new_abstract_address ();
  if (!g_socket_bind (self->listener, self->address, FALSE, error)
      || !g_socket_listen (self->listener, error))
    return FALSE;
  self->source = g_socket_create_source (self->listener, G_IO_IN, NULL);
  g_source_set_static_name (self->source, "lc-bridge");
  g_source_set_callback (self->source, G_SOURCE_FUNC (connection_came_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return TRUE;
}

GSocketAddress *
lc_bridge_get_address (LcBridge *self)
{
  g_return_val_if_fail (LC_IS_BRIDGE (self), NULL);

  return self->address;
}

const GError *
lc_bridge_get_error (LcBridge *self)
{
  g_return_val_if_fail (LC_IS_BRIDGE (self), NULL);

  return self->error;
}

gboolean
lc_bridge_get_ended (LcBridge *self)
{
  g_return_val_if_fail (LC_IS_BRIDGE (self), FALSE);

  return self->ended;
}

gsize
lc_bridge_get_received (LcBridge *self)
{
  g_return_val_if_fail (LC_IS_BRIDGE (self), 0);

  return self->received;
}

void
lc_bridge_close (LcBridge *self)
{
  g_return_if_fail (LC_IS_BRIDGE (self));

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (self->source != NULL) {
    g_source_destroy (self->source);
    g_clear_pointer (&self->source, g_source_unref);
    g_socket_close (self->listener, NULL);
  }
  g_cancellable_cancel (self->cancellable);
}

static void
lc_bridge_dispose (GObject *object)
{
  LcBridge *self = LC_BRIDGE (object);

  lc_bridge_close (self);
  g_clear_object (&self->local);
  g_clear_object (&self->channel);
  g_clear_object (&self->listener);
  g_clear_object (&self->address);
  G_OBJECT_CLASS (lc_bridge_parent_class)->dispose (object);
}

static void
lc_bridge_finalize (GObject *object)
{
  LcBridge *self = LC_BRIDGE (object);

  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (lc_bridge_parent_class)->finalize (object);
}

static void
lc_bridge_class_init (LcBridgeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lc_bridge_dispose;
  object_class->finalize = lc_bridge_finalize;
}

static void
lc_bridge_init (LcBridge *self)
{
  self->cancellable = g_cancellable_new ();
}

LcBridge *
lc_bridge_new (LcChannel *channel, GError **error)
{
  g_autoptr (LcBridge) self = g_object_new (LC_TYPE_BRIDGE, NULL);

  g_return_val_if_fail (LC_IS_CHANNEL (channel), NULL);

  self->channel = g_object_ref (channel);
  if (!begin_listening (self, error))
    return NULL;
  return g_steal_pointer (&self);
}
