/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-udp-port.h"

#include <errno.h>
#include <sys/socket.h>

#include "net/lc-arrival.h"
#include "net/lc-connect.h"

#define MAX_DATAGRAM 2048
#define CONTROL_LENGTH 256
#define MAX_PER_DISPATCH 64 /* datagrams, so that a flood cannot starve the main loop */

struct _LcUdpPort
{
  GObject parent_instance;

  GSocket *socket; /* (owned) (nullable) once closed */
  GSource *source; /* (owned) (nullable) once closed */
};

G_DEFINE_FINAL_TYPE (LcUdpPort, lc_udp_port, G_TYPE_OBJECT)

enum
{
  SIGNAL_RECEIVED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
drain_errors (LcUdpPort *self)
{
  for (guint i = 0; i < MAX_PER_DISPATCH && self->socket != NULL; i++) {
    g_autoptr (LcSocketError) error = lc_socket_pop_error (self->socket);

    if (error == NULL)
      return;
    if (error->icmp)
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error, error->when);
  }
}

/* Returns FALSE when there is none. */
static gboolean
receive_one (LcUdpPort *self)
{
  union
  {
    struct cmsghdr align;
    char bytes[CONTROL_LENGTH];
  } control;
  struct sockaddr_storage name = { 0 };
  char buffer[MAX_DATAGRAM];
  struct iovec vector = { buffer, sizeof buffer };
  struct msghdr message = {
    .msg_name = &name,
    .msg_namelen = sizeof name,
    .msg_iov = &vector,
    .msg_iovlen = 1,
    .msg_control = &control,
    .msg_controllen = sizeof control,
  };
  gssize count = recvmsg (g_socket_get_fd (self->socket), &message, MSG_DONTWAIT);
  g_autoptr (GSocketAddress) from = NULL;
  g_autoptr (GBytes) datagram = NULL;

  if (count < 0)
    return FALSE;
  from = g_socket_address_new_from_native (&name, message.msg_namelen);
  datagram = g_bytes_new (buffer, count);
  if (G_IS_INET_SOCKET_ADDRESS (from))
    g_signal_emit (self, signals[SIGNAL_RECEIVED], 0, from, datagram, lc_arrival_time (&message));
  return TRUE;
}

static void
drain_datagrams (LcUdpPort *self)
{
  for (guint i = 0; i < MAX_PER_DISPATCH && self->socket != NULL; i++)
    if (!receive_one (self))
      return;
}

static gboolean
socket_ready_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  g_autoptr (LcUdpPort) self = g_object_ref (LC_UDP_PORT (user_data));

  drain_errors (self);
  drain_datagrams (self);
  return self->socket != NULL ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* sendto(2) first reports a pending error of an earlier datagram and sends nothing,
 * and no errno tells the two apart: a router's "net unreachable" is ENETUNREACH as
 * well. So what is pending is taken away before (socket(7)), and only what fails
 * twice is about this datagram. */
static int
try_to_send (LcUdpPort *self, const struct msghdr *message)
{
  int fd = g_socket_get_fd (self->socket);
  int pending;
  socklen_t length = sizeof pending;

  getsockopt (fd, SOL_SOCKET, SO_ERROR, &pending, &length);
  return sendmsg (fd, message, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0 ? 0 : errno;
}

int
lc_udp_port_send (LcUdpPort *self, GSocketAddress *to, const void *data, gsize length)
{
  g_return_val_if_fail (LC_IS_UDP_PORT (self), -1);
  g_return_val_if_fail (G_IS_SOCKET_ADDRESS (to), -1);

  struct sockaddr_storage native;
  struct iovec vector = { (void *) data, length };
  struct msghdr message = {
    .msg_name = &native,
    .msg_namelen = g_socket_address_get_native_size (to),
    .msg_iov = &vector,
    .msg_iovlen = 1,
  };
  int error;

  if (!g_socket_address_to_native (to, &native, sizeof native, NULL))
    return EINVAL;
  if (self->socket == NULL)
    return EBADF;
  error = try_to_send (self, &message);
  return error != 0 ? try_to_send (self, &message) : 0;
}

char *
lc_udp_port_get_local (LcUdpPort *self, GSocketAddress *to)
{
  g_return_val_if_fail (LC_IS_UDP_PORT (self), NULL);

  g_autoptr (GSocketAddress) bound
      = self->socket != NULL ? g_socket_get_local_address (self->socket, NULL) : NULL;
  g_autoptr (GSocketAddress) routed = NULL;
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocket) probe = NULL;

  /* A connected UDP socket tells which address the kernel would send from. */
  probe = g_socket_new (g_socket_address_get_family (to), G_SOCKET_TYPE_DATAGRAM,
                        G_SOCKET_PROTOCOL_UDP, NULL);
  if (probe == NULL || bound == NULL || !g_socket_connect (probe, to, NULL, NULL))
    return NULL;
  routed = g_socket_get_local_address (probe, NULL);
  if (routed == NULL)
    return NULL;
  local
      = g_inet_socket_address_new (g_inet_socket_address_get_address (
                                       G_INET_SOCKET_ADDRESS (routed)),
                                   g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  return lc_socket_address_to_text (local);
}

void
lc_udp_port_close (LcUdpPort *self)
{
  g_return_if_fail (LC_IS_UDP_PORT (self));

  if (self->socket == NULL)
    return;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
}

static void
lc_udp_port_dispose (GObject *object)
{
  lc_udp_port_close (LC_UDP_PORT (object));
  G_OBJECT_CLASS (lc_udp_port_parent_class)->dispose (object);
}

static void
lc_udp_port_class_init (LcUdpPortClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lc_udp_port_dispose;

  signals[SIGNAL_RECEIVED]
      = g_signal_new ("received", LC_TYPE_UDP_PORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 3, G_TYPE_SOCKET_ADDRESS, G_TYPE_BYTES, G_TYPE_INT64);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", LC_TYPE_UDP_PORT, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_INT64);
}

static void
lc_udp_port_init (LcUdpPort *self)
{
}

static gboolean
bind_any (GSocket *socket, GSocketFamily family, GError **error)
{
  g_autoptr (GInetAddress) any = g_inet_address_new_any (family);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (any, 0);

  return g_socket_bind (socket, address, FALSE, error);
}

LcUdpPort *
lc_udp_port_new (GSocketFamily family, guint8 ttl, GError **error)
{
  g_autoptr (LcUdpPort) self = g_object_new (LC_TYPE_UDP_PORT, NULL);
  g_autoptr (GSocket) socket
      = g_socket_new (family, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, error);

  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  if (!lc_socket_enable_errors (socket, error) || !bind_any (socket, family, error)
      || (ttl != 0 && !lc_socket_set_ttl (socket, ttl, error)))
    return NULL;
  lc_socket_enable_arrival_times (socket);
  self->socket = g_steal_pointer (&socket);
  self->source = g_socket_create_source (self->socket, G_IO_IN | G_IO_ERR, NULL);
  g_source_set_static_name (self->source, "lc-udp-port");
  g_source_set_callback (self->source, G_SOURCE_FUNC (socket_ready_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return g_steal_pointer (&self);
}
