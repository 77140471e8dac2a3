/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "base/lc-loss.h"

typedef struct
{
  guint worse_lost, worse_sent;
  guint better_lost, better_sent;
  double chance;
} Chance;

/* Computed with exact fractions of binomial coefficients. */
static const Chance chances[] = {
  { 1, 48, 0, 16, 0.75 },
  { 3, 48, 0, 16, 0.4151305683563748 },
  { 12, 48, 0, 16, 0.02121314858105124 },
  { 14, 48, 0, 16, 0.010078645253440634 },
  { 15, 48, 0, 16, 0.006853478772339631 },
  { 20, 48, 1, 16, 0.007056658861929718 },
  { 23, 48, 2, 16, 0.010627016039945208 },
  { 24, 48, 2, 16, 0.007301743745829367 },
  { 5, 48, 1, 16, 0.5290925026537069 },
  { 46, 48, 8, 16, 9.951916593512276e-05 },
  { 44, 48, 16, 16, 1 },
  { 40, 40, 4, 8, 0.00035974920341247813 },
  { 30, 40, 3, 8, 0.05100264822754503 },
  { 3, 8, 0, 16, 0.02766798418972332 },
  { 4, 8, 0, 16, 0.006587615283267457 },
  { 1500, 2000, 500, 1000, 7.34286404450251e-42 },
  /* Nothing to tell apart. */
  { 0, 48, 0, 16, 1 },
  { 48, 48, 16, 16, 1 },
  { 0, 0, 3, 16, 1 },
  { 3, 48, 0, 0, 1 },
  { 4097, 4097, 0, 16, 1 },
  { G_MAXUINT, G_MAXUINT, 0, G_MAXUINT, 1 },
};

static void
test_chance (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (chances); i++) {
    const Chance *c = &chances[i];
    const LcLossCount worse = { c->worse_sent, c->worse_sent - c->worse_lost };
    const LcLossCount better = { c->better_sent, c->better_sent - c->better_lost };
    double chance = lc_loss_get_chance (&worse, &better);

    g_test_message ("%u of %u, %u of %u: %g", c->worse_lost, c->worse_sent, c->better_lost,
                    c->better_sent, chance);
    g_assert_cmpfloat (fabs (chance - c->chance), <=, c->chance * 1e-9);
  }
}

typedef struct
{
  guint sent;
  guint lost;
  gboolean lossy;
} Lossy;

static const Lossy lossies[] = {
  { 48, 0, FALSE },  { 48, 2, FALSE }, /* one less than LC_LOSS_MIN */
  { 48, 3, TRUE },   { 16, 2, FALSE }, { 16, 3, TRUE }, { 8, 3, TRUE },
  { 60, 3, TRUE },  /* just LC_LOSS_PERCENT */
  { 61, 3, FALSE }, /* and a little below */
  { 100, 4, FALSE }, { 100, 5, TRUE }, { 0, 0, FALSE }, { G_MAXUINT, G_MAXUINT, TRUE },
};

static void
test_lossy (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lossies); i++) {
    const LcLossCount count = { lossies[i].sent, lossies[i].sent - lossies[i].lost };

    g_test_message ("%u of %u", lossies[i].lost, lossies[i].sent);
    g_assert_cmpint (lc_loss_is_lossy (&count), ==, lossies[i].lossy);
  }
}

typedef struct
{
  guint first, more, slow; /* lost, of 8, of 40 and of 16 */
  LcLoss loss;
} Judgement;

static const Judgement judgements[] = {
  { 1, 1, 0, LC_LOSS_NONE },
  { 1, 2, 0, LC_LOSS_LIKELY },  /* loss, and nothing tells */
  { 3, 11, 0, LC_LOSS_LIKELY }, /* 14 of 48: p just above 0.01 */
  { 3, 12, 0, LC_LOSS_LIMIT },  /* 15 of 48: just below */
  { 4, 20, 2, LC_LOSS_LIMIT },  /* two lost slow ones are no loss */
  { 4, 19, 2, LC_LOSS_LIKELY },
  { 4, 20, 3, LC_LOSS_PROVEN }, /* three are, and the shares are alike */
  { 2, 14, 5, LC_LOSS_PROVEN },
  { 4, 40, 3, LC_LOSS_LIKELY },  /* slow ones get lost, but far fewer: no plain loss */
  { 4, 40, 16, LC_LOSS_LIKELY }, /* a few answers, and then none: a limit used up */
  { 8, 40, 16, LC_LOSS_PROVEN },
  { 3, 30, 12, LC_LOSS_PROVEN },
};

static void
test_judge (void)
{
  static const LcLossCount none = { 0, 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (judgements); i++) {
    const Judgement *j = &judgements[i];
    const LcLossCount first = { 8, 8 - j->first };
    const LcLossCount more = { 40, 40 - j->more };
    const LcLossCount slow = { 16, 16 - j->slow };

    g_test_message ("%u, %u, %u", j->first, j->more, j->slow);
    g_assert_cmpint (lc_loss_judge (&first, &more, &slow), ==, j->loss);
    /* Without a slow train nothing is proven. */
    g_assert_cmpint (lc_loss_judge (&first, &more, &none), ==,
                     j->loss == LC_LOSS_NONE ? LC_LOSS_NONE : LC_LOSS_LIKELY);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/loss/chance", test_chance);
  g_test_add_func ("/loss/lossy", test_lossy);
  g_test_add_func ("/loss/judge", test_judge);
  return g_test_run ();
}
