/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-record-table.h"
#include "report/lc-row.h"

G_BEGIN_DECLS

/* A row in JSON; internal to src/report. */

/* An object where @builder stands. */
void lc_row_write (JsonBuilder *builder, LcRow *row);

/* Reads the object that @reader stands on. Returns: (transfer full) (nullable):
 * a row that has ended; %NULL where the reader has failed. */
LcRow *lc_row_read (LcJsonReader *reader);

G_END_DECLS
