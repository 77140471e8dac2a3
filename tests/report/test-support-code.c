/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "report/lc-support-code.h"

#define ALPHABET "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#define GROUPS 6
#define GROUP LC_SUPPORT_CODE_GROUP
#define SIGNS (GROUPS * GROUP)

static LcSupportContent
make_content (const char *site)
{
  return (LcSupportContent){ .site = site,
                             .complete = TRUE,
                             .verdict = LC_VERDICT_BLOCKED,
                             .proxy = TRUE,
                             .revision = 1,
                             .quarter = 31260,
                             .hop = 1,
                             .findings = { { lc_support_code_find_finding ("port-blocked"),
                                             LC_OWNER_FIREWALL, TRUE },
                                           { 0, LC_OWNER_NONE, FALSE } },
                             .works = 0xff };
}

static void
assert_same (const LcSupportContent *a, const LcSupportContent *b)
{
  g_assert_cmpstr (a->site, ==, b->site);
  g_assert_cmpint (a->complete, ==, b->complete);
  g_assert_cmpint (a->verdict, ==, b->verdict);
  g_assert_cmpint (a->proxy, ==, b->proxy);
  g_assert_cmpint (a->vpn, ==, b->vpn);
  g_assert_cmpint (a->portal, ==, b->portal);
  g_assert_cmpuint (a->revision, ==, b->revision);
  g_assert_cmpuint (a->quarter, ==, b->quarter);
  g_assert_cmpuint (a->hop, ==, b->hop);
  for (guint i = 0; i < LC_SUPPORT_CODE_FINDINGS; i++) {
    g_assert_cmpuint (a->findings[i].finding, ==, b->findings[i].finding);
    g_assert_cmpint (a->findings[i].owner, ==, b->findings[i].owner);
    g_assert_cmpint (a->findings[i].proven, ==, b->findings[i].proven);
  }
  g_assert_cmpuint (a->works, ==, b->works);
}

/* The groups of a code without dashes. */
static void
pack (const char *code, char signs[SIGNS + 1])
{
  guint n = 0;

  for (; *code != '\0'; code++) {
    if (*code != '-')
      signs[n++] = *code;
  }
  signs[n] = '\0';
}

static LcSupportContent
make_random (const char *site)
{
  LcSupportContent content = { .site = site };

  content.complete = g_test_rand_bit ();
  content.verdict = (LcVerdict) g_test_rand_int_range (LC_VERDICT_OK, LC_VERDICT_INCONCLUSIVE + 1);
  content.proxy = g_test_rand_bit ();
  content.vpn = g_test_rand_bit ();
  content.portal = g_test_rand_bit ();
  content.revision = (guint) g_test_rand_int_range (0, 16);
  content.quarter = (guint) g_test_rand_int_range (0, LC_SUPPORT_CODE_QUARTERS);
  content.hop = (guint) g_test_rand_int_range (0, 16);
  for (guint i = 0; i < LC_SUPPORT_CODE_FINDINGS; i++) {
    content.findings[i].finding = (guint) g_test_rand_int_range (0, LC_SUPPORT_CODE_OTHER + 1);
    content.findings[i].owner
        = (LcOwner) g_test_rand_int_range (LC_OWNER_NONE, LC_OWNER_UNKNOWN + 1);
    content.findings[i].proven = g_test_rand_bit ();
  }
  for (guint i = 0; i < lc_support_code_get_n_rows (site); i++)
    content.works |= (guint64) g_test_rand_bit () << i;
  return content;
}

static void
test_round_trip (void)
{
  const char *sites[] = { "us", "uk", "sg" };

  for (guint i = 0; i < 3000; i++) {
    LcSupportContent content = make_random (sites[i % G_N_ELEMENTS (sites)]);
    LcSupportContent read = { 0 };
    g_autofree char *code = lc_support_code_encode (&content);

    g_assert_cmpuint (strlen (code), ==, i % 3 == 0 ? 29 : 24);
    g_assert_cmpint (lc_support_code_decode (code, &read, NULL), ==, LC_SUPPORT_FAULT_NONE);
    assert_same (&content, &read);
  }
}

/* docs/support-code.md has these, too: a test of the papers holds them against each other. */
static void
test_vectors (void)
{
  static const struct
  {
    const char *site;
    const char *code;
  } vectors[] = { { "us", "9M2S-YGWA-28BQ-00FZ-Y009-0005" },
                  { "uk", "BM2X-YGWA-28BQ-00FZ-Y009" },
                  { "sg", "DM2H-YGWA-28BQ-00FZ-Y009" } };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++) {
    LcSupportContent content = make_content (vectors[i].site);
    g_autofree char *code = lc_support_code_encode (&content);

    g_assert_cmpstr (code, ==, vectors[i].code);
  }
}

static void
test_typing (void)
{
  LcSupportContent content = make_content ("us");
  LcSupportContent read = { 0 };
  g_autofree char *code = lc_support_code_encode (&content);
  g_autofree char *lower = g_ascii_strdown (code, -1);
  g_auto (GStrv) parts = g_strsplit (code, "-", -1);
  g_autofree char *spaced = g_strjoinv (" \t", parts);
  g_autofree char *joined = g_strjoinv ("", parts);
  g_autofree char *dashed = g_strjoinv (" – ", parts);

  g_assert_cmpint (lc_support_code_decode (lower, &read, NULL), ==, LC_SUPPORT_FAULT_NONE);
  assert_same (&content, &read);
  g_assert_cmpint (lc_support_code_decode (spaced, NULL, NULL), ==, LC_SUPPORT_FAULT_NONE);
  g_assert_cmpint (lc_support_code_decode (joined, NULL, NULL), ==, LC_SUPPORT_FAULT_NONE);
  g_assert_cmpint (lc_support_code_decode (dashed, NULL, NULL), ==, LC_SUPPORT_FAULT_NONE);
  g_strdelimit (code, "0", 'o');
  g_strdelimit (code, "1", 'l');
  g_assert_cmpint (lc_support_code_decode (code, NULL, NULL), ==, LC_SUPPORT_FAULT_NONE);
}

/* While it is being typed every beginning of a right code is right. */
static void
test_beginnings (void)
{
  LcSupportContent content = make_content ("us");
  g_autofree char *code = lc_support_code_encode (&content);
  char signs[SIGNS + 1];
  g_autofree char *longer = g_strconcat (code, "0", NULL);

  pack (code, signs);
  for (guint n = 0; n < SIGNS; n++) {
    g_autofree char *beginning = g_strndup (signs, n);
    guint group = 0;

    g_assert_cmpint (lc_support_code_decode (beginning, NULL, &group), ==, LC_SUPPORT_FAULT_SHORT);
    g_assert_cmpuint (group, ==, n / GROUP + 1);
  }
  g_assert_cmpint (lc_support_code_decode (longer, NULL, NULL), ==, LC_SUPPORT_FAULT_LONG);
}

static void
assert_noticed (const char *signs, guint place)
{
  guint group = 0;

  g_assert_cmpint (lc_support_code_decode (signs, NULL, &group), ==, LC_SUPPORT_FAULT_GROUP);
  g_assert_cmpuint (group, ==, place / GROUP + 1);
}

/* The check of a group is linear, so that an error is noticed or not whatever else stands
 * there; each group is tried with many contents all the same. */
static void
for_every_group (void (*probe) (char *signs, guint group))
{
  LcSupportContent content = make_content ("us");
  g_autofree char *code = lc_support_code_encode (&content);
  char right[SIGNS + 1];

  pack (code, right);
  for (guint group = 0; group < GROUPS; group++) {
    for (guint data = 0; data < 32 * 32 * 32; data += group == 1 ? 7 : 211) {
      char signs[SIGNS + 1];
      char *own = signs + group * GROUP;

      memcpy (signs, right, sizeof signs);
      own[0] = group == 0 ? right[0] : ALPHABET[data >> 10];
      own[1] = ALPHABET[data >> 5 & 31];
      own[2] = ALPHABET[data & 31];
      /* The one check that fits. */
      for (guint i = 0; i < 32; i++) {
        guint fault_group = 0;

        own[3] = ALPHABET[i];
        if (lc_support_code_decode (signs, NULL, &fault_group) != LC_SUPPORT_FAULT_GROUP)
          break;
      }
      probe (signs, group);
    }
  }
}

static void
probe_single_errors (char *signs, guint group)
{
  for (guint place = group * GROUP; place < (group + 1) * GROUP; place++) {
    char right = signs[place];

    for (guint i = 0; i < 32; i++) {
      if (ALPHABET[i] == right)
        continue;
      signs[place] = ALPHABET[i];
      assert_noticed (signs, place);
    }
    signs[place] = right;
  }
}

static void
probe_neighbour_swaps (char *signs, guint group)
{
  for (guint place = group * GROUP; place < (group + 1) * GROUP && place + 1 < SIGNS; place++) {
    char left = signs[place];
    char right = signs[place + 1];

    if (left == right)
      continue;
    signs[place] = right;
    signs[place + 1] = left;
    assert_noticed (signs, place);
    signs[place] = left;
    signs[place + 1] = right;
  }
}

static void
test_single_errors (void)
{
  for_every_group (probe_single_errors);
}

static void
test_neighbour_swaps (void)
{
  for_every_group (probe_neighbour_swaps);
}

/* Each group in the place of each other one. */
static void
test_misplaced_groups (void)
{
  for (guint i = 0; i < 200; i++) {
    LcSupportContent content = make_random ("us");
    g_autofree char *code = lc_support_code_encode (&content);
    char right[SIGNS + 1];

    pack (code, right);
    for (guint from = 0; from < GROUPS; from++) {
      for (guint to = 0; to < GROUPS; to++) {
        char signs[SIGNS + 1];

        memcpy (signs, right, sizeof signs);
        memcpy (signs + to * GROUP, right + from * GROUP, GROUP);
        if (from != to)
          assert_noticed (signs, to * GROUP);
      }
    }
  }
}

static void
test_foreign_signs (void)
{
  const char *wrong[] = { "U", "!", "é", "\xff", "\xe2\x80" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    guint group = 0;

    g_assert_cmpint (lc_support_code_decode (wrong[i], NULL, &group), ==, LC_SUPPORT_FAULT_GROUP);
    g_assert_cmpuint (group, ==, 1);
  }
  g_assert_cmpint (lc_support_code_decode ("", NULL, NULL), ==, LC_SUPPORT_FAULT_SHORT);
}

/* A first group of any version and site that is well typed. */
static void
test_other_versions (void)
{
  for (guint first = 0; first < 32; first++) {
    LcSupportFault expected = first >> 3 > 1                            ? LC_SUPPORT_FAULT_NEWER
                              : first >> 3 < 1 || (first >> 1 & 3) == 3 ? LC_SUPPORT_FAULT_CONTENT
                                                                        : LC_SUPPORT_FAULT_SHORT;
    guint right = 0;

    for (guint check = 0; check < 32; check++) {
      const char signs[] = { ALPHABET[first], '0', '0', ALPHABET[check], '\0' };
      LcSupportFault fault = lc_support_code_decode (signs, NULL, NULL);

      if (fault == LC_SUPPORT_FAULT_GROUP)
        continue;
      g_assert_cmpint (fault, ==, expected);
      right++;
    }
    g_assert_cmpuint (right, ==, 1);
  }
}

/* Anything at all is either refused or made so again. */
static void
test_random_text (void)
{
  for (guint i = 0; i < 20000; i++) {
    LcSupportContent content = make_random (i % 2 ? "us" : "uk");
    LcSupportContent read = { 0 };
    g_autofree char *code = lc_support_code_encode (&content);
    gsize length = strlen (code);

    for (guint j = 0; j < 1 + i % 6; j++)
      code[g_test_rand_int_range (0, (gint32) length)] = (char) g_test_rand_int_range (1, 256);
    if (lc_support_code_decode (code, &read, NULL) == LC_SUPPORT_FAULT_NONE) {
      g_autofree char *again = lc_support_code_encode (&read);
      LcSupportContent twice = { 0 };

      g_assert_cmpint (lc_support_code_decode (again, &twice, NULL), ==, LC_SUPPORT_FAULT_NONE);
      assert_same (&read, &twice);
    }
  }
}

static void
test_findings (void)
{
  guint n = 0;

  while (lc_support_code_get_finding (n + 1) != NULL) {
    n++;
    g_assert_cmpuint (lc_support_code_find_finding (lc_support_code_get_finding (n)), ==, n);
  }
  g_assert_cmpuint (n, >=, 43);
  g_assert_cmpuint (n, <, LC_SUPPORT_CODE_OTHER);
  g_assert_null (lc_support_code_get_finding (0));
  g_assert_null (lc_support_code_get_finding (LC_SUPPORT_CODE_OTHER));
  g_assert_cmpuint (lc_support_code_find_finding ("from-the-future"), ==, LC_SUPPORT_CODE_OTHER);
  g_assert_cmpuint (lc_support_code_get_n_rows ("xx"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support-code/round-trip", test_round_trip);
  g_test_add_func ("/support-code/vectors", test_vectors);
  g_test_add_func ("/support-code/typing", test_typing);
  g_test_add_func ("/support-code/beginnings", test_beginnings);
  g_test_add_func ("/support-code/single-errors", test_single_errors);
  g_test_add_func ("/support-code/neighbour-swaps", test_neighbour_swaps);
  g_test_add_func ("/support-code/misplaced-groups", test_misplaced_groups);
  g_test_add_func ("/support-code/foreign-signs", test_foreign_signs);
  g_test_add_func ("/support-code/other-versions", test_other_versions);
  g_test_add_func ("/support-code/random-text", test_random_text);
  g_test_add_func ("/support-code/findings", test_findings);
  return g_test_run ();
}
