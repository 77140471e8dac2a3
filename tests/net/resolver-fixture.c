/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "resolver-fixture.h"

void
result_clear (Result *result)
{
  g_clear_pointer (&result->answer, lc_answer_free);
  g_clear_error (&result->error);
  result->called = 0;
}

void
looked_up_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  Result *result = user_data;

  result->called++;
  g_assert_cmpint (result->called, ==, 1);
  result->answer = lc_resolver_lookup_finish (LC_RESOLVER (source), async_result, &result->error);
  g_assert_true ((result->answer == NULL) == (result->error != NULL));
}

void
wait_for (Result *result)
{
  while (!result->called)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
}

LcAnswer *
look_up (LcResolver *resolver, const char *name, guint timeout_ms)
{
  g_auto (Result) result = { 0 };

  lc_resolver_lookup_async (resolver, name, timeout_ms, NULL, looked_up_cb, &result);
  g_assert_cmpint (result.called, ==, 0);
  wait_for (&result);
  g_assert_no_error (result.error);
  g_assert_nonnull (result.answer->addresses);
  return g_steal_pointer (&result.answer);
}

LcResolver *
resolver_for (const char *servers)
{
  g_autoptr (GError) error = NULL;
  LcResolver *resolver = lc_resolver_new_for_servers (servers, NULL, &error);

  g_assert_no_error (error);
  return resolver;
}

void
assert_addresses (const LcAnswer *answer, const char *expected)
{
  g_autofree char *joined = g_strjoinv (" ", answer->addresses);

  g_assert_cmpstr (joined, ==, expected);
}

void
assert_finalized (LcResolver *resolver)
{
  while (g_main_context_iteration (g_main_context_get_thread_default (), FALSE))
    continue;
  g_assert_finalize_object (resolver);
}
