/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-samples.h"

#include "base/lc-phrase.h"

/* So many silent ports in a row, up to an end of the range and none elsewhere, are no accident:
 * what answers get lost to (a limit, or the way) does not look at port numbers, so that three of
 * the seven ports that are sampled at least lie so once in seventeen, three of twelve once in a
 * hundred and ten. */
#define QUIET_PORTS 3

static int
compare_ports (gconstpointer a, gconstpointer b)
{
  const LcSample *first = *(const LcSample *const *) a;
  const LcSample *second = *(const LcSample *const *) b;

  return (int) first->port - (int) second->port;
}

/* Returns: (transfer container): the samples by port; the order in which they were tried is
 * no order to tell. */
static GPtrArray *
sort_by_port (GPtrArray *samples)
{
  GPtrArray *sorted = g_ptr_array_new ();

  g_ptr_array_extend (sorted, samples, NULL, NULL);
  g_ptr_array_sort (sorted, compare_ports);
  return sorted;
}

LcSampleCount
lc_samples_count (GPtrArray *samples)
{
  LcSampleCount count = { 0 };

  for (guint i = 0; i < samples->len; i++) {
    const LcSample *sample = g_ptr_array_index (samples, i);

    if (sample->status == LC_STATUS_PASS)
      count.passed++;
    if (sample->status == LC_STATUS_PASS && sample->code == LC_CODE_UDP_REACHED_HOST)
      count.reached++;
    if (sample->status == LC_STATUS_FAIL)
      count.failed++;
    if (sample->status == LC_STATUS_INCONCLUSIVE)
      count.silent++;
    if (sample->status == LC_STATUS_CANCELLED)
      count.cancelled++;
  }
  return count;
}

static LcCode
find_code (GPtrArray *samples, LcStatus status)
{
  for (guint i = 0; i < samples->len; i++) {
    const LcSample *sample = g_ptr_array_index (samples, i);

    if (sample->status == status)
      return sample->code;
  }
  return LC_CODE_UDP_SILENT;
}

static guint
count_inside (const LcAttempt *attempt, const LcEdge *edge)
{
  guint inside = 0;

  for (guint i = 0; edge != NULL && i < attempt->samples->len; i++) {
    const LcSample *sample = g_ptr_array_index (attempt->samples, i);

    if (sample->status == LC_STATUS_PASS && sample->code == LC_CODE_UDP_LEFT_NETWORK
        && !lc_edge_is_beyond (edge, attempt, sample->address, sample->ttl))
      inside++;
  }
  return inside;
}

/* How many of @sorted are silent at its end, or at its begin. */
static guint
count_silent_end (GPtrArray *sorted, gboolean from_begin)
{
  guint count = 0;

  while (count < sorted->len) {
    guint at = from_begin ? count : sorted->len - 1 - count;

    if (((const LcSample *) g_ptr_array_index (sorted, at))->code != LC_CODE_UDP_SILENT)
      break;
    count++;
  }
  return count;
}

char *
lc_samples_get_quiet_range (GPtrArray *samples)
{
  g_autoptr (GPtrArray) sorted = NULL;
  LcSampleCount count;
  guint from;
  guint last;

  g_return_val_if_fail (samples != NULL, NULL);

  count = lc_samples_count (samples);
  if (count.silent < QUIET_PORTS || count.passed == 0)
    return NULL;
  sorted = sort_by_port (samples);
  if (count_silent_end (sorted, TRUE) == count.silent)
    from = 0;
  else if (count_silent_end (sorted, FALSE) == count.silent)
    from = sorted->len - count.silent;
  else
    return NULL;
  last = from + count.silent - 1;
  return g_strdup_printf ("%u-%u", ((const LcSample *) g_ptr_array_index (sorted, from))->port,
                          ((const LcSample *) g_ptr_array_index (sorted, last))->port);
}

LcStatus
lc_samples_judge (const LcAttempt *attempt, const LcEdge *edge, LcCode *code)
{
  GPtrArray *samples = attempt->samples;
  LcSampleCount count = lc_samples_count (samples);
  guint inside = count_inside (attempt, edge);
  g_autofree char *quiet = lc_samples_get_quiet_range (samples);

  count.passed -= inside;
  count.silent += inside;
  *code = find_code (samples, LC_STATUS_FAIL);
  if (count.failed > 0)
    return count.passed > 0 ? LC_STATUS_DEGRADED : LC_STATUS_FAIL;
  *code = count.reached > 0 ? LC_CODE_UDP_REACHED_HOST : LC_CODE_UDP_LEFT_NETWORK;
  if (count.passed > 0 && quiet == NULL)
    return LC_STATUS_PASS;
  *code = count.silent > 0 ? LC_CODE_UDP_SILENT : LC_CODE_CANCELLED;
  return count.silent > 0 ? LC_STATUS_INCONCLUSIVE : LC_STATUS_CANCELLED;
}

/* Adds the run of failed samples from @first to @last. */
static void
add_range (GPtrArray *ranges, const LcSample *first, const LcSample *last)
{
  g_autofree char *range = first->port == last->port
                               ? g_strdup_printf ("%u", first->port)
                               : g_strdup_printf ("%u-%u", first->port, last->port);

  lc_words_add (ranges, range);
}

char *
lc_samples_get_failed_ranges (GPtrArray *samples)
{
  g_return_val_if_fail (samples != NULL, NULL);

  g_autoptr (GPtrArray) sorted = sort_by_port (samples);
  g_autoptr (GPtrArray) ranges = lc_words_new ();
  const LcSample *first = NULL;
  const LcSample *last = NULL;

  for (guint i = 0; i < sorted->len; i++) {
    const LcSample *sample = g_ptr_array_index (sorted, i);

    if (sample->status == LC_STATUS_FAIL) {
      first = first != NULL ? first : sample;
      last = sample;
    } else if (first != NULL && sample->status == LC_STATUS_PASS) {
      add_range (ranges, first, last);
      first = NULL;
    }
  }
  if (first != NULL)
    add_range (ranges, first, last);
  return lc_phrase_join (ranges, 4);
}

const char *
lc_samples_get_offender (GPtrArray *samples)
{
  const char *offender = NULL;
  guint most = 0;

  g_return_val_if_fail (samples != NULL, NULL);

  for (guint i = 0; i < samples->len; i++) {
    const LcSample *sample = g_ptr_array_index (samples, i);
    guint same = 0;

    if (sample->status != LC_STATUS_FAIL || sample->address == NULL)
      continue;
    for (guint j = 0; j < samples->len; j++) {
      const LcSample *other = g_ptr_array_index (samples, j);

      if (other->status == LC_STATUS_FAIL && g_strcmp0 (other->address, sample->address) == 0)
        same++;
    }
    if (same > most) {
      most = same;
      offender = sample->address;
    }
  }
  return offender;
}

const LcSample *
lc_samples_find_answer (GPtrArray *samples, const char *offender)
{
  g_return_val_if_fail (samples != NULL, NULL);

  for (guint i = 0; i < samples->len; i++) {
    const LcSample *sample = g_ptr_array_index (samples, i);

    if (sample->status == LC_STATUS_FAIL && g_strcmp0 (sample->address, offender) == 0)
      return sample;
  }
  return NULL;
}
