/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-row-watch.h"

/* What has changed is sorted and filtered anew at most this often: rows that
 * jump about faster than that cannot be read. */
#define REFRESH_MS 250

struct _LcRowWatch
{
  LcRowsChanged changed;
  gpointer user_data;
  GPtrArray *rows; /* (owned) (element-type LcRow) */
  guint source;    /* 0: nothing has changed */
};

static gboolean
refresh_cb (gpointer user_data)
{
  LcRowWatch *self = user_data;

  self->source = 0;
  self->changed (self->user_data);
  return G_SOURCE_REMOVE;
}

static void
row_changed_cb (LcRowWatch *self)
{
  if (self->source == 0)
    self->source = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

LcRowWatch *
lc_row_watch_new (LcRowsChanged changed, gpointer user_data)
{
  LcRowWatch *self = g_new0 (LcRowWatch, 1);

  self->changed = changed;
  self->user_data = user_data;
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
lc_row_watch_set_report (LcRowWatch *self, LcReport *report)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (report == NULL || LC_IS_REPORT (report));

  for (guint i = 0; i < self->rows->len; i++)
    g_signal_handlers_disconnect_by_data (self->rows->pdata[i], self);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; report != NULL && i < lc_report_get_n_rows (report); i++) {
    LcRow *row = lc_report_get_row (report, i);

    g_signal_connect_swapped (row, "notify", G_CALLBACK (row_changed_cb), self);
    g_ptr_array_add (self->rows, g_object_ref (row));
  }
}

void
lc_row_watch_free (LcRowWatch *self)
{
  g_return_if_fail (self != NULL);

  g_clear_handle_id (&self->source, g_source_remove);
  lc_row_watch_set_report (self, NULL);
  g_ptr_array_unref (self->rows);
  g_free (self);
}
