/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

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

/* The status that samples give a row, and the code of the first that decides it. */
LcStatus lc_samples_judge (GPtrArray *samples, LcCode *code);

/* Ranges of ports whose samples failed: "1024-9800 and 40000-41000". Returns: (transfer full). */
char *lc_samples_get_failed_ranges (GPtrArray *samples);

/* The first failed sample that @offender answered for. Returns: (transfer none) (nullable). */
const LcSample *lc_samples_find_answer (GPtrArray *samples, const char *offender);

/* Who stopped the failed ones: the address most of them name, or NULL. Owned by the samples. */
const char *lc_samples_get_offender (GPtrArray *samples);

G_END_DECLS
