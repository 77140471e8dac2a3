/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-grid.h"

#include <string.h>

#include "base/lc-text.h"
#include "cli/lc-cli-text.h"

#define WIDE_GAP 2
#define NARROW_GAP 1
/* Sentences in fewer columns than this are hard to read: the beginning of one, and
 * a whole one over several lines. */
#define MIN_CUT_WIDTH 24
#define MIN_WRAPPED_WIDTH 44
#define MIN_SHRUNK_WIDTH 12
/* More than any host name has (RFC 1035 2.3.4): what is longer was made up. */
#define MAX_WIDTH 256

typedef struct
{
  char *cells[LC_CLI_GRID_MAX_COLUMNS];
  LcCliColour colours[LC_CLI_GRID_MAX_COLUMNS];
  gboolean important;
} Line;

struct _LcCliGrid
{
  LcCliColumn columns[LC_CLI_GRID_MAX_COLUMNS];
  guint n_columns;
  GPtrArray *lines; /* (owned) (element-type Line) the first holds the titles */
};

/* How a grid is laid out for one style. */
typedef struct
{
  const LcCliStyle *style;
  guint widths[LC_CLI_GRID_MAX_COLUMNS]; /* the last one's is 0 where it goes below */
  guint gap;
  guint last_start; /* column where the last cell begins */
  gboolean last_inline;
  gboolean one_each;
} Layout;

static void
line_free (gpointer data)
{
  Line *line = data;

  for (guint i = 0; i < LC_CLI_GRID_MAX_COLUMNS; i++)
    g_free (line->cells[i]);
  g_free (line);
}

static guint
natural_width (const LcCliGrid *grid, guint column)
{
  guint width = grid->columns[column].min_width;

  for (guint i = 0; i < grid->lines->len; i++) {
    Line *line = g_ptr_array_index (grid->lines, i);

    width = MAX (width, lc_text_get_width (line->cells[column]));
  }
  return MIN (width, MAX_WIDTH);
}

/* Takes from the column that shrinks what the line is too long by. */
static void
shrink (const LcCliGrid *grid, Layout *layout, guint excess)
{
  for (guint i = 0; i + 1 < grid->n_columns; i++) {
    guint *width = &layout->widths[i];

    if (grid->columns[i].shrinks)
      *width = *width > excess + MIN_SHRUNK_WIDTH ? *width - excess : MIN_SHRUNK_WIDTH;
  }
}

/* Columns of all cells but the last with a gap after each. */
static guint
add_up (const LcCliGrid *grid, const Layout *layout)
{
  guint total = 0;

  for (guint i = 0; i + 1 < grid->n_columns; i++)
    total += layout->widths[i] + layout->gap;
  return total;
}

static void
lay_out (const LcCliGrid *grid, Layout *layout)
{
  guint limit = layout->style->width;
  guint last = grid->n_columns - 1;
  guint least = layout->one_each ? MIN_CUT_WIDTH : MIN_WRAPPED_WIDTH;

  for (guint i = 0; i < last; i++)
    layout->widths[i] = natural_width (grid, i);
  layout->gap = WIDE_GAP;
  if (limit > 0 && add_up (grid, layout) > limit)
    layout->gap = NARROW_GAP;

  layout->last_start = add_up (grid, layout);
  layout->last_inline = limit == 0 || layout->last_start + least <= limit;
  if (layout->last_inline)
    layout->widths[last] = limit == 0 ? 0 : limit - layout->last_start;
  else if (layout->last_start - layout->gap > limit)
    shrink (grid, layout, layout->last_start - layout->gap - limit);
}

static void
append_cell (const LcCliGrid *grid, const Layout *layout, Line *line, guint column, GString *out)
{
  gboolean unicode = layout->style->unicode;
  guint width = layout->widths[column];
  g_autofree char *text = grid->columns[column].shrinks
                              ? lc_cli_cut_middle (line->cells[column], width, unicode)
                              : lc_cli_cut_end (line->cells[column], width, unicode);
  guint padding = width - lc_text_get_width (text);

  if (grid->columns[column].right)
    lc_cli_append_spaces (out, padding);
  lc_cli_style_append (layout->style, out, line->colours[column], text);
  if (!grid->columns[column].right)
    lc_cli_append_spaces (out, padding);
}

static void
trim_end (GString *out)
{
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
}

/* The last cell where there is room for it on the row's own line, which @out has
 * from its beginning to there. */
static void
append_last_inline (const Layout *layout, const char *text, guint width, GString *out)
{
  g_autofree char *begun = NULL;
  g_autofree char *shortened = NULL;

  if (width == 0) {
    g_string_append (out, text);
  } else if (layout->one_each) {
    shortened = lc_cli_cut_end (text, width, layout->style->unicode);
    g_string_append (out, shortened);
  } else {
    begun = g_strdup (out->str);
    g_string_truncate (out, 0);
    lc_text_append_wrapped (out, begun, layout->last_start, layout->style->width, text);
    g_string_truncate (out, out->len - 1);
  }
}

static void
append_last_below (const Layout *layout, const char *text, GString *out)
{
  guint indent = layout->widths[0] + layout->gap;

  g_string_append_c (out, '\n');
  lc_text_append_wrapped (out, NULL, indent, layout->style->width, text);
  g_string_truncate (out, out->len - 1);
}

static void
append_line (const LcCliGrid *grid, const Layout *layout, Line *line, GString *out)
{
  guint last = grid->n_columns - 1;
  const char *text = line->cells[last];

  for (guint i = 0; i < last; i++) {
    append_cell (grid, layout, line, i, out);
    lc_cli_append_spaces (out, layout->gap);
  }
  if (layout->last_inline && *text != '\0')
    append_last_inline (layout, text, layout->widths[last], out);
  trim_end (out);
  if (!layout->last_inline && !layout->one_each && line->important && *text != '\0')
    append_last_below (layout, text, out);
}

static char *
line_to_text (const LcCliGrid *grid, const Layout *layout, guint index)
{
  GString *out = g_string_new (NULL);

  append_line (grid, layout, g_ptr_array_index (grid->lines, index), out);
  return g_string_free (out, FALSE);
}

LcCliGrid *
lc_cli_grid_new (const LcCliColumn *columns, guint n_columns)
{
  LcCliGrid *grid;
  const char *titles[LC_CLI_GRID_MAX_COLUMNS];
  LcCliColour colours[LC_CLI_GRID_MAX_COLUMNS];

  g_return_val_if_fail (n_columns > 1 && n_columns <= LC_CLI_GRID_MAX_COLUMNS, NULL);

  grid = g_new0 (LcCliGrid, 1);
  grid->n_columns = n_columns;
  grid->lines = g_ptr_array_new_with_free_func (line_free);
  memcpy (grid->columns, columns, n_columns * sizeof *columns);
  for (guint i = 0; i < n_columns; i++) {
    titles[i] = columns[i].title;
    colours[i] = LC_CLI_COLOUR_BOLD;
  }
  lc_cli_grid_add (grid, titles, colours, FALSE);
  return grid;
}

void
lc_cli_grid_free (LcCliGrid *grid)
{
  g_ptr_array_unref (grid->lines);
  g_free (grid);
}

void
lc_cli_grid_add (LcCliGrid *grid,
                 const char *const *cells,
                 const LcCliColour *colours,
                 gboolean important)
{
  Line *line = g_new0 (Line, 1);

  g_return_if_fail (grid != NULL);
  g_return_if_fail (cells != NULL);

  for (guint i = 0; i < grid->n_columns; i++) {
    line->cells[i] = g_strdup (cells[i]);
    line->colours[i] = colours != NULL ? colours[i] : LC_CLI_COLOUR_NONE;
  }
  line->important = important;
  g_ptr_array_add (grid->lines, line);
}

GPtrArray *
lc_cli_grid_get_lines (const LcCliGrid *grid, const LcCliStyle *style, gboolean one_each)
{
  g_return_val_if_fail (grid != NULL, NULL);
  g_return_val_if_fail (style != NULL, NULL);

  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  Layout layout = { .style = style, .one_each = one_each };

  lay_out (grid, &layout);
  for (guint i = 0; i < grid->lines->len; i++)
    g_ptr_array_add (lines, line_to_text (grid, &layout, i));
  return lines;
}

void
lc_cli_grid_append (LcCliGrid *grid, const LcCliStyle *style, GString *out)
{
  g_return_if_fail (grid != NULL);
  g_return_if_fail (style != NULL);
  g_return_if_fail (out != NULL);

  g_autoptr (GPtrArray) lines = lc_cli_grid_get_lines (grid, style, FALSE);

  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (out, "%s\n", (const char *) g_ptr_array_index (lines, i));
}
