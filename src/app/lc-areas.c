/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* One function that is newer than the floor, where the library has it. */
#undef GDK_VERSION_MIN_REQUIRED
#undef GDK_VERSION_MAX_ALLOWED

#include "app/lc-areas.h"

static int
find_area (GPtrArray *areas, GtkWidget *focus)
{
  for (guint i = 0; focus != NULL && i < areas->len; i++) {
    GtkWidget *area = g_ptr_array_index (areas, i);

    if (focus == area || gtk_widget_is_ancestor (focus, area))
      return (int) i;
  }
  return -1;
}

static gboolean
enter (GtkWidget *area)
{
  return gtk_widget_get_mapped (area)
         && (gtk_widget_grab_focus (area) || gtk_widget_child_focus (area, GTK_DIR_TAB_FORWARD));
}

void
lc_areas_move (GPtrArray *areas, GtkWidget *focus, int step)
{
  int n;
  int place;

  g_return_if_fail (areas != NULL);
  g_return_if_fail (focus == NULL || GTK_IS_WIDGET (focus));
  g_return_if_fail (step == 1 || step == -1);

  n = (int) areas->len;
  place = find_area (areas, focus);
  if (place < 0 && step < 0)
    place = 0;
  for (int i = 1; i <= n; i++)
    if (enter (g_ptr_array_index (areas, (guint) ((place + i * step + n * 2) % n))))
      return;
}

void
lc_tell (GtkWidget *focus, const char *text)
{
  g_return_if_fail (focus == NULL || GTK_IS_WIDGET (focus));
  g_return_if_fail (text != NULL);

  if (focus == NULL)
    return;
#if GTK_CHECK_VERSION(4, 14, 0)
  gtk_accessible_announce (GTK_ACCESSIBLE (focus), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#else
  gtk_accessible_update_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
#endif
}

void
lc_untell (GtkWidget *focus)
{
  g_return_if_fail (GTK_IS_WIDGET (focus));

#if !GTK_CHECK_VERSION(4, 14, 0)
  gtk_accessible_reset_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
#endif
}
