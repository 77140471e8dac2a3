/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-suspect.h"

void
lc_suspect_end_comparison (LcSuspect *self, gboolean answered, LcControlAnswer control)
{
  g_return_if_fail (self != NULL);

  if (answered) {
    *self = (LcSuspect){ 0 };
    return;
  }
  self->compared++;
  if (control == LC_CONTROL_ROUTER)
    self->failed++;
}

gboolean
lc_suspect_is_stopped (const LcSuspect *self, guint needed)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->failed >= needed;
}
