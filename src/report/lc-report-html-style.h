/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The style sheet of a page: light and dark, window and paper. */
extern const char lc_report_html_style[];

G_END_DECLS
