/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-answer.h"

void
lc_answer_free (LcAnswer *answer)
{
  g_strfreev (answer->addresses);
  g_free (answer->canonical);
  g_free (answer->server);
  g_free (answer);
}
