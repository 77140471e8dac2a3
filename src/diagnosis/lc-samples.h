/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-edge.h"
#include "report/lc-row.h"

G_BEGIN_DECLS

/* The sampled ports of an rtp row. What is said of a range is said of the
 * sampled ports in it. */

/**
 * LcSampleCount:
 *
 * How many sampled ports showed what. Samples that were skipped or cancelled are not counted.
 */
typedef struct
{
  guint passed;
  guint reached; /* of the passed: the host itself answered */
  guint failed;
  guint silent;
  guint cancelled;
} LcSampleCount;

LcSampleCount lc_samples_count (GPtrArray *samples);

/**
 * lc_samples_judge:
 * @edge: (nullable): where the network ends; without it the samples are taken at their word
 * @code: (out): of the first that decides
 *
 * A router that is not shown to be beyond the edge shows nothing of a port: its datagram
 * may not have left the network, and counts as one of which nothing was heard. Nor does a
 * row pass in which a whole end of the range is silent (lc_samples_get_quiet_range()).
 *
 * Returns: the status that an attempt's samples give it.
 */
LcStatus lc_samples_judge (const LcAttempt *attempt, const LcEdge *edge, LcCode *code);

/* Ranges of ports whose samples failed: "1024-9800 and 40000-41000". Returns: (transfer full). */
char *lc_samples_get_failed_ranges (GPtrArray *samples);

/* The end of the range of which nobody said anything, "17151-65535", while others were answered:
 * where all silent samples lie there, and are too many for an accident. Returns: (transfer full)
 * (nullable). */
char *lc_samples_get_quiet_range (GPtrArray *samples);

/* The first failed sample that @offender answered for. Returns: (transfer none) (nullable). */
const LcSample *lc_samples_find_answer (GPtrArray *samples, const char *offender);

/* Who stopped the failed ones: the address most of them name, or NULL. Owned by the samples. */
const char *lc_samples_get_offender (GPtrArray *samples);

G_END_DECLS
