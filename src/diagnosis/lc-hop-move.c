/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-hop-move.h"

#include <glib/gi18n-lib.h>

#include "base/lc-text.h"
#include "diagnosis/lc-location.h"
#include "diagnosis/lc-path-hops.h"

static const LcAttempt *
find_attempt (LcRow *row, const char *address)
{
  GPtrArray *attempts = lc_row_get_attempts (row);

  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);

    if (attempt->status != LC_STATUS_PASS && g_strcmp0 (attempt->address, address) == 0)
      return attempt;
  }
  return NULL;
}

/* With a router that answers nobody in between there is no saying that it moved. */
static gboolean
is_placed (const LcAttempt *attempt, const LcLocation *location)
{
  LcSilence silence;

  if (location->hop == NULL || location->ttl == 0)
    return FALSE;
  if (location->answered || attempt->path == NULL)
    return TRUE;
  silence = lc_path_get_silence (attempt->path, attempt->address);
  return silence.at_host || (silence.next != NULL && silence.next->ttl == location->ttl + 1);
}

static char *
describe (const LcAttempt *before, const LcAttempt *after)
{
  LcLocation there = lc_location_of_attempt (before, NULL);
  LcLocation here = lc_location_of_attempt (after, NULL);
  g_autofree char *old_hop = NULL;
  g_autofree char *new_hop = NULL;

  if (!is_placed (before, &there) || !is_placed (after, &here) || here.ttl <= there.ttl
      || g_str_equal (there.hop, here.hop))
    return NULL;
  old_hop = lc_text_clean (there.hop);
  new_hop = lc_text_clean (here.hop);
  /* Translators: two routers' addresses and their places on the way, the farther one first. */
  return g_strdup_printf (
      _ ("It gets farther than before: as far as %s (hop %u), not only to %s (hop %u)."), new_hop,
      here.ttl, old_hop, there.ttl);
}

char *
lc_row_describe_hop_move (LcRow *before, LcRow *after)
{
  GPtrArray *attempts;

  g_return_val_if_fail (LC_IS_ROW (before) && LC_IS_ROW (after), NULL);

  attempts = lc_row_get_attempts (after);
  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);
    const LcAttempt *earlier = find_attempt (before, attempt->address);
    char *text = NULL;

    if (attempt->status != LC_STATUS_PASS && earlier != NULL)
      text = describe (earlier, attempt);
    if (text != NULL)
      return text;
  }
  return NULL;
}
