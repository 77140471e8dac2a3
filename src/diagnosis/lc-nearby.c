/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-nearby.h"

/* The derivation of all three stands in the header. */
#define MARGIN_US 5000
#define NEARER_PERCENT 40
#define HOST_PERCENT 70

LcSender
lc_nearby_judge (gint64 answer_us, gint64 round_trip_us)
{
  if (answer_us < 0 || round_trip_us < MARGIN_US)
    return LC_SENDER_UNKNOWN;
  if (answer_us * 100 >= round_trip_us * HOST_PERCENT)
    return LC_SENDER_HOST;
  return answer_us * 100 < round_trip_us * NEARER_PERCENT && round_trip_us - answer_us >= MARGIN_US
             ? LC_SENDER_NEARER
             : LC_SENDER_UNKNOWN;
}
