/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-deadline.h"

struct _LcDeadline
{
  GCancellable *cancellable; /* (owned) */
  GCancellable *caller;      /* (owned) (nullable) */
  gulong handler;
  GSource *timer; /* (owned) (nullable) once it has fired */
  gboolean passed;
};

static gboolean
time_is_up_cb (gpointer user_data)
{
  LcDeadline *deadline = user_data;

  deadline->passed = TRUE;
  g_clear_pointer (&deadline->timer, g_source_unref);
  g_cancellable_cancel (deadline->cancellable);
  return G_SOURCE_REMOVE;
}

static void
caller_cancelled_cb (GCancellable *caller, gpointer user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

LcDeadline *
lc_deadline_new (guint ms, GCancellable *caller)
{
  LcDeadline *deadline = g_new0 (LcDeadline, 1);

  deadline->cancellable = g_cancellable_new ();
  deadline->timer = g_timeout_source_new (ms);
  g_source_set_static_name (deadline->timer, "lc-deadline");
  g_source_set_callback (deadline->timer, time_is_up_cb, deadline, NULL);
  g_source_attach (deadline->timer, g_main_context_get_thread_default ());
  if (caller != NULL) {
    deadline->caller = g_object_ref (caller);
    deadline->handler
        = g_cancellable_connect (caller, G_CALLBACK (caller_cancelled_cb),
                                 g_object_ref (deadline->cancellable), g_object_unref);
  }
  return deadline;
}

void
lc_deadline_free (LcDeadline *deadline)
{
  if (deadline->timer != NULL)
    g_source_destroy (deadline->timer);
  g_clear_pointer (&deadline->timer, g_source_unref);
  g_cancellable_disconnect (deadline->caller, deadline->handler);
  g_clear_object (&deadline->caller);
  g_clear_object (&deadline->cancellable);
  g_free (deadline);
}

GCancellable *
lc_deadline_get_cancellable (const LcDeadline *deadline)
{
  g_return_val_if_fail (deadline != NULL, NULL);

  return deadline->cancellable;
}

gboolean
lc_deadline_has_passed (const LcDeadline *deadline)
{
  g_return_val_if_fail (deadline != NULL, FALSE);

  return deadline->passed;
}

gboolean
lc_deadline_was_cancelled (const LcDeadline *deadline)
{
  g_return_val_if_fail (deadline != NULL, FALSE);

  return g_cancellable_is_cancelled (deadline->caller);
}
