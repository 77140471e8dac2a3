/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "channel-fixture.h"
#include "loopback-server.h"
#include "net/lc-bridge.h"

#define BIG (512 * 1024)

typedef struct
{
  ChannelPair pair;
  LcBridge *bridge;
  LcChannel *library; /* the other end of the bridge, as a library would hold it */
} Fixture;

static LcChannel *
connect_library (LcBridge *bridge)
{
  g_autoptr (GSocket) socket
      = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);

  if (!g_socket_connect (socket, lc_bridge_get_address (bridge), NULL, NULL))
    return NULL;
  return lc_channel_new (socket);
}

static void
open_bridge (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  channel_pair_init (&fixture->pair);
  fixture->bridge = lc_bridge_new (fixture->pair.channel, &error);
  g_assert_no_error (error);
  fixture->library = connect_library (fixture->bridge);
  g_assert_nonnull (fixture->library);
}

static void
close_bridge (Fixture *fixture)
{
  lc_bridge_close (fixture->bridge);
  lc_bridge_close (fixture->bridge);
  channel_settle ();
  g_assert_finalize_object (fixture->bridge);
  g_clear_object (&fixture->library);
  channel_pair_clear (&fixture->pair);
}

static void
assert_read (LcChannel *channel, const char *text)
{
  ChannelOp op = { 0 };

  channel_begin_read (channel, 100, NULL, &op);
  channel_wait (&op);
  g_assert_no_error (op.error);
  g_assert_cmpmem (g_bytes_get_data (op.bytes, NULL), g_bytes_get_size (op.bytes), text,
                   strlen (text));
  channel_op_clear (&op);
}

static void
library_write (Fixture *fixture, const char *text)
{
  ChannelOp op = { 0 };

  channel_begin_write (fixture->library, text, strlen (text), NULL, &op);
  channel_wait (&op);
  g_assert_no_error (op.error);
  channel_op_clear (&op);
}

static void
test_both_ways (void)
{
  Fixture fixture;
  g_autoptr (GString) came = NULL;

  open_bridge (&fixture);
  library_write (&fixture, "question");
  came = channel_peer_read (fixture.pair.peer, 8);
  g_assert_cmpstr (came->str, ==, "question");
  g_assert_cmpuint (lc_bridge_get_received (fixture.bridge), ==, 0);
  channel_peer_write (fixture.pair.peer, "answer");
  assert_read (fixture.library, "answer");
  g_assert_cmpuint (lc_bridge_get_received (fixture.bridge), ==, 6);
  g_assert_false (lc_bridge_get_ended (fixture.bridge));
  g_assert_null (lc_bridge_get_error (fixture.bridge));
  close_bridge (&fixture);
}

/* One connection, and no other. */
static void
test_one_connection (void)
{
  Fixture fixture;
  g_autoptr (LcChannel) second = NULL;

  open_bridge (&fixture);
  library_write (&fixture, "x");
  channel_settle ();
  second = connect_library (fixture.bridge);
  g_assert_null (second);
  close_bridge (&fixture);
}

static void
test_peer_ends (void)
{
  Fixture fixture;
  g_autoptr (GString) came = NULL;

  open_bridge (&fixture);
  channel_peer_write (fixture.pair.peer, "last words");
  g_socket_shutdown (fixture.pair.peer, FALSE, TRUE, NULL);
  assert_read (fixture.library, "last words");
  assert_read (fixture.library, "");
  g_assert_true (lc_bridge_get_ended (fixture.bridge));
  g_assert_null (lc_bridge_get_error (fixture.bridge));
  /* The library's own direction goes on. */
  library_write (&fixture, "goodbye");
  came = channel_peer_read (fixture.pair.peer, 7);
  g_assert_cmpstr (came->str, ==, "goodbye");
  close_bridge (&fixture);
}

static void
test_library_ends (void)
{
  Fixture fixture;
  g_autoptr (GString) came = NULL;
  gssize count = -1;
  char byte;

  open_bridge (&fixture);
  library_write (&fixture, "question");
  lc_channel_shutdown_write (fixture.library);
  came = channel_peer_read (fixture.pair.peer, 8);
  while (count < 0) {
    g_main_context_iteration (NULL, FALSE);
    count = g_socket_receive (fixture.pair.peer, &byte, 1, NULL, NULL);
  }
  g_assert_cmpint (count, ==, 0);
  channel_peer_write (fixture.pair.peer, "answer");
  assert_read (fixture.library, "answer");
  g_assert_false (lc_bridge_get_ended (fixture.bridge));
  close_bridge (&fixture);
}

/* A library that goes away with words on their way to it. */
static void
test_library_gone (void)
{
  Fixture fixture;

  open_bridge (&fixture);
  library_write (&fixture, "x");
  channel_settle ();
  g_clear_object (&fixture.library);
  channel_peer_write (fixture.pair.peer, "too late");
  channel_settle ();
  channel_peer_write (fixture.pair.peer, "again");
  channel_settle ();
  g_assert_null (lc_bridge_get_error (fixture.bridge));
  close_bridge (&fixture);
}

static void
test_reset (void)
{
  static const LoopbackAct script[] = { WAIT ("question"), SAY ("half"), PAUSE (20), RESET, { 0 } };
  g_autoptr (LoopbackServer) server = loopback_server_new (script);
  g_autoptr (GSocket) socket = channel_connect_to (loopback_server_get_port (server));
  LcChannel *channel = lc_channel_new (socket);
  Fixture fixture = { .bridge = lc_bridge_new (channel, NULL) };

  fixture.library = connect_library (fixture.bridge);
  library_write (&fixture, "question");
  assert_read (fixture.library, "half");
  assert_read (fixture.library, "");
  g_assert_true (lc_bridge_get_ended (fixture.bridge));
  g_assert_error (lc_bridge_get_error (fixture.bridge), G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  lc_bridge_close (fixture.bridge);
  channel_settle ();
  g_assert_finalize_object (fixture.bridge);
  g_assert_finalize_object (channel);
  g_assert_finalize_object (fixture.library);
}

static void
test_big (void)
{
  g_autofree char *big = g_strnfill (BIG, 'x');
  ChannelOp writing = { 0 };
  g_autoptr (GString) out = NULL;
  gsize in = 0;
  Fixture fixture;

  open_bridge (&fixture);
  channel_begin_write (fixture.library, big, BIG, NULL, &writing);
  out = channel_peer_read (fixture.pair.peer, BIG);
  channel_wait (&writing);
  g_assert_no_error (writing.error);
  channel_op_clear (&writing);
  for (gsize sent = 0; in < BIG;) {
    gssize count
        = sent < BIG ? g_socket_send (fixture.pair.peer, big + sent, BIG - sent, NULL, NULL) : 0;
    ChannelOp op = { 0 };

    sent += (gsize) MAX (count, 0);
    channel_begin_read (fixture.library, BIG, NULL, &op);
    channel_wait (&op);
    in += g_bytes_get_size (op.bytes);
    channel_op_clear (&op);
  }
  g_assert_cmpuint (lc_bridge_get_received (fixture.bridge), ==, BIG);
  close_bridge (&fixture);
}

/* Closed with words on their way: the library sees the end, the channel is as it was. */
static void
test_close (void)
{
  Fixture fixture;

  open_bridge (&fixture);
  library_write (&fixture, "x");
  channel_settle ();
  lc_bridge_close (fixture.bridge);
  channel_settle ();
  channel_peer_write (fixture.pair.peer, "for others");
  assert_read (fixture.pair.channel, "for others");
  channel_settle ();
  g_assert_finalize_object (fixture.bridge);
  assert_read (fixture.library, "");
  g_clear_object (&fixture.library);
  channel_pair_clear (&fixture.pair);
}

/* Before anybody has come. */
static void
test_close_early (void)
{
  ChannelPair pair;
  LcBridge *bridge;

  channel_pair_init (&pair);
  bridge = lc_bridge_new (pair.channel, NULL);
  lc_bridge_close (bridge);
  channel_settle ();
  g_assert_null (connect_library (bridge));
  g_assert_finalize_object (bridge);
  channel_pair_clear (&pair);
}

/* What another process gets: the end at once. It must not say a word to the channel. */
static void
intrude (const struct sockaddr_un *address, socklen_t length)
{
  int fd = socket (AF_UNIX, SOCK_STREAM, 0);
  char byte;

  if (connect (fd, (const struct sockaddr *) address, length) != 0)
    _exit (1);
  if (send (fd, "intruder", 8, MSG_NOSIGNAL) < 0 || recv (fd, &byte, 1, 0) <= 0)
    _exit (0);
  _exit (2);
}

static void
test_stranger (void)
{
  ChannelPair pair;
  Fixture fixture = { 0 };
  struct sockaddr_un address = { 0 };
  GSocketAddress *listening;
  int status = -1;
  pid_t child;
  char byte;

  channel_pair_init (&pair);
  fixture.bridge = lc_bridge_new (pair.channel, NULL);
  fixture.pair = pair;
  listening = lc_bridge_get_address (fixture.bridge);
  g_assert_true (g_socket_address_to_native (listening, &address, sizeof address, NULL));
  child = fork ();
  if (child == 0)
    intrude (&address, (socklen_t) g_socket_address_get_native_size (listening));
  g_assert_cmpint (child, >, 0);
  while (waitpid (child, &status, WNOHANG) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpint (g_socket_receive (pair.peer, &byte, 1, NULL, NULL), ==, -1);
  fixture.library = connect_library (fixture.bridge);
  g_assert_nonnull (fixture.library);
  channel_peer_write (pair.peer, "hello");
  assert_read (fixture.library, "hello");
  close_bridge (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bridge/both-ways", test_both_ways);
  g_test_add_func ("/bridge/one-connection", test_one_connection);
  g_test_add_func ("/bridge/peer-ends", test_peer_ends);
  g_test_add_func ("/bridge/library-ends", test_library_ends);
  g_test_add_func ("/bridge/library-gone", test_library_gone);
  g_test_add_func ("/bridge/reset", test_reset);
  g_test_add_func ("/bridge/big", test_big);
  g_test_add_func ("/bridge/close", test_close);
  g_test_add_func ("/bridge/close-early", test_close_early);
  g_test_add_func ("/bridge/stranger", test_stranger);
  return g_test_run ();
}
