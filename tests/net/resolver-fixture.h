/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-resolver.h"

/* Look-ups that are waited for, and what came of them. */

/* Long enough that only a hang reaches it, short enough to wait for. */
#define LONG_MS 20000

typedef struct
{
  guint called;
  LcAnswer *answer;
  GError *error;
} Result;

void result_clear (Result *result);

/* Of lc_resolver_lookup_async(), with a Result: holds that it is called once. */
void looked_up_cb (GObject *source, GAsyncResult *async_result, gpointer user_data);

void wait_for (Result *result);

/* Looks up, and holds that there is an answer. Returns: (transfer full). */
LcAnswer *look_up (LcResolver *resolver, const char *name, guint timeout_ms);

/* Returns: (transfer full): one that asks @servers and reads no hosts file. */
LcResolver *resolver_for (const char *servers);

void assert_addresses (const LcAnswer *answer, const char *expected);

/* Drops the last reference. What is left over is gone once nothing is pending. */
void assert_finalized (LcResolver *resolver);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)
