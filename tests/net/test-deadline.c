/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-deadline.h"

#define PATIENT_MS 20000

static gboolean
has_timer (void)
{
  GMainContext *context = g_main_context_default ();
  int timeout = -1;
  int priority;

  while (g_main_context_iteration (context, FALSE))
    ;
  g_assert_true (g_main_context_acquire (context));
  g_main_context_prepare (context, &priority);
  g_main_context_query (context, G_MAXINT, &timeout, NULL, 0);
  g_main_context_release (context);
  return timeout >= 0;
}

static void
test_passes (void)
{
  g_autoptr (GCancellable) caller = g_cancellable_new ();
  g_autoptr (LcDeadline) deadline = lc_deadline_new (1, caller);

  g_assert_false (g_cancellable_is_cancelled (lc_deadline_get_cancellable (deadline)));
  g_assert_false (lc_deadline_has_passed (deadline));
  while (!g_cancellable_is_cancelled (lc_deadline_get_cancellable (deadline)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (lc_deadline_has_passed (deadline));
  g_assert_false (lc_deadline_was_cancelled (deadline));
  g_assert_false (g_cancellable_is_cancelled (caller));
  g_assert_false (has_timer ());
}

static void
test_caller (void)
{
  g_autoptr (GCancellable) caller = g_cancellable_new ();
  g_autoptr (LcDeadline) deadline = lc_deadline_new (PATIENT_MS, caller);

  g_cancellable_cancel (caller);
  g_assert_true (g_cancellable_is_cancelled (lc_deadline_get_cancellable (deadline)));
  g_assert_true (lc_deadline_was_cancelled (deadline));
  g_assert_false (lc_deadline_has_passed (deadline));
}

static void
test_cancelled_before (void)
{
  g_autoptr (GCancellable) caller = g_cancellable_new ();
  LcDeadline *deadline;

  g_cancellable_cancel (caller);
  deadline = lc_deadline_new (PATIENT_MS, caller);
  g_assert_true (g_cancellable_is_cancelled (lc_deadline_get_cancellable (deadline)));
  g_assert_true (lc_deadline_was_cancelled (deadline));
  lc_deadline_free (deadline);
  g_assert_false (has_timer ());
  g_assert_finalize_object (g_steal_pointer (&caller));
}

static void
test_no_caller (void)
{
  LcDeadline *deadline = lc_deadline_new (PATIENT_MS, NULL);

  g_assert_false (lc_deadline_was_cancelled (deadline));
  g_assert_true (has_timer ());
  lc_deadline_free (deadline);
  g_assert_false (has_timer ());
}

/* What is freed in time hears of nothing any more. */
static void
test_freed (void)
{
  g_autoptr (GCancellable) caller = g_cancellable_new ();
  LcDeadline *deadline = lc_deadline_new (1, caller);
  g_autoptr (GCancellable) own = g_object_ref (lc_deadline_get_cancellable (deadline));

  lc_deadline_free (deadline);
  g_cancellable_cancel (caller);
  g_usleep (2000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (g_cancellable_is_cancelled (own));
  g_assert_finalize_object (g_steal_pointer (&own));
  g_assert_finalize_object (g_steal_pointer (&caller));
}

/* The operation that the deadline ends may free it at once. */
static void
free_cb (GCancellable *cancellable, gpointer user_data)
{
  LcDeadline **deadline = user_data;

  g_assert_true (lc_deadline_has_passed (*deadline));
  g_clear_pointer (deadline, lc_deadline_free);
}

static void
test_freed_at_its_end (void)
{
  LcDeadline *deadline = lc_deadline_new (1, NULL);

  g_cancellable_connect (lc_deadline_get_cancellable (deadline), G_CALLBACK (free_cb), &deadline,
                         NULL);
  while (deadline != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (has_timer ());
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deadline/passes", test_passes);
  g_test_add_func ("/deadline/caller", test_caller);
  g_test_add_func ("/deadline/cancelled-before", test_cancelled_before);
  g_test_add_func ("/deadline/no-caller", test_no_caller);
  g_test_add_func ("/deadline/freed", test_freed);
  g_test_add_func ("/deadline/freed-at-its-end", test_freed_at_its_end);
  return g_test_run ();
}
