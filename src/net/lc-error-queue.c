/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-error-queue.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <linux/errqueue.h>

#include "net/lc-arrival.h"

/* Room for the extended error with its offender, and for what another option
 * of the socket (a TTL, a time stamp) may put beside it. */
#define CONTROL_LENGTH 512

static gboolean
is_stream (GSocket *socket)
{
  return g_socket_get_socket_type (socket) == G_SOCKET_TYPE_STREAM;
}

/* An IPv6 socket sees IPv4 peers as ::ffff:a.b.c.d; people know them as a.b.c.d. */
static GInetAddress *
plain_address (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6
      && IN6_IS_ADDR_V4MAPPED ((const struct in6_addr *) (gconstpointer) bytes))
    return g_inet_address_new_from_bytes (bytes + 12, G_SOCKET_FAMILY_IPV4);
  return g_object_ref (address);
}

static GInetSocketAddress *
address_from_native (const struct sockaddr *native, gsize length)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GInetAddress) plain = NULL;

  if (length < sizeof (sa_family_t) || native->sa_family == AF_UNSPEC)
    return NULL;
  address = g_socket_address_new_from_native ((gpointer) native, length);
  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return NULL;
  plain = plain_address (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
  return G_INET_SOCKET_ADDRESS (
      g_inet_socket_address_new (plain,
                                 g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address))));
}

static char *
offender_to_string (const struct sock_extended_err *extended, gsize length)
{
  g_autoptr (GInetSocketAddress) offender = NULL;

  offender = address_from_native (SO_EE_OFFENDER (extended), length - sizeof *extended);
  if (!offender)
    return NULL;
  return g_inet_address_to_string (g_inet_socket_address_get_address (offender));
}

static gboolean
is_extended_error (const struct cmsghdr *control)
{
  gboolean recverr = (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_RECVERR)
                     || (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_RECVERR);

  return recverr && control->cmsg_len >= CMSG_LEN (sizeof (struct sock_extended_err));
}

static void
read_extended_error (LcSocketError *self, const struct cmsghdr *control)
{
  const struct sock_extended_err *extended = (gconstpointer) CMSG_DATA (control);

  self->error = (int) extended->ee_errno;
  self->icmp
      = extended->ee_origin == SO_EE_ORIGIN_ICMP || extended->ee_origin == SO_EE_ORIGIN_ICMP6;
  if (self->error == EMSGSIZE)
    self->mtu = extended->ee_info;
  if (!self->icmp)
    return;
  self->type = extended->ee_type;
  self->code = extended->ee_code;
  self->offender = offender_to_string (extended, control->cmsg_len - CMSG_LEN (0));
}

static LcSocketError *
error_from_message (GSocket *socket, struct msghdr *message, gsize received)
{
  g_autoptr (LcSocketError) self = g_new0 (LcSocketError, 1);
  struct cmsghdr *control;

  self->when = lc_arrival_time (message);
  for (control = CMSG_FIRSTHDR (message); control; control = CMSG_NXTHDR (message, control)) {
    if (is_extended_error (control))
      read_extended_error (self, control);
  }
  if (message->msg_namelen > 0)
    self->destination
        = (GSocketAddress *) address_from_native (message->msg_name, message->msg_namelen);
  /* For TCP the kernel hands out the segment's header here: that is no payload. */
  if (!is_stream (socket)) {
    self->payload_length = MIN (received, sizeof self->payload);
    memcpy (self->payload, message->msg_iov->iov_base, self->payload_length);
  }
  return g_steal_pointer (&self);
}

static gboolean
get_tcp_info (GSocket *socket, struct tcp_info *info)
{
  socklen_t length = sizeof *info;

  memset (info, 0, sizeof *info);
  return is_stream (socket)
         && getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, info, &length) == 0;
}

/* Sets an option of the socket's family. An IPv6 socket may talk to IPv4 peers
 * too, for which the IPv4 option counts; one that is IPv6 only may refuse it. */
static gboolean
set_ip_option (GSocket *socket, int ipv4_name, int ipv6_name, int value, GError **error)
{
  if (g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV4)
    return g_socket_set_option (socket, IPPROTO_IP, ipv4_name, value, error);
  g_socket_set_option (socket, IPPROTO_IP, ipv4_name, value, NULL);
  return g_socket_set_option (socket, IPPROTO_IPV6, ipv6_name, value, error);
}

void
lc_socket_error_free (LcSocketError *error)
{
  g_free (error->offender);
  g_clear_object (&error->destination);
  g_free (error);
}

gboolean
lc_socket_enable_errors (GSocket *socket, GError **error)
{
  g_return_val_if_fail (G_IS_SOCKET (socket), FALSE);

  return set_ip_option (socket, IP_RECVERR, IPV6_RECVERR, 1, error);
}

LcSocketError *
lc_socket_pop_error (GSocket *socket)
{
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);

  union
  {
    struct cmsghdr align;
    char bytes[CONTROL_LENGTH];
  } control;
  struct sockaddr_storage name = { 0 };
  guint8 payload[sizeof ((LcSocketError *) NULL)->payload];
  struct iovec vector = { payload, sizeof payload };
  struct msghdr message = {
    .msg_name = &name,
    .msg_namelen = sizeof name,
    .msg_iov = &vector,
    .msg_iovlen = 1,
    .msg_control = &control,
    .msg_controllen = sizeof control,
  };
  gssize received;

  do
    received = recvmsg (g_socket_get_fd (socket), &message, MSG_ERRQUEUE | MSG_DONTWAIT);
  while (received < 0 && errno == EINTR);
  if (received < 0)
    return NULL;
  return error_from_message (socket, &message, (gsize) received);
}

gboolean
lc_socket_set_ttl (GSocket *socket, guint8 ttl, GError **error)
{
  g_return_val_if_fail (G_IS_SOCKET (socket), FALSE);

  return set_ip_option (socket, IP_TTL, IPV6_UNICAST_HOPS, ttl, error);
}

gint64
lc_socket_get_rtt_us (GSocket *socket)
{
  struct tcp_info info;

  g_return_val_if_fail (G_IS_SOCKET (socket), -1);

  /* Zero means that the kernel took no sample: not connected, or the SYN was sent again. */
  if (!get_tcp_info (socket, &info) || info.tcpi_rtt == 0)
    return -1;
  return info.tcpi_rtt;
}

guint
lc_socket_get_mss (GSocket *socket)
{
  struct tcp_info info;

  g_return_val_if_fail (G_IS_SOCKET (socket), 0);

  return get_tcp_info (socket, &info) ? info.tcpi_snd_mss : 0;
}

guint
lc_socket_get_retransmissions (GSocket *socket)
{
  struct tcp_info info;

  g_return_val_if_fail (G_IS_SOCKET (socket), 0);

  return get_tcp_info (socket, &info) ? info.tcpi_total_retrans : 0;
}
