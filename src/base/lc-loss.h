/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What requests without an answer mean: a way that loses packets, or a server that
 * limits how often it answers. Loss does not depend on how quickly somebody asks; a
 * limit does. So after a quick train with losses a slow one is sent. */

/* How many of so many were answered. */
typedef struct
{
  guint sent;
  guint answered; /* at most @sent */
} LcLossCount;

/* A train of so many requests a second, or fewer, is a slow one: what a limit of a
 * hundred a minute, which session border controllers come with, nearly grants. */
#define LC_LOSS_SLOW_RATE 2

/* Lost requests are loss from so many on, and so many percent: one lost datagram is
 * none, and below a twentieth nobody hears it. */
#define LC_LOSS_MIN 3
#define LC_LOSS_PERCENT 5

/* A difference that chance alone makes less often than this is one (0.01). */
#define LC_LOSS_CHANCE 0.01

typedef enum
{
  LC_LOSS_NONE,
  LC_LOSS_LIMIT,  /* slow requests are answered, quick ones are not: and not by chance */
  LC_LOSS_PROVEN, /* slow ones get lost as well */
  LC_LOSS_LIKELY, /* quick ones got lost, and nothing tells the two apart */
} LcLoss;

/* Whether it is loss at all. */
gboolean lc_loss_is_lossy (const LcLossCount *count);

/**
 * lc_loss_get_chance:
 *
 * Fisher's exact test, one-sided: the probability that, if both had the same share of
 * losses, @worse would have at least as many of them as it has. 1 where one of the two
 * is empty, nothing was lost, or the counts are larger than any that are sent (4096).
 */
double lc_loss_get_chance (const LcLossCount *worse, const LcLossCount *better);

/**
 * lc_loss_judge:
 * @first: the first few quick requests
 * @more: those that came behind at the same rate, because one of @first was lost; may be empty
 * @slow: the slow train; empty where there was none
 *
 * A limit that is used up already, by colleagues behind the same address, answers a few
 * and then nobody: where the quick requests' losses come late, slow ones that get
 * lost prove nothing.
 */
LcLoss lc_loss_judge (const LcLossCount *first, const LcLossCount *more, const LcLossCount *slow);

G_END_DECLS
