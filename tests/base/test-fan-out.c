/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-fan-out.h"

/* What ends at once does not end the whole before the set-up is over. */
static void
test_ends_with_the_last (void)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  g_autoptr (GTask) first = NULL;
  g_autoptr (GTask) second = NULL;
  LcFanOut fan_out;

  lc_fan_out_init (&fan_out);
  first = lc_fan_out_begin (&fan_out, task);
  g_assert_true (first == task);
  g_assert_false (lc_fan_out_end (&fan_out));
  second = lc_fan_out_begin (&fan_out, task);
  g_assert_false (lc_fan_out_end (&fan_out));
  g_assert_true (lc_fan_out_end (&fan_out));
  g_task_return_boolean (task, TRUE);
}

static void
test_nothing_to_do (void)
{
  LcFanOut fan_out;

  lc_fan_out_init (&fan_out);
  g_assert_true (lc_fan_out_end (&fan_out));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fan-out/ends-with-the-last", test_ends_with_the_last);
  g_test_add_func ("/fan-out/nothing-to-do", test_nothing_to_do);
  return g_test_run ();
}
