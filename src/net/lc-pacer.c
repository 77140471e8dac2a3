/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-pacer.h"

/* A token bucket a responder: five at once, then one every 1.05 s. Both are a
 * little under what Linux grants, because its clock is not ours. */
#define BURST 5
#define INTERVAL_US (1050 * G_TIME_SPAN_MILLISECOND)

struct _LcPacer
{
  GHashTable *buckets; /* (owned) responder -> gint64: when the bucket is full again */
  GHashTable *names;   /* (owned) place -> address, once it is known */
};

LcPacer *
lc_pacer_new (void)
{
  LcPacer *pacer = g_new0 (LcPacer, 1);

  pacer->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  pacer->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return pacer;
}

void
lc_pacer_free (LcPacer *pacer)
{
  g_hash_table_unref (pacer->buckets);
  g_hash_table_unref (pacer->names);
  g_free (pacer);
}

/* A bucket is one number: the moment at which it would be full. Each packet
 * moves it on by one interval; it may lie BURST intervals ahead before a packet waits. */
static gint64
wait_for (gint64 full_at, gint64 now_us)
{
  return MAX (0, full_at - now_us - (BURST - 1) * INTERVAL_US);
}

static gint64 *
find_bucket (const LcPacer *pacer, const char *responder)
{
  const char *address = g_hash_table_lookup (pacer->names, responder);

  return g_hash_table_lookup (pacer->buckets, address != NULL ? address : responder);
}

static gint64 *
get_bucket (LcPacer *pacer, const char *responder, gint64 now_us)
{
  const char *address = g_hash_table_lookup (pacer->names, responder);
  gint64 *full_at = find_bucket (pacer, responder);

  if (full_at != NULL)
    return full_at;
  full_at = g_new (gint64, 1);
  *full_at = now_us;
  g_hash_table_insert (pacer->buckets, g_strdup (address != NULL ? address : responder), full_at);
  return full_at;
}

void
lc_pacer_identify (LcPacer *pacer, const char *place, const char *address, gint64 now_us)
{
  g_return_if_fail (pacer != NULL);

  gint64 *taken = g_hash_table_lookup (pacer->buckets, place);
  gint64 *full_at;

  if (g_hash_table_contains (pacer->names, place))
    return;
  full_at = get_bucket (pacer, address, now_us);
  if (taken != NULL)
    *full_at = MAX (*full_at, now_us) + MAX (0, *taken - now_us);
  g_hash_table_insert (pacer->names, g_strdup (place), g_strdup (address));
}

gint64
lc_pacer_peek (const LcPacer *pacer, const char *responder, gint64 now_us)
{
  g_return_val_if_fail (pacer != NULL, 0);
  g_return_val_if_fail (responder != NULL, 0);

  gint64 *full_at = find_bucket (pacer, responder);

  return full_at != NULL ? wait_for (*full_at, now_us) : 0;
}

guint
lc_pacer_count (const LcPacer *pacer, const char *responder, gint64 now_us)
{
  g_return_val_if_fail (pacer != NULL, 0);
  g_return_val_if_fail (responder != NULL, 0);

  gint64 *full_at = find_bucket (pacer, responder);
  gint64 ahead = full_at != NULL ? MAX (0, *full_at - now_us) : 0;
  gint64 taken = (ahead + INTERVAL_US - 1) / INTERVAL_US;

  return taken < BURST ? BURST - taken : 0;
}

gint64
lc_pacer_reserve (LcPacer *pacer, const char *responder, gint64 now_us)
{
  g_return_val_if_fail (pacer != NULL, 0);
  g_return_val_if_fail (responder != NULL, 0);

  gint64 *full_at = get_bucket (pacer, responder, now_us);
  gint64 wait = wait_for (*full_at, now_us);

  *full_at = MAX (*full_at, now_us) + INTERVAL_US;
  return wait;
}

void
lc_pacer_refund (LcPacer *pacer, const char *responder)
{
  g_return_if_fail (pacer != NULL);
  g_return_if_fail (responder != NULL);

  gint64 *full_at = find_bucket (pacer, responder);

  if (full_at != NULL)
    *full_at -= INTERVAL_US;
}
