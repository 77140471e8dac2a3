/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-fan-out.h"

void
lc_fan_out_init (LcFanOut *self)
{
  self->pending = 1;
}

GTask *
lc_fan_out_begin (LcFanOut *self, GTask *task)
{
  g_return_val_if_fail (self->pending > 0, NULL);

  self->pending++;
  return g_object_ref (task);
}

gboolean
lc_fan_out_end (LcFanOut *self)
{
  g_return_val_if_fail (self->pending > 0, FALSE);

  return --self->pending == 0;
}
