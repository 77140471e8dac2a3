/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-rtnetlink.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* The kernel fills at most 32 KiB at a time. */
#define BUFFER_LENGTH 65536
#define PATIENCE_S 2

typedef struct
{
  struct nlmsghdr header;
  union
  {
    struct rtgenmsg any;
    struct ifinfomsg link;
    struct ifaddrmsg address;
    struct rtmsg route;
  } body;
  guint8 attributes[64];
} Request;

static int
open_socket (void)
{
  struct timeval patience = { .tv_sec = PATIENCE_S };
  int fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

  if (fd >= 0)
    setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  return fd;
}

static int
error_of (const struct nlmsghdr *message)
{
  const struct nlmsgerr *error = NLMSG_DATA (message);

  return message->nlmsg_len < NLMSG_LENGTH (sizeof *error) ? EPROTO : -error->error;
}

/* Hands out the messages of one datagram. Returns: %TRUE when it was the last one. */
static gboolean
take_messages (const guint8 *buffer,
               gsize length,
               LcRtnetlinkFunc func,
               gpointer user_data,
               int *error)
{
  const struct nlmsghdr *message = (gconstpointer) buffer;
  gboolean more = FALSE;

  for (; NLMSG_OK (message, length); message = NLMSG_NEXT (message, length)) {
    if (message->nlmsg_type == NLMSG_DONE)
      return TRUE;
    if (message->nlmsg_type == NLMSG_ERROR) {
      *error = error_of (message);
      return TRUE;
    }
    more = (message->nlmsg_flags & NLM_F_MULTI) != 0;
    func (message, user_data);
  }
  return !more;
}

static int
receive (int fd, LcRtnetlinkFunc func, gpointer user_data)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER_LENGTH);
  gboolean done = FALSE;
  int error = 0;

  while (!done) {
    gssize length = recv (fd, buffer, BUFFER_LENGTH, MSG_TRUNC);

    if (length < 0 && errno == EINTR)
      continue;
    if (length < 0)
      return errno;
    if (length == 0 || length > BUFFER_LENGTH)
      return EMSGSIZE;
    done = take_messages (buffer, (gsize) length, func, user_data, &error);
  }
  return error;
}

static int
ask (const Request *request, LcRtnetlinkFunc func, gpointer user_data)
{
  struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
  int fd = open_socket ();
  int error;

  if (fd < 0)
    return errno;
  if (sendto (fd, request, request->header.nlmsg_len, 0, (gpointer) &kernel, sizeof kernel) < 0)
    error = errno;
  else
    error = receive (fd, func, user_data);
  close (fd);
  return error;
}

int
lc_rtnetlink_dump (guint16 type, LcRtnetlinkFunc func, gpointer user_data)
{
  gsize body = type == RTM_GETLINK   ? sizeof (struct ifinfomsg)
               : type == RTM_GETADDR ? sizeof (struct ifaddrmsg)
                                     : sizeof (struct rtmsg);
  Request request = {
    .header.nlmsg_len = NLMSG_LENGTH (body),
    .header.nlmsg_type = type,
    .header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
    .body.any.rtgen_family = AF_UNSPEC,
  };

  return ask (&request, func, user_data);
}

int
lc_rtnetlink_get_route (const guint8 *destination,
                        gsize length,
                        LcRtnetlinkFunc func,
                        gpointer user_data)
{
  Request request = {
    .header.nlmsg_len = NLMSG_LENGTH (sizeof (struct rtmsg)) + RTA_LENGTH (length),
    .header.nlmsg_type = RTM_GETROUTE,
    .header.nlmsg_flags = NLM_F_REQUEST,
    .body.route.rtm_family = length == 4 ? AF_INET : AF_INET6,
    .body.route.rtm_dst_len = (guint8) (8 * length),
  };
  struct rtattr *attribute
      = (gpointer) ((guint8 *) &request + NLMSG_LENGTH (sizeof (struct rtmsg)));

  g_return_val_if_fail (destination != NULL, -1);

  attribute->rta_type = RTA_DST;
  attribute->rta_len = (guint16) RTA_LENGTH (length);
  memcpy (RTA_DATA (attribute), destination, length);
  return ask (&request, func, user_data);
}

LcAttributes
lc_rtnetlink_attributes (const struct nlmsghdr *message, gsize header_length)
{
  gsize offset = NLMSG_SPACE (header_length);
  LcAttributes attributes = { (const guint8 *) message + offset, 0 };

  if (message->nlmsg_len > offset)
    attributes.length = message->nlmsg_len - offset;
  return attributes;
}

const struct rtattr *
lc_rtnetlink_find (LcAttributes attributes, guint16 type)
{
  const struct rtattr *attribute = attributes.data;
  gsize left = attributes.length;

  for (; RTA_OK (attribute, left); attribute = RTA_NEXT (attribute, left)) {
    if ((attribute->rta_type & NLA_TYPE_MASK) == type)
      return attribute;
  }
  return NULL;
}

guint32
lc_rtnetlink_get_uint32 (const struct rtattr *attribute, guint32 fallback)
{
  guint32 value;

  if (!attribute || RTA_PAYLOAD (attribute) < sizeof value)
    return fallback;
  memcpy (&value, RTA_DATA (attribute), sizeof value);
  return value;
}
