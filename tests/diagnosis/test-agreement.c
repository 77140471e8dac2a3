/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "diagnosis/lc-firewall-request.h"
#include "fixture.h"

/* Whether the place of a block is known, and whose it is, are two questions. For every
 * combination headline, summary, row, evidence and request say the same, and name no hop
 * and nobody that the evidence does not. */

#define SECOND_PRIVATE "10.2.0.1"

typedef enum
{
  UNTRACED,
  STOPPED,   /* after a hop, and a router beyond it answers the control */
  NO_ROUTER, /* after a hop, and only the control's host answers beyond it */
  GAP,       /* the next router answers nobody, the one after it does */
  DROPPED_HERE,
  REJECTED,
} How;

typedef struct
{
  const char *name;
  How how;
  guint ttl;          /* of the last hop that answers, or of who rejects */
  const char *second; /* (nullable) the second hop's address in place of the provider's */
  gboolean tunnel;
  LcOwner owner;
  LcOwnerConfidence confidence;
  const char *hop; /* (nullable) the one that may be named */
} Combination;

static const Combination combinations[] = {
  { "place and owner", STOPPED, 1, NULL, FALSE, LC_OWNER_FIREWALL, LC_OWNER_CONFIDENCE_LIKELY,
    FIREWALL },
  { "place and owner, both proven", REJECTED, 1, NULL, FALSE, LC_OWNER_FIREWALL,
    LC_OWNER_CONFIDENCE_PROVEN, FIREWALL },
  { "place and owner beyond", STOPPED, 2, NULL, FALSE, LC_OWNER_PROVIDER,
    LC_OWNER_CONFIDENCE_LIKELY, PROVIDER },
  { "place alone", STOPPED, 2, SECOND_PRIVATE, FALSE, LC_OWNER_UNKNOWN, LC_OWNER_CONFIDENCE_UNKNOWN,
    SECOND_PRIVATE },
  { "place alone, said by it", REJECTED, 2, SECOND_PRIVATE, FALSE, LC_OWNER_UNKNOWN,
    LC_OWNER_CONFIDENCE_UNKNOWN, SECOND_PRIVATE },
  { "between two hops", GAP, 1, NULL, FALSE, LC_OWNER_UNKNOWN, LC_OWNER_CONFIDENCE_UNKNOWN,
    FIREWALL },
  { "owner alone", UNTRACED, 0, NULL, TRUE, LC_OWNER_VPN, LC_OWNER_CONFIDENCE_LIKELY, NULL },
  { "this computer", DROPPED_HERE, 0, NULL, FALSE, LC_OWNER_DEVICE, LC_OWNER_CONFIDENCE_PROVEN,
    NULL },
  { "neither, untraced", UNTRACED, 0, NULL, FALSE, LC_OWNER_UNKNOWN, LC_OWNER_CONFIDENCE_UNKNOWN,
    NULL },
  { "neither, no router to compare with", NO_ROUTER, 1, NULL, FALSE, LC_OWNER_UNKNOWN,
    LC_OWNER_CONFIDENCE_UNKNOWN, NULL },
  { "neither, silence before the host", STOPPED, 3, NULL, FALSE, LC_OWNER_UNKNOWN,
    LC_OWNER_CONFIDENCE_UNKNOWN, NULL },
};

static const char *const hops[] = { FIREWALL, PROVIDER, LAST_ROUTER, SECOND_PRIVATE };

static const struct
{
  LcOwner owner;
  const char *words;
} owners[] = {
  { LC_OWNER_FIREWALL, "your firewall" },
  { LC_OWNER_PROVIDER, "your internet provider" },
  { LC_OWNER_VPN, "your VPN" },
  { LC_OWNER_DEVICE, "this computer" },
};

static void
silence (GPtrArray *list, guint ttl)
{
  LcHop *hop = g_ptr_array_index (list, ttl - 1);

  g_clear_pointer (&hop->address, g_free);
}

static void
rename_second (GPtrArray *list, const char *address)
{
  LcHop *hop = g_ptr_array_index (list, 1);

  if (hop->address == NULL)
    return;
  g_free (hop->address);
  hop->address = g_strdup (address);
}

static void
break_attempt (const Combination *c, LcAttempt *attempt)
{
  LcPath *path;

  if (c->how == DROPPED_HERE)
    attempt->local_drop = TRUE;
  if (c->how == DROPPED_HERE || c->how == UNTRACED)
    return;
  path = fixture_stop_after (attempt, LC_TRANSPORT_TCP, 5061, c->ttl);
  if (c->second != NULL) {
    rename_second (path->hops, c->second);
    rename_second (path->control_hops, c->second);
  }
  if (c->how == GAP)
    silence (path->control_hops, c->ttl + 1);
  for (guint ttl = c->ttl + 1; c->how == NO_ROUTER && ttl < HOST_TTL; ttl++)
    silence (path->control_hops, ttl);
  if (c->how == REJECTED)
    attempt->icmp = lc_icmp_new (c->hop, 3, 13, 400);
}

static LcReport *
make_report (const Combination *c)
{
  LcReport *report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/sip");
  LcEnvironment *environment = lc_report_get_environment (report);

  fixture_fail (row, LC_PHASE_TCP, c->how == REJECTED ? LC_CODE_TCP_REJECTED : LC_CODE_TCP_TIMEOUT);
  break_attempt (c, fixture_first (row));
  if (c->tunnel) {
    environment->vpn = g_strdup ("tun0");
    environment->vpn_addresses = g_strsplit (fixture_first (row)->address, " ", -1);
  }
  fixture_diagnose (report);
  return report;
}

static void
check_text (const Combination *c, LcFinding *finding, const char *text)
{
  g_test_message ("%s: %s", c->name, text);
  for (gsize i = 0; i < G_N_ELEMENTS (hops); i++)
    if (strstr (text, hops[i]) != NULL) {
      g_assert_true (fixture_has_evidence (finding, hops[i]));
      g_assert_true (c->how == GAP || g_strcmp0 (hops[i], c->hop) == 0);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (owners); i++)
    if (strstr (text, owners[i].words) != NULL)
      g_assert_cmpint (owners[i].owner, ==, c->owner);
}

/* Who only likely has to act is in no title: nothing in it could say "likely". */
static void
check_title (const Combination *c, const char *title)
{
  for (gsize i = 0; i < G_N_ELEMENTS (owners); i++)
    if (strstr (title, owners[i].words) != NULL)
      g_assert_cmpint (c->confidence, ==, LC_OWNER_CONFIDENCE_PROVEN);
}

static void
test_combinations (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (combinations); i++) {
    const Combination *c = &combinations[i];
    g_autoptr (LcReport) report = make_report (c);
    LcRow *row = fixture_row (report, "uk/sip");
    LcFinding *finding = fixture_find (report, "port-blocked");
    g_autofree char *request = lc_firewall_request_text (report);
    g_autofree char *csv = lc_firewall_request_csv (report);

    g_test_message ("%s", c->name);
    g_assert_nonnull (finding);
    g_assert_cmpint (finding->owner, ==, c->owner);
    g_assert_cmpint (finding->owner_confidence, ==, c->confidence);
    g_assert_cmpint (lc_row_get_owner (row), ==, c->owner);
    g_assert_cmpint (lc_row_get_owner_confidence (row), ==, c->confidence);
    check_text (c, finding, finding->title);
    check_title (c, finding->title);
    check_text (c, finding, finding->detail);
    check_text (c, finding, lc_report_get_summary (report));
    g_assert_true (fixture_has_evidence (finding, lc_row_get_detail (row)));
    if (c->hop != NULL && c->how != GAP)
      g_assert_nonnull (strstr (lc_report_get_summary (report), c->hop));
    for (gsize j = 0; j < G_N_ELEMENTS (owners); j++)
      if (owners[j].owner != c->owner)
        g_assert_null (strstr (request, owners[j].words));
    g_assert_nonnull (strstr (csv, lc_owner_confidence_to_string (c->confidence)));
  }
}

/* A port that works elsewhere is not what is blocked; one that works nowhere is. */
static void
test_elsewhere (void)
{
  g_autoptr (LcReport) one = fixture_healthy_new ("us");
  g_autoptr (LcReport) all = fixture_healthy_new ("us");

  fixture_fail (fixture_row (one, "us/sip/169.63.26.232"), LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (one);
  g_assert_cmpstr (fixture_find (one, "port-blocked")->title, ==,
                   "TCP 5061 to 169.63.26.232 does not get through");
  g_assert_nonnull (strstr (lc_report_get_summary (one), "TCP 5061 to 169.63.26.232"));
  fixture_fail_port (all, LC_TRANSPORT_TCP, 5061, LC_PHASE_TCP, LC_CODE_TCP_TIMEOUT);
  fixture_diagnose (all);
  g_assert_cmpstr (fixture_find (all, "port-blocked")->title, ==, "TCP 5061 does not get through");
}

/* Routers of which none is shown to be beyond the edge show nothing of a port. */
static void
test_media_inside (void)
{
  g_autoptr (LcReport) report = fixture_healthy_new ("uk");
  LcRow *row = fixture_row (report, "uk/rtp");

  fixture_samples (row, 16, LC_CODE_UDP_LEFT_NETWORK, PROVIDER);
  fixture_diagnose (report);
  g_assert_cmpint (lc_row_get_status (row), ==, LC_STATUS_INCONCLUSIVE);
  g_assert_cmpint (lc_row_get_code (row), ==, LC_CODE_UDP_SILENT);
  g_assert_nonnull (strstr (lc_row_get_detail (row), "may still be this network’s own"));
  fixture_assert_codes (report, "rtp-unproven");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agreement/combinations", test_combinations);
  g_test_add_func ("/agreement/elsewhere", test_elsewhere);
  g_test_add_func ("/agreement/media-inside", test_media_inside);
  return g_test_run ();
}
