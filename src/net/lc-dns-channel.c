/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-dns-channel.h"

#include <ares.h>
#include <errno.h>
#include <glib-unix.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/lc-address.h"
#include "base/lc-endpoint.h"

#define DNS_PORT 53
#define CLASS_IN 1

/* c-ares 1.28 hands out parsed records and deprecates the calls that hand out bytes. */
#define HAVE_RECORDS (ARES_VERSION >= 0x011c00)
/* c-ares 1.24 takes "address%interface", and refuses a link-local address without it. */
#define HAVE_SCOPES (ARES_VERSION >= 0x011800)

struct _LcDnsChannel
{
  ares_channel channel;
  char *scope;    /* (nullable) */
  int send_error; /* errno of a datagram that cannot be sent to the server at all, or 0 */
  GMainContext *context;
  GHashTable *sources; /* (element-type int GSource) what c-ares waits for, by file descriptor */
  GBytes *name;        /* (nullable) the name asked for, as messages carry it */
  gboolean used_tcp;
  gboolean garbage;
  gboolean truncated;
  LcDnsAnsweredFunc answered;
  LcDnsProgressFunc progress;
  gpointer user_data;
};

/* One question on its way. c-ares calls back once for each, at the latest from ares_destroy(). */
typedef struct
{
  LcDnsChannel *channel;
  guint16 type;
} Query;

static LcResolveOutcome
outcome_for_errno (int error)
{
  switch (error) {
  case EHOSTUNREACH:
  case ENETUNREACH:
  case EHOSTDOWN:
  case ENETDOWN:
    return LC_RESOLVE_NO_ROUTE;
  default:
    return LC_RESOLVE_UNREACHABLE;
  }
}

/* Why a datagram to the server cannot even be sent: c-ares does not tell. Connecting a
 * datagram socket sends nothing. */
static int
find_send_error (const LcNameServer *server)
{
  g_autoptr (GSocketAddress) address
      = g_inet_socket_address_new_from_string (server->address, server->port);
  struct sockaddr_storage native;
  int fd = -1;
  int error = 0;

  if (!address || !g_socket_address_to_native (address, &native, sizeof native, NULL))
    return 0;
  fd = socket (native.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return errno;
  if (connect (fd, (struct sockaddr *) &native, g_socket_address_get_native_size (address)) != 0)
    error = errno;
  close (fd);
  return error;
}

static LcDnsAnswer *
answer_from_status (LcDnsChannel *self, int status)
{
  switch (status) {
  case ARES_ETIMEOUT:
  case ARES_ECANCELLED:
  case ARES_EDESTRUCTION:
    return NULL;
  case ARES_EBADRESP:
    return lc_dns_answer_new (LC_RESOLVE_SERVER_FAILURE);
  default:
    /* Over TCP it is the rest of a truncated answer that could not be had. */
    return lc_dns_answer_new (self->used_tcp ? LC_RESOLVE_TRUNCATED
                                             : outcome_for_errno (self->send_error));
  }
}

static void
query_end (Query *query, int status, const guint8 *message, gsize length)
{
  LcDnsChannel *self = query->channel;
  g_autoptr (LcDnsAnswer) answer = NULL;

  answer = message ? lc_dns_message_read (message, length, query->type)
                   : answer_from_status (self, status);
  if (answer)
    self->answered (query->type, g_steal_pointer (&answer), self->user_data);
  g_free (query);
}

#if HAVE_RECORDS
static void
queried_cb (void *user_data, ares_status_t status, size_t timeouts, const ares_dns_record_t *record)
{
  unsigned char *message = NULL;
  size_t length = 0;

  if (record && ares_dns_write (record, &message, &length) != ARES_SUCCESS)
    status = ARES_EBADRESP;
  query_end (user_data, (int) status, message, length);
  ares_free_string (message);
}

static void
query_start (LcDnsChannel *self, const char *name, Query *query)
{
  ares_query_dnsrec (self->channel, name, ARES_CLASS_IN, (ares_dns_rec_type_t) query->type,
                     queried_cb, query, NULL);
}
#else
static void
queried_cb (void *user_data, int status, int timeouts, unsigned char *message, int length)
{
  query_end (user_data, status, message, (gsize) length);
}

static void
query_start (LcDnsChannel *self, const char *name, Query *query)
{
  ares_query (self->channel, name, CLASS_IN, query->type, queried_cb, query);
}
#endif

static int
get_socket_option (int fd, int name)
{
  int value = -1;
  socklen_t length = sizeof value;

  return getsockopt (fd, SOL_SOCKET, name, &value, &length) == 0 ? value : -1;
}

/* Looks at what waits in a datagram socket. c-ares drops silently what matches no
 * question; to us it is a server that talks nonsense. Returns: the errno of
 * an ICMP error that waited there, or 0: looking has taken it, so c-ares would not see it. */
static int
look_at_datagram (LcDnsChannel *self, int fd)
{
  guint8 message[1024];
  gssize length;

  if (get_socket_option (fd, SO_TYPE) != SOCK_DGRAM)
    return 0;
  length = recv (fd, message, sizeof message, MSG_PEEK | MSG_DONTWAIT);
  if (length < 0)
    return errno == EAGAIN || errno == EINTR ? 0 : errno;
  if (!lc_dns_message_answers (message, (gsize) length, self->name))
    self->garbage = TRUE;
  else if (lc_dns_message_is_truncated (message, (gsize) length))
    self->truncated = TRUE;
  return 0;
}

static void
process (LcDnsChannel *self, int fd, GIOCondition condition)
{
  gboolean readable = (condition & (G_IO_IN | G_IO_ERR | G_IO_HUP)) != 0;
  int error = readable ? look_at_datagram (self, fd) : 0;

  if (error)
    self->answered (LC_DNS_TYPE_A, lc_dns_answer_new (outcome_for_errno (error)), self->user_data);
  else
    ares_process_fd (self->channel, readable ? fd : ARES_SOCKET_BAD,
                     condition & G_IO_OUT ? fd : ARES_SOCKET_BAD);
}

static gboolean
ready_cb (int fd, GIOCondition condition, gpointer user_data)
{
  LcDnsChannel *self = user_data;

  process (self, fd, condition);
  self->progress (self->user_data);
  return G_SOURCE_CONTINUE;
}

static void
source_free (gpointer data)
{
  GSource *source = data;

  g_source_destroy (source);
  g_source_unref (source);
}

static void
socket_state_cb (void *user_data, ares_socket_t fd, int readable, int writable)
{
  LcDnsChannel *self = user_data;
  GIOCondition condition = (readable ? G_IO_IN : 0) | (writable ? G_IO_OUT : 0);
  GSource *source;

  if (!condition) {
    g_hash_table_remove (self->sources, GINT_TO_POINTER (fd));
    return;
  }
  source = g_unix_fd_source_new (fd, condition | G_IO_ERR | G_IO_HUP);
  g_source_set_callback (source, G_SOURCE_FUNC (ready_cb), self, NULL);
  g_source_set_static_name (source, "[linecheck] name server");
  g_source_attach (source, self->context);
  g_hash_table_replace (self->sources, GINT_TO_POINTER (fd), source);
}

/* Without IP_RECVERR the kernel keeps back most ICMP errors of a datagram socket. With it
 * a socket stays ready for as long as its error queue is not empty, so a server that is
 * unreachable must be dropped. */
static int
socket_made_cb (ares_socket_t fd, int type, void *user_data)
{
  LcDnsChannel *self = user_data;
  int interface_index = self->scope ? (int) if_nametoindex (self->scope) : 0;
  int on = 1;

  if (interface_index > 0)
    setsockopt (fd, SOL_SOCKET, SO_BINDTOIFINDEX, &interface_index, sizeof interface_index);
  if (type == SOCK_STREAM)
    self->used_tcp = TRUE;
  else if (get_socket_option (fd, SO_DOMAIN) == AF_INET6)
    setsockopt (fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on);
  else
    setsockopt (fd, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
  return 0;
}

/* Everything that c-ares would read from files and from the environment is set here. */
static int
init_channel (LcDnsChannel *self, guint patience_ms)
{
  char no_file[] = "/dev/null";
  char dns_only[] = "b";
  struct ares_options options = {
    /* Error codes come through: c-ares 1.18 folds them into "connection refused". */
    .flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_NOCHECKRESP,
    .timeout = (int) patience_ms,
    .tries = 1,
    .ndots = 1,
    .lookups = dns_only,
    .resolvconf_path = no_file,
    .sock_state_cb = socket_state_cb,
    .sock_state_cb_data = self,
  };
  int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_NDOTS
             | ARES_OPT_LOOKUPS | ARES_OPT_RESOLVCONF | ARES_OPT_SOCK_STATE_CB | ARES_OPT_DOMAINS
             | ARES_OPT_SERVERS | ARES_OPT_SORTLIST | ARES_OPT_NOROTATE;

#ifdef ARES_OPT_MAXTIMEOUTMS
  options.maxtimeout = (int) patience_ms;
  mask |= ARES_OPT_MAXTIMEOUTMS;
#endif
  return ares_init_options (&self->channel, &options, mask);
}

static char *
server_to_csv (const LcNameServer *server)
{
  gboolean scoped = HAVE_SCOPES && server->scope && lc_address_is_ipv6 (server->address);
  g_autofree char *address
      = g_strconcat (server->address, scoped ? "%" : NULL, server->scope, NULL);

  return lc_endpoint_join (address, server->port);
}

LcNameServer *
lc_name_server_new (const char *text)
{
  g_autoptr (GSocketConnectable) parsed = NULL;
  g_autoptr (LcNameServer) self = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  parsed = g_network_address_parse (text, DNS_PORT, NULL);
  if (!parsed)
    return NULL;
  parts = g_strsplit (g_network_address_get_hostname (G_NETWORK_ADDRESS (parsed)), "%", 2);
  if (!parts[0] || !g_hostname_is_ip_address (parts[0]))
    return NULL;
  self = g_new0 (LcNameServer, 1);
  self->address = g_strdup (parts[0]);
  self->scope = g_strdup (parts[1]);
  self->port = g_network_address_get_port (G_NETWORK_ADDRESS (parsed));
  if (self->port == DNS_PORT)
    self->text = g_strjoinv ("%", parts);
  else
    self->text = g_strdup (text);
  return g_steal_pointer (&self);
}

void
lc_name_server_free (LcNameServer *server)
{
  g_free (server->text);
  g_free (server->address);
  g_free (server->scope);
  g_free (server);
}

LcDnsChannel *
lc_dns_channel_new (const LcNameServer *server,
                    guint patience_ms,
                    GMainContext *context,
                    LcDnsAnsweredFunc answered,
                    LcDnsProgressFunc progress,
                    gpointer user_data)
{
  g_return_val_if_fail (server != NULL, NULL);

  LcDnsChannel *self = g_new0 (LcDnsChannel, 1);
  g_autofree char *csv = server_to_csv (server);

  self->scope = g_strdup (server->scope);
  self->send_error = find_send_error (server);
  self->context = g_main_context_ref (context);
  self->sources = g_hash_table_new_full (NULL, NULL, NULL, source_free);
  self->answered = answered;
  self->progress = progress;
  self->user_data = user_data;
  if (init_channel (self, patience_ms) != ARES_SUCCESS
      || ares_set_servers_ports_csv (self->channel, csv) != ARES_SUCCESS) {
    lc_dns_channel_free (self);
    return NULL;
  }
  ares_set_socket_configure_callback (self->channel, socket_made_cb, self);
  return self;
}

void
lc_dns_channel_free (LcDnsChannel *self)
{
  if (self->channel)
    ares_destroy (self->channel);
  g_hash_table_unref (self->sources);
  g_main_context_unref (self->context);
  g_clear_pointer (&self->name, g_bytes_unref);
  g_free (self->scope);
  g_free (self);
}

void
lc_dns_channel_ask (LcDnsChannel *self, const char *name, GBytes *encoded, guint16 type)
{
  Query *query = g_new0 (Query, 1);

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (encoded != NULL);

  g_clear_pointer (&self->name, g_bytes_unref);
  self->name = g_bytes_ref (encoded);
  query->channel = self;
  query->type = type;
  query_start (self, name, query);
}

void
lc_dns_channel_drain (LcDnsChannel *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GList) fds = g_hash_table_get_keys (self->sources);

  for (GList *l = fds; l; l = l->next) {
    if (g_hash_table_contains (self->sources, l->data))
      process (self, GPOINTER_TO_INT (l->data), G_IO_IN);
  }
}

gboolean
lc_dns_channel_saw_garbage (const LcDnsChannel *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->garbage;
}

gboolean
lc_dns_channel_saw_truncated (const LcDnsChannel *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->truncated;
}
