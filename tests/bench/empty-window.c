/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What the time to Linecheck's window is held against: a GTK program with a
 * window and nothing in it. --styled initialises libadwaita, as Linecheck does. */

#include <gtk/gtk.h>

#ifdef HAVE_ADWAITA
#include <adwaita.h>
#endif

static void
activate_cb (GtkApplication *application)
{
  GtkWidget *window = gtk_application_window_new (application);

  gtk_window_set_default_size (GTK_WINDOW (window), 960, 700);
  gtk_window_present (GTK_WINDOW (window));
}

#ifdef HAVE_ADWAITA
static void
startup_cb (GtkApplication *application)
{
  adw_init ();
}
#endif

int
main (int argc, char **argv)
{
  g_autoptr (GtkApplication) application
      = gtk_application_new ("io.github.linecheck.EmptyWindow", G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
#ifdef HAVE_ADWAITA
  if (argc > 1 && g_str_equal (argv[1], "--styled"))
    g_signal_connect (application, "startup", G_CALLBACK (startup_cb), NULL);
#endif
  return g_application_run (G_APPLICATION (application), 1, argv);
}
