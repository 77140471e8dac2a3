/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sys/resource.h>

#include "check-fixture.h"

/* Codes that only a whole check comes to. */

static const LoopbackAct greeting[] = { SAY ("* PREAUTH hello\r\n"), { 0 } };

/* No file is left to open a socket with: that is this program's own trouble. */

static void
set_limit (rlim_t files)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  limit.rlim_cur = MIN (files, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
}

static void
first_row_cb (LcRow *row, GParamSpec *property, gpointer user_data)
{
  if (lc_row_get_state (row) == LC_ROW_ENDED)
    set_limit (3);
}

static void
test_no_files (void)
{
  g_autoptr (LoopbackServer) server = loopback_server_new (greeting);
  const CheckRow rows[] = {
    { LC_PROTOCOL_IMAP, LOOPBACK, loopback_server_get_port (server) },
    { LC_PROTOCOL_IMAP, "127.0.0.2", 143 },
    { LC_PROTOCOL_STUN, LOOPBACK, 3478 },
  };
  LcCheckOptions options = LC_CHECK_OPTIONS_INIT;
  LcCheck *check;
  CheckRun run = { 0 };

  options.jobs = 1;
  options.trace = FALSE;
  check = check_fixture_new (rows, G_N_ELEMENTS (rows), &options);
  g_signal_connect (lc_report_get_row (lc_check_get_report (check), 0), "notify::state",
                    G_CALLBACK (first_row_cb), NULL);
  check_run_begin (&run, check);
  while (run.callbacks == 0)
    g_main_context_iteration (NULL, TRUE);
  set_limit (1024);
  check_run_finish (&run);
  g_assert_no_error (run.error);
  check_assert_row (&run, 0, LC_STATUS_PASS, LC_CODE_OK);
  check_assert_row (&run, 1, LC_STATUS_INCONCLUSIVE, LC_CODE_INTERNAL_ERROR);
  check_assert_row (&run, 2, LC_STATUS_INCONCLUSIVE, LC_CODE_INTERNAL_ERROR);
  g_assert_cmpint (lc_report_get_verdict (run.report), !=, LC_VERDICT_BLOCKED);
  check_run_clear (&run);
}

/* Datagrams end at the first hop, and TCP to the same host goes on to the second. */

static void
packet_cb (PrivateNetwork *network, const PrivatePacket *packet, gpointer user_data)
{
  if (packet->ttl == 1)
    private_network_icmp (network, packet, "10.1.0.1", 11, 0);
  else if (!packet->udp && packet->ttl == 2)
    private_network_icmp (network, packet, "203.0.113.1", 11, 0);
  else if (!packet->udp)
    private_network_accept (network, packet);
}

static void
test_stopped (void)
{
  g_autoptr (PrivateNetwork) network G_GNUC_UNUSED = private_network_new (packet_cb, NULL);
  const CheckRow rows[]
      = { { LC_PROTOCOL_RTP, SILENT_HOST, 1024 }, { LC_PROTOCOL_IMAP, SILENT_HOST, 143 } };
  LcCheckOptions options = LC_CHECK_OPTIONS_INIT;
  CheckRun run = { 0 };

  options.timeout_ms = 500;
  check_run_all (&run, check_fixture_new (rows, G_N_ELEMENTS (rows), &options));
  check_assert_row (&run, 0, LC_STATUS_FAIL, LC_CODE_UDP_STOPPED_AT_HOP);
  check_assert_row (&run, 1, LC_STATUS_FAIL, LC_CODE_APP_TIMEOUT);
  check_run_clear (&run);
}

/* Unplugged: nothing is tried but this computer's own addresses. */
static void
test_offline (void)
{
  g_autoptr (LoopbackServer) server = loopback_server_new (greeting);
  const CheckRow rows[] = {
    { LC_PROTOCOL_IMAP, SILENT_HOST, 143 },
    { LC_PROTOCOL_HTTPS, "name.test", 443 },
    { LC_PROTOCOL_IMAP, LOOPBACK, loopback_server_get_port (server) },
  };
  CheckRun outside = { 0 };
  CheckRun all = { 0 };

  private_network_unplug ();
  check_run_all (&outside, check_fixture_new (rows, 2, NULL));
  check_assert_row (&outside, 0, LC_STATUS_FAIL, LC_CODE_OFFLINE);
  check_assert_row (&outside, 1, LC_STATUS_FAIL, LC_CODE_OFFLINE);
  g_assert_cmpint (lc_row_get_owner (lc_report_get_row (outside.report, 0)), ==, LC_OWNER_DEVICE);
  g_assert_cmpint (lc_report_get_verdict (outside.report), ==, LC_VERDICT_BLOCKED);
  check_run_clear (&outside);
  check_run_all (&all, check_fixture_new (rows, 3, NULL));
  check_assert_row (&all, 0, LC_STATUS_FAIL, LC_CODE_OFFLINE);
  check_assert_row (&all, 2, LC_STATUS_PASS, LC_CODE_OK);
  check_run_clear (&all);
}

int
main (int argc, char *argv[])
{
  check_fixture_init (&argc, &argv);
  g_test_add_func ("/check-codes/no-files", test_no_files);
  g_test_add_func ("/check-codes/stopped", test_stopped);
  g_test_add_func ("/check-codes/offline", test_offline);
  return g_test_run ();
}
