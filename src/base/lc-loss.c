/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-loss.h"

#define MAX_COUNT 4096
#define LARGE 1e200 /* far below what a double holds */

static guint
get_lost (const LcLossCount *count)
{
  return count->sent - MIN (count->answered, count->sent);
}

static LcLossCount
add_up (const LcLossCount *a, const LcLossCount *b)
{
  return (LcLossCount){ a->sent + b->sent, a->answered + b->answered };
}

gboolean
lc_loss_is_lossy (const LcLossCount *count)
{
  guint lost = get_lost (count);

  return lost >= LC_LOSS_MIN && (guint64) lost * 100 >= (guint64) count->sent * LC_LOSS_PERCENT;
}

/* The hypergeometric distribution of how many of all losses fall on @worse, each
 * weight from the one before it, so that no factorial is needed. */
double
lc_loss_get_chance (const LcLossCount *worse, const LcLossCount *better)
{
  guint lost = get_lost (worse) + get_lost (better);
  guint least = lost > better->sent ? lost - better->sent : 0;
  guint most = MIN (lost, worse->sent);
  double weight = 1;
  double all = 0;
  double extreme = 0;

  if (worse->sent == 0 || better->sent == 0 || lost == 0 || worse->sent > MAX_COUNT
      || better->sent > MAX_COUNT)
    return 1;
  for (guint k = least; k <= most; k++) {
    all += weight;
    if (k >= get_lost (worse))
      extreme += weight;
    weight *= (double) (worse->sent - k) * (lost - k);
    weight /= (double) (k + 1) * (better->sent + k + 1 - lost);
    if (weight > LARGE) {
      weight /= LARGE;
      all /= LARGE;
      extreme /= LARGE;
    }
  }
  return extreme / all;
}

LcLoss
lc_loss_judge (const LcLossCount *first, const LcLossCount *more, const LcLossCount *slow)
{
  LcLossCount quick = add_up (first, more);
  gboolean differs;

  if (!lc_loss_is_lossy (&quick))
    return LC_LOSS_NONE;
  if (slow->sent == 0)
    return LC_LOSS_LIKELY;
  differs = lc_loss_get_chance (&quick, slow) < LC_LOSS_CHANCE;
  if (!lc_loss_is_lossy (slow))
    return differs ? LC_LOSS_LIMIT : LC_LOSS_LIKELY;
  return differs || lc_loss_get_chance (more, first) < LC_LOSS_CHANCE ? LC_LOSS_LIKELY
                                                                      : LC_LOSS_PROVEN;
}
