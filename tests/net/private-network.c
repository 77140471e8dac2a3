/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "private-network.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib-unix.h>
#include <net/if.h>
#include <netinet/icmp6.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <netpacket/packet.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/if_ether.h>

#define INSIDE "LINECHECK_TEST_PRIVATE_NETWORK"
#define OUT "out" /* the program's end of the virtual cable */
#define IN "in"   /* the test's end */
#define MAX_PACKET 2048
#define QUOTED 128 /* bytes of a packet that an ICMP error gives back */
#define TTL 64

struct _PrivateNetwork
{
  int fd;          /* packet(7) */
  GSource *source; /* (owned) */
  PrivateNetworkFunc func;
  gpointer user_data;
  struct sockaddr_ll out;
  guint packets;
};

/* The namespaces */

static void
ip (const char *arguments)
{
  g_autofree char *command = g_strconcat ("ip ", arguments, NULL);
  g_autofree char *problem = NULL;
  g_autoptr (GError) error = NULL;
  int status = 1;

  g_spawn_command_line_sync (command, NULL, &problem, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s: %s", command, problem);
}

static void
set_up_namespaces (void)
{
  g_unsetenv (INSIDE);
  ip ("link set lo up");
  ip ("link add " OUT " type veth peer name " IN);
  /* Whom a packet is handed to next is not looked up: it is the test. */
  ip ("link set " OUT " arp off");
  ip ("address add " PRIVATE_NETWORK_IPV4 "/24 dev " OUT);
  ip ("address add " PRIVATE_NETWORK_IPV6 "/64 dev " OUT " nodad");
  ip ("link set " OUT " up");
  ip ("link set " IN " up");
  ip ("route add default via 10.1.0.1");
  ip ("-6 route add default dev " OUT);
  ip ("route add throw " PRIVATE_NETWORK_NO_ROUTE "/32");
  if (mount ("tmpfs", "/etc", "tmpfs", 0, "mode=755") != 0
      || mount ("tmpfs", "/run", "tmpfs", 0, "mode=755") != 0)
    g_error ("mount: %s", g_strerror (errno));
}

void
private_network_enter (char **argv)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  if (g_getenv (INSIDE) != NULL) {
    set_up_namespaces ();
    return;
  }
  g_setenv (INSIDE, "1", TRUE);
  g_ptr_array_add (words, (char *) "unshare");
  g_ptr_array_add (words, (char *) "-rnm");
  g_ptr_array_add (words, program);
  for (guint i = 1; argv[i] != NULL; i++)
    g_ptr_array_add (words, argv[i]);
  g_ptr_array_add (words, NULL);
  execvp ("unshare", (char **) words->pdata);
  g_error ("unshare: %s", g_strerror (errno));
}

void
private_network_unplug (void)
{
  ip ("link set " OUT " down");
}

void
private_network_write_etc (const char *name, const char *contents)
{
  g_autofree char *path = g_build_filename ("/etc", name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0755);
  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
}

/* Packets that come */

static gboolean
parse_udp (PrivatePacket *packet, const guint8 *at, gsize length)
{
  struct udphdr udp;

  if (length < sizeof udp)
    return FALSE;
  memcpy (&udp, at, sizeof udp);
  packet->udp = TRUE;
  packet->port = ntohs (udp.dest);
  packet->from_port = ntohs (udp.source);
  packet->payload = at + sizeof udp;
  packet->payload_length = length - sizeof udp;
  return TRUE;
}

/* Only what opens a connection. */
static gboolean
parse_tcp (PrivatePacket *packet, const guint8 *at, gsize length)
{
  struct tcphdr tcp;

  if (length < sizeof tcp)
    return FALSE;
  memcpy (&tcp, at, sizeof tcp);
  if (!tcp.syn || tcp.ack)
    return FALSE;
  packet->port = ntohs (tcp.dest);
  packet->from_port = ntohs (tcp.source);
  for (gsize i = sizeof tcp; i + 3 < MIN (length, tcp.doff * 4u) && at[i] != TCPOPT_EOL;
       i += at[i] == TCPOPT_NOP ? 1 : MAX (2, at[i + 1]))
    if (at[i] == TCPOPT_MAXSEG)
      packet->mss = (guint16) (at[i + 2] << 8 | at[i + 3]);
  return TRUE;
}

static gsize
get_header_length (const PrivatePacket *packet)
{
  return packet->ipv6 ? sizeof (struct ip6_hdr) : (packet->bytes[0] & 0x0f) * 4u;
}

static gboolean
parse (PrivatePacket *packet)
{
  gsize header;
  guint8 protocol;

  packet->ipv6 = packet->bytes[0] >> 4 == 6;
  if (packet->length < (packet->ipv6 ? sizeof (struct ip6_hdr) : sizeof (struct iphdr)))
    return FALSE;
  protocol = packet->bytes[packet->ipv6 ? 6 : 9];
  packet->ttl = packet->bytes[packet->ipv6 ? 7 : 8];
  inet_ntop (packet->ipv6 ? AF_INET6 : AF_INET, packet->bytes + (packet->ipv6 ? 24 : 16),
             packet->to, sizeof packet->to);
  header = get_header_length (packet);
  if (packet->length < header)
    return FALSE;
  if (protocol == IPPROTO_UDP)
    return parse_udp (packet, packet->bytes + header, packet->length - header);
  return protocol == IPPROTO_TCP
         && parse_tcp (packet, packet->bytes + header, packet->length - header);
}

static gboolean
packet_came_cb (int fd, GIOCondition condition, gpointer user_data)
{
  PrivateNetwork *self = user_data;
  guint8 buffer[MAX_PACKET];
  struct sockaddr_ll from = { 0 };
  socklen_t size = sizeof from;
  gssize count
      = recvfrom (fd, buffer, sizeof buffer, MSG_DONTWAIT, (struct sockaddr *) &from, &size);
  PrivatePacket packet = { .bytes = buffer, .length = (gsize) MAX (0, count) };

  if (count <= 0 || from.sll_pkttype == PACKET_OUTGOING || !parse (&packet))
    return G_SOURCE_CONTINUE;
  self->packets++;
  if (self->func != NULL)
    self->func (self, &packet, self->user_data);
  return G_SOURCE_CONTINUE;
}

/* Packets that go. RFC 1071 */

static guint32
add_up (guint32 sum, const guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    sum += i % 2 == 0 ? bytes[i] << 8 : bytes[i];
  return sum;
}

static void
put_sum (guint8 *at, guint32 sum)
{
  while (sum > 0xffff)
    sum = (sum & 0xffff) + (sum >> 16);
  at[0] = (guint8) (~sum >> 8);
  at[1] = (guint8) ~sum;
}

static void
put_addresses (GByteArray *message, const PrivatePacket *packet, const char *from)
{
  gsize size = packet->ipv6 ? 16 : 4;
  gsize source = packet->ipv6 ? 8 : 12;
  guint8 address[16];

  memcpy (address, packet->bytes + source + size, size);
  if (from != NULL)
    g_assert_cmpint (inet_pton (packet->ipv6 ? AF_INET6 : AF_INET, from, address), ==, 1);
  memcpy (message->data + source, address, size);
  memcpy (message->data + source + size, packet->bytes + source, size);
}

/* A message in IP to the sender of @packet. @sum_at: where its checksum belongs,
 * over a pseudo header too (RFC 8200 8.1) but for ICMP in IPv4. */
static void
send_message (PrivateNetwork *self,
              const PrivatePacket *packet,
              const char *from,
              guint8 protocol,
              const void *body,
              gsize length,
              gsize sum_at)
{
  gsize header = packet->ipv6 ? sizeof (struct ip6_hdr) : sizeof (struct iphdr);
  g_autoptr (GByteArray) message = g_byte_array_new ();
  guint8 *at;
  guint32 sum = 0;

  g_byte_array_set_size (message, header + length);
  at = message->data;
  memset (at, 0, header);
  memcpy (at + header, body, length);
  at[0] = packet->ipv6 ? 0x60 : 0x45;
  at[packet->ipv6 ? 5 : 3] = (guint8) (packet->ipv6 ? length : header + length);
  at[packet->ipv6 ? 4 : 2] = (guint8) ((packet->ipv6 ? length : header + length) >> 8);
  at[packet->ipv6 ? 6 : 9] = protocol;
  at[packet->ipv6 ? 7 : 8] = TTL;
  put_addresses (message, packet, from);
  if (!packet->ipv6)
    put_sum (at + 10, add_up (0, at, header));
  if (protocol != IPPROTO_ICMP)
    sum = add_up (protocol + (guint32) length, at + (packet->ipv6 ? 8 : 12), packet->ipv6 ? 32 : 8);
  put_sum (at + header + sum_at, add_up (sum, at + header, length));
  self->out.sll_protocol = htons (packet->ipv6 ? ETH_P_IPV6 : ETH_P_IP);
  g_assert_cmpint (sendto (self->fd, at, message->len, 0, (struct sockaddr *) &self->out,
                           sizeof self->out),
                   ==, message->len);
}

void
private_network_icmp (PrivateNetwork *self,
                      const PrivatePacket *packet,
                      const char *from,
                      guint8 type,
                      guint8 code)
{
  guint8 body[8 + QUOTED] = { type, code };
  gsize quoted = MIN (packet->length, QUOTED);

  memcpy (body + 8, packet->bytes, quoted);
  send_message (self, packet, from, packet->ipv6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP, body, 8 + quoted,
                2);
}

static void
send_segment (PrivateNetwork *self, const PrivatePacket *packet, gboolean accept)
{
  struct tcphdr asked;
  struct tcphdr tcp = { 0 };

  memcpy (&asked, packet->bytes + get_header_length (packet), sizeof asked);
  tcp.source = asked.dest;
  tcp.dest = asked.source;
  tcp.ack_seq = htonl (ntohl (asked.seq) + 1);
  tcp.doff = sizeof tcp / 4;
  tcp.ack = 1;
  tcp.syn = accept;
  tcp.rst = !accept;
  tcp.window = htons (4096);
  send_message (self, packet, NULL, IPPROTO_TCP, &tcp, sizeof tcp,
                G_STRUCT_OFFSET (struct tcphdr, check));
}

void
private_network_accept (PrivateNetwork *self, const PrivatePacket *packet)
{
  send_segment (self, packet, TRUE);
}

void
private_network_reset (PrivateNetwork *self, const PrivatePacket *packet)
{
  send_segment (self, packet, FALSE);
}

void
private_network_datagram (PrivateNetwork *self,
                          const PrivatePacket *packet,
                          const char *from,
                          const char *text)
{
  gsize length = sizeof (struct udphdr) + strlen (text);
  g_autofree guint8 *body = g_malloc0 (length);
  struct udphdr udp = { 0 };

  udp.source = htons (packet->port);
  udp.dest = htons (packet->from_port);
  udp.len = htons ((guint16) length);
  memcpy (body, &udp, sizeof udp);
  memcpy (body + sizeof udp, text, strlen (text));
  send_message (self, packet, from, IPPROTO_UDP, body, length,
                G_STRUCT_OFFSET (struct udphdr, check));
}

/* The object */

static void
find_out (PrivateNetwork *self)
{
  struct ifreq request = { 0 };

  g_strlcpy (request.ifr_name, OUT, sizeof request.ifr_name);
  g_assert_cmpint (ioctl (self->fd, SIOCGIFHWADDR, &request), ==, 0);
  self->out.sll_family = AF_PACKET;
  self->out.sll_ifindex = (int) if_nametoindex (IN);
  self->out.sll_halen = ETH_ALEN;
  memcpy (self->out.sll_addr, request.ifr_hwaddr.sa_data, ETH_ALEN);
}

PrivateNetwork *
private_network_new (PrivateNetworkFunc func, gpointer user_data)
{
  PrivateNetwork *self = g_new0 (PrivateNetwork, 1);
  struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_protocol = htons (ETH_P_ALL) };

  self->func = func;
  self->user_data = user_data;
  self->fd = socket (AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  g_assert_cmpint (self->fd, >=, 0);
  find_out (self);
  address.sll_ifindex = self->out.sll_ifindex;
  g_assert_cmpint (bind (self->fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  self->source = g_unix_fd_source_new (self->fd, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (packet_came_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

void
private_network_free (PrivateNetwork *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  close (self->fd);
  g_free (self);
}

guint
private_network_get_packets (PrivateNetwork *self)
{
  return self->packets;
}
