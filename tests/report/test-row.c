/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "report/lc-row.h"
#include "sample-reports.h"

static const LcRowResult passed = { LC_STATUS_PASS,       LC_CODE_OK,  LC_PHASE_NONE, LC_OWNER_NONE,
                                    LC_CONFIDENCE_PROVEN, "Answered.", 41200 };

static LcRow *
make_row (const char *host, guint16 port_last)
{
  LcEndpoint endpoint = sample_endpoint ();

  endpoint.host = (char *) host;
  endpoint.port_last = port_last;
  return lc_row_new (&endpoint);
}

/* Appends the property's name to the GString in @data. */
static void
notified_cb (GObject *object, GParamSpec *property, gpointer data)
{
  g_string_append_printf (data, "%s ", property->name);
}

static GString *
watch (LcRow *row)
{
  GString *names = g_string_new (NULL);

  g_signal_connect (row, "notify", G_CALLBACK (notified_cb), names);
  return names;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static char *
sort_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  qsort (words, g_strv_length (words), sizeof *words, compare_words);
  return g_strjoinv (" ", words);
}

/* Holds what was seen so far, in any order, against @expected, and forgets it. */
static void
assert_notified (GString *names, const char *expected)
{
  g_autofree char *is = sort_words (names->str);
  g_autofree char *wanted = sort_words (expected);

  g_assert_cmpstr (is, ==, wanted);
  g_string_truncate (names, 0);
}

static void
test_new (void)
{
  LcRow *row = make_row ("169.63.26.232", 5061);

  g_assert_cmpstr (lc_row_get_id (row), ==, "us/sip/169.63.26.232:5061/tcp");
  g_assert_cmpstr (lc_row_get_number (row), ==, "US-17");
  g_assert_cmpstr (lc_row_get_service (row), ==, "sip");
  g_assert_cmpstr (lc_row_get_title (row), ==, "Call signalling");
  g_assert_cmpstr (lc_row_get_purpose (row), ==, "Sets up and ends calls");
  g_assert_cmpstr (lc_row_get_ports (row), ==, "5061");
  g_assert_cmpint (lc_row_get_transport (row), ==, LC_TRANSPORT_TCP);
  g_assert_cmpint (lc_row_get_protocol (row), ==, LC_PROTOCOL_SIP);
  g_assert_cmpstr (lc_row_get_tls_name (row), ==, "dal12.moviuscorp.net");
  g_assert_true (lc_row_get_required (row));
  g_assert_false (lc_row_get_legacy (row));
  g_assert_false (lc_row_get_may_change (row));
  g_assert_cmpstr (lc_row_get_capability (row), ==, "calls");
  g_assert_null (lc_row_get_note (row));
  g_assert_null (lc_row_get_ws_path (row));
  g_assert_null (lc_row_get_ws_subprotocol (row));
  g_assert_cmpstr (lc_row_get_documented (row)[0], ==, "169.63.26.232");
  g_assert_cmpint (lc_row_get_state (row), ==, LC_ROW_WAITING);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_CANCELLED);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_CANCELLED);
  g_assert_cmpint (lc_row_get_phase (row), ==, LC_PHASE_NONE);
  g_assert_cmpint (lc_row_get_owner (row), ==, LC_OWNER_UNKNOWN);
  g_assert_cmpint (lc_row_get_confidence (row), ==, LC_CONFIDENCE_INCONCLUSIVE);
  g_assert_cmpstr (lc_row_get_detail (row), ==, "");
  g_assert_cmpint (lc_row_get_latency_us (row), ==, LC_US_NONE);
  g_assert_cmpint (lc_row_get_duration_us (row), ==, LC_US_NONE);
  g_assert_finalize_object (row);
}

/* A literal is its own address; a name has none before it was asked for. */
static void
test_resolved (void)
{
  g_autoptr (LcRow) ipv4 = make_row ("169.63.26.232", 5061);
  g_autoptr (LcRow) ipv6 = make_row ("2001:db8::1", 65535);
  g_autoptr (LcRow) name = make_row ("dal12.moviuscorp.net", 5061);

  g_assert_true (lc_row_get_host_is_literal (ipv4));
  g_assert_true (lc_row_get_host_is_literal (ipv6));
  g_assert_false (lc_row_get_host_is_literal (name));
  g_assert_cmpstr (lc_row_get_resolved (ipv6)[0], ==, "2001:db8::1");
  g_assert_null (lc_row_get_resolved (name)[0]);
  g_assert_cmpstr (lc_row_get_ports (ipv6), ==, "5061-65535");
}

static void
test_websocket (void)
{
  LcEndpoint endpoint = sample_endpoint ();
  g_autoptr (LcRow) row = NULL;

  endpoint.ws_path = (char *) "/ws";
  endpoint.ws_subprotocol = (char *) "sip";
  row = lc_row_new (&endpoint);
  g_assert_cmpstr (lc_row_get_ws_path (row), ==, "/ws");
  g_assert_cmpstr (lc_row_get_ws_subprotocol (row), ==, "sip");
}

static void
test_dns (void)
{
  g_autoptr (LcRow) row = make_row ("dal12.moviuscorp.net", 5061);
  g_autoptr (GString) names = watch (row);
  g_autoptr (LcDns) copy = NULL;
  g_autofree char *text = NULL;
  LcDns *dns = lc_dns_new ();

  dns->addresses = g_strsplit ("192.0.2.1 192.0.2.2", " ", -1);
  dns->server = g_strdup ("10.1.0.1");
  copy = lc_dns_copy (dns);
  lc_row_take_dns (row, dns);
  assert_notified (names, "resolved-text ");
  g_object_get (row, "resolved-text", &text, NULL);
  g_assert_cmpstr (text, ==, "192.0.2.1, 192.0.2.2");
  g_assert_cmpstr (lc_row_get_dns (row)->server, ==, "10.1.0.1");

  lc_row_take_dns (row, lc_dns_copy (copy));
  assert_notified (names, "");
  lc_row_take_dns (row, lc_dns_new ());
  assert_notified (names, "resolved-text ");
  g_assert_null (lc_row_get_resolved (row)[0]);
  lc_row_take_dns (row, NULL);
  assert_notified (names, "");
  g_assert_null (lc_row_get_dns (row));
  g_assert_null (lc_dns_copy (NULL));
}

static void
test_notify_once (void)
{
  g_autoptr (LcRow) row = make_row ("169.63.26.232", 5061);
  g_autoptr (GString) names = watch (row);
  LcRowResult failed = passed;

  failed.status = LC_STATUS_FAIL;
  failed.code = LC_CODE_SIP_SILENT;

  lc_row_set_state (row, LC_ROW_RUNNING);
  assert_notified (names, "state ");
  lc_row_set_state (row, LC_ROW_RUNNING);
  assert_notified (names, "");
  lc_row_set_activity (row, "connecting");
  lc_row_set_activity (row, "connecting");
  assert_notified (names, "activity ");
  lc_row_set_result (row, &passed);
  assert_notified (names, "status code latency-us detail ");
  lc_row_set_result (row, &passed);
  assert_notified (names, "");
  lc_row_set_result (row, &failed);
  assert_notified (names, "status code ");
  lc_row_set_duration_us (row, 99);
  assert_notified (names, "");
  lc_row_set_state (row, LC_ROW_ENDED);
  assert_notified (names, "state activity ");
  g_assert_null (lc_row_get_activity (row));
}

/* Whoever is told of one property finds all of them set. */
static void
status_notified_cb (LcRow *row, GParamSpec *property, gpointer data)
{
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_PASS);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_OK);
  g_assert_cmpint (lc_row_get_owner (row), ==, LC_OWNER_NONE);
  g_assert_cmpint (lc_row_get_confidence (row), ==, LC_CONFIDENCE_PROVEN);
  g_assert_cmpstr (lc_row_get_detail (row), ==, "Answered.");
  g_assert_cmpint (lc_row_get_latency_us (row), ==, 41200);
  (*(guint *) data)++;
}

static void
test_result_is_whole (void)
{
  g_autoptr (LcRow) row = make_row ("169.63.26.232", 5061);
  guint count = 0;

  g_signal_connect (row, "notify::status", G_CALLBACK (status_notified_cb), &count);
  lc_row_set_result (row, &passed);
  g_assert_cmpuint (count, ==, 1);
}

static void
test_properties (void)
{
  g_autoptr (LcRow) row = make_row ("169.63.26.232", 5061);
  g_autofree char *id = NULL;
  g_autofree char *number = NULL;
  g_autofree char *service = NULL;
  g_autofree char *title = NULL;
  g_autofree char *host = NULL;
  g_autofree char *ports = NULL;
  g_autofree char *activity = NULL;
  g_autofree char *detail = NULL;
  int state = -1;
  int status = -1;
  int code = -1;
  gint64 latency_us = -2;

  lc_row_set_result (row, &passed);
  lc_row_set_state (row, LC_ROW_RUNNING);
  lc_row_set_activity (row, "connecting");
  g_object_get (row, "id", &id, "number", &number, "service", &service, "title", &title, "host",
                &host, "ports", &ports, "activity", &activity, "detail", &detail, "state", &state,
                "status", &status, "code", &code, "latency-us", &latency_us, NULL);
  g_assert_cmpstr (id, ==, "us/sip/169.63.26.232:5061/tcp");
  g_assert_cmpstr (number, ==, "US-17");
  g_assert_cmpstr (service, ==, "sip");
  g_assert_cmpstr (title, ==, "Call signalling");
  g_assert_cmpstr (host, ==, "169.63.26.232");
  g_assert_cmpstr (ports, ==, "5061");
  g_assert_cmpstr (activity, ==, "connecting");
  g_assert_cmpstr (detail, ==, "Answered.");
  g_assert_cmpint (state, ==, LC_ROW_RUNNING);
  g_assert_cmpint (status, ==, LC_STATUS_PASS);
  g_assert_cmpint (code, ==, LC_CODE_OK);
  g_assert_cmpint (latency_us, ==, 41200);
}

static void
test_reset (void)
{
  g_autoptr (LcRow) row = make_row ("dal12.moviuscorp.net", 5061);
  g_autoptr (GString) names = NULL;
  const char *const addresses[] = { "192.0.2.1", NULL };

  lc_row_set_resolved (row, addresses);
  lc_row_set_result (row, &passed);
  lc_row_set_duration_us (row, 5);
  g_ptr_array_add (lc_row_get_attempts (row), lc_attempt_new ("192.0.2.1"));
  g_ptr_array_add (lc_row_get_proxied_attempts (row), lc_attempt_new ("192.0.2.1"));
  g_ptr_array_add (lc_row_get_documented_attempts (row), lc_attempt_new ("192.0.2.1"));
  lc_row_set_state (row, LC_ROW_ENDED);

  names = watch (row);
  lc_row_reset (row);
  assert_notified (names, "status code latency-us detail resolved-text state ");
  g_assert_cmpint (lc_row_get_state (row), ==, LC_ROW_WAITING);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_CANCELLED);
  g_assert_cmpint (lc_row_get_duration_us (row), ==, LC_US_NONE);
  g_assert_cmpuint (lc_row_get_attempts (row)->len, ==, 0);
  g_assert_cmpuint (lc_row_get_proxied_attempts (row)->len, ==, 0);
  g_assert_cmpuint (lc_row_get_documented_attempts (row)->len, ==, 0);
  g_assert_null (lc_row_get_resolved (row)[0]);
  lc_row_reset (row);
  assert_notified (names, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/row/new", test_new);
  g_test_add_func ("/row/resolved", test_resolved);
  g_test_add_func ("/row/websocket", test_websocket);
  g_test_add_func ("/row/dns", test_dns);
  g_test_add_func ("/row/notify-once", test_notify_once);
  g_test_add_func ("/row/result-is-whole", test_result_is_whole);
  g_test_add_func ("/row/properties", test_properties);
  g_test_add_func ("/row/reset", test_reset);
  return g_test_run ();
}
