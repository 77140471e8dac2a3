/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-icmp-message.h"
#include "report/lc-attempt.h"
#include "report/lc-row-facts.h"

static void
test_new (void)
{
  g_autoptr (LcAttempt) attempt = lc_attempt_new (NULL);
  g_autoptr (LcAttempt) literal = lc_attempt_new ("2001:db8::1");

  g_assert_null (attempt->address);
  g_assert_cmpstr (literal->address, ==, "2001:db8::1");
  g_assert_cmpint (attempt->status, ==, LC_STATUS_CANCELLED);
  g_assert_cmpint (attempt->code, ==, LC_CODE_CANCELLED);
  g_assert_cmpint (attempt->latency_us, ==, LC_US_NONE);
  g_assert_cmpuint (attempt->steps->len, ==, 0);
  g_assert_null (attempt->samples);
}

static void
test_steps (void)
{
  g_autoptr (LcAttempt) attempt = lc_attempt_new ("192.0.2.1");
  LcStep *tcp = lc_step_new (LC_PHASE_TCP, LC_STATUS_PASS, LC_CODE_OK, 1, NULL);
  LcStep *tls = lc_step_new (LC_PHASE_TLS, LC_STATUS_DEGRADED, LC_CODE_TLS_INTERCEPTED, 2, "x");
  LcStep *app = lc_step_new (LC_PHASE_APP, LC_STATUS_FAIL, LC_CODE_APP_CLOSED, 3, NULL);

  g_assert_null (lc_attempt_get_failed_step (attempt));
  g_assert_null (lc_attempt_get_step (attempt, LC_PHASE_TCP));
  lc_attempt_take_step (attempt, tcp);
  g_assert_null (lc_attempt_get_failed_step (attempt));
  lc_attempt_take_step (attempt, tls);
  lc_attempt_take_step (attempt, app);
  g_assert_true (lc_attempt_get_failed_step (attempt) == tls);
  g_assert_true (lc_attempt_get_step (attempt, LC_PHASE_TCP) == tcp);
  g_assert_true (lc_attempt_get_step (attempt, LC_PHASE_APP) == app);
  g_assert_null (lc_attempt_get_step (attempt, LC_PHASE_UDP));
}

static void
test_samples (void)
{
  g_autoptr (LcAttempt) attempt = lc_attempt_new ("192.0.2.1");
  LcSample *sample = lc_sample_new (1024);

  lc_attempt_take_sample (attempt, sample);
  lc_attempt_take_sample (attempt, lc_sample_new (65535));
  g_assert_cmpuint (attempt->samples->len, ==, 2);
  g_assert_true (g_ptr_array_index (attempt->samples, 0) == sample);
  g_assert_cmpint (sample->status, ==, LC_STATUS_CANCELLED);
  g_assert_cmpint (sample->code, ==, LC_CODE_CANCELLED);
  g_assert_cmpuint (sample->ttl, ==, 0);
  g_assert_cmpint (sample->type, ==, -1);
  g_assert_cmpint (sample->icmp_code, ==, -1);
}

static void
test_free_null (void)
{
  lc_step_free (NULL);
  lc_icmp_free (NULL);
  lc_certificate_free (NULL);
  lc_tls_free (NULL);
  lc_http_free (NULL);
  lc_stun_free (NULL);
  lc_hop_free (NULL);
  lc_path_free (NULL);
  lc_sample_free (NULL);
  lc_attempt_free (NULL);
}

/* Where the words matter: who refuses, what is not there, what is too far. */
static void
test_icmp_words (void)
{
  static const struct
  {
    gboolean ipv6;
    guint8 type;
    guint8 code;
    const char *words;
  } cases[] = {
    { FALSE, 3, 0, "unreachable: no route to the network" },
    { FALSE, 3, 1, "unreachable: the host does not answer" },
    { FALSE, 3, 3, "refused: port unreachable" },
    { FALSE, 3, 4, "too big: the packet would have to be split" },
    { FALSE, 3, 9, "refused: the network is administratively prohibited" },
    { FALSE, 3, 10, "refused: the host is administratively prohibited" },
    { FALSE, 3, 13, "refused: administratively prohibited" },
    { FALSE, 3, 200, "unreachable" },
    { FALSE, 11, 0, "time exceeded: the packet has used up its hops" },
    { FALSE, 11, 9, "time exceeded" },
    { FALSE, 12, 0, "refused: a field of the packet is wrong" },
    { FALSE, 99, 0, "an ICMP error" },
    { TRUE, 1, 0, "unreachable: no route to the network" },
    { TRUE, 1, 1, "refused: administratively prohibited" },
    { TRUE, 1, 3, "unreachable: the host does not answer" },
    { TRUE, 1, 4, "refused: port unreachable" },
    { TRUE, 2, 0, "too big: the packet would have to be split" },
    { TRUE, 3, 0, "time exceeded: the packet has used up its hops" },
    { TRUE, 1, 77, "unreachable" },
    { TRUE, 3, 77, "time exceeded" },
    { TRUE, 4, 1, "refused: a field of the packet is wrong" },
    { TRUE, 11, 0, "an ICMP error" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (lc_icmp_describe (cases[i].ipv6, cases[i].type, cases[i].code), ==,
                     cases[i].words);
  for (guint type = 0; type <= G_MAXUINT8; type++)
    for (guint code = 0; code <= G_MAXUINT8; code++) {
      g_assert_cmpstr (lc_icmp_describe (FALSE, (guint8) type, (guint8) code), !=, "");
      g_assert_cmpstr (lc_icmp_describe (TRUE, (guint8) type, (guint8) code), !=, "");
    }
}

/* The path of an rtp row shows a block where ports are stopped, and where they are not
 * its silence is none. */
static void
test_media_block (void)
{
  static const struct
  {
    LcStatus status;
    const char *stopped_at;
    gboolean shows;
    const char *end;
  } cases[] = {
    { LC_STATUS_DEGRADED, "10.1.0.1", TRUE, "UDP 20001 stops at 10.1.0.1, or right after it" },
    { LC_STATUS_FAIL, "10.1.0.1", TRUE, "UDP 20001 stops at 10.1.0.1, or right after it" },
    { LC_STATUS_FAIL, NULL, TRUE, "Nothing answered" },
    { LC_STATUS_INCONCLUSIVE, "10.1.0.1", FALSE,
      "Nobody farther on answers, which is no sign of a block" },
    { LC_STATUS_PASS, NULL, FALSE, "Nobody farther on answers, which is no sign of a block" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LcAttempt) attempt = lc_attempt_new ("169.63.26.232");
    g_autofree char *end = NULL;

    lc_attempt_take_sample (attempt, lc_sample_new (20001));
    attempt->path = lc_path_new (LC_TRANSPORT_UDP, 20001);
    attempt->path->stopped_at = g_strdup (cases[i].stopped_at);
    attempt->status = cases[i].status;
    end = lc_attempt_describe_block (attempt);
    g_assert_cmpint (lc_attempt_shows_block (attempt), ==, cases[i].shows);
    g_assert_cmpstr (end, ==, cases[i].end);
    attempt->path->reached = TRUE;
    g_assert_false (lc_attempt_shows_block (attempt));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attempt/new", test_new);
  g_test_add_func ("/attempt/steps", test_steps);
  g_test_add_func ("/attempt/samples", test_samples);
  g_test_add_func ("/attempt/free-null", test_free_null);
  g_test_add_func ("/attempt/icmp-words", test_icmp_words);
  g_test_add_func ("/attempt/media-block", test_media_block);
  return g_test_run ();
}
