/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded into a GTK program (LD_PRELOAD): says when its first frame is drawn,
 * and ends the program. The program itself is the one that ships. */

#include <gtk/gtk.h>
#include <stdio.h>
#include <unistd.h>

/* A frame in which a surface was rendered. */
static gboolean rendered;

static gboolean
render_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  rendered = TRUE;
  return TRUE;
}

/* The X server has drawn it, too, when gdk_display_sync() is back. */
static gboolean
after_paint_cb (GSignalInvocationHint *hint,
                guint n_values,
                const GValue *values,
                gpointer user_data)
{
  if (!rendered)
    return TRUE;
  gdk_display_sync (gdk_display_get_default ());
  printf ("%" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
  fflush (stdout);
  _exit (0);
}

static void
listen_to (GType type, const char *signal, GSignalEmissionHook hook)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);

  g_signal_add_emission_hook (g_signal_lookup (signal, G_TYPE_FROM_CLASS (klass)), 0, hook, NULL,
                              NULL);
}

__attribute__ ((constructor)) static void
watch (void)
{
  listen_to (GDK_TYPE_SURFACE, "render", render_cb);
  listen_to (GDK_TYPE_FRAME_CLOCK, "after-paint", after_paint_cb);
}
