/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-codes.h"

G_BEGIN_DECLS

/**
 * LcCliStyle:
 *
 * What the place where text goes to can show.
 */
typedef struct
{
  guint    width;   /* columns of a line; 0: as long as it takes */
  gboolean colour;  /* SGR sequences, ECMA-48 8.3.117 */
  gboolean unicode; /* else ASCII symbols alone */
} LcCliStyle;

#define LC_CLI_STYLE_PLAIN { 0, FALSE, TRUE }

/* Columns of prose where lines have no limit of their own, and its limit on a
 * wide terminal: longer lines are hard to read. */
#define LC_CLI_PROSE_WIDTH 80
#define LC_CLI_MAX_PROSE_WIDTH 100

typedef enum
{
  LC_CLI_COLOUR_NONE,
  LC_CLI_COLOUR_BOLD,
  LC_CLI_COLOUR_DIM,
  LC_CLI_COLOUR_GREEN,
  LC_CLI_COLOUR_YELLOW,
  LC_CLI_COLOUR_RED,
  LC_CLI_COLOUR_CYAN,
} LcCliColour;

guint lc_cli_style_get_prose_width (const LcCliStyle *style);

/* Appends clean text in a colour, where the style has colours. */
void lc_cli_style_append (const LcCliStyle *style,
                          GString          *out,
                          LcCliColour       colour,
                          const char       *text);

/* One column wide, each of another shape: colour is never the only sign. */
const char *lc_cli_style_get_symbol (const LcCliStyle *style, LcStatus status);
LcCliColour lc_cli_style_get_colour (LcStatus status);


G_END_DECLS
