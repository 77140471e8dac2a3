/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-style.h"

#ifdef HAVE_ADWAITA
#include <adwaita.h>
#endif

#define BASE_PATH "/io/github/linecheck/Linecheck"
#define THEME "GTK_THEME" /* what gtk_init() reads instead of its default theme, gtk4-running(7) */

/* THEME is ours, and not the person's. */
static gboolean theme_set;

void
lc_style_prepare (void)
{
#ifdef HAVE_ADWAITA
  if (g_getenv (THEME) != NULL)
    return;
  theme_set = g_setenv (THEME, "Empty", FALSE);
#endif
}

/* GTK reads the icon theme when the first icon is asked for, while nothing is drawn yet.
 * Its own answer to a change of the theme's name is to have a thread read it. */
static void
read_icons_early (GdkDisplay *display)
{
  g_object_notify (G_OBJECT (gtk_settings_get_for_display (display)), "gtk-icon-theme-name");
}

void
lc_style_init (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  if (theme_set)
    g_unsetenv (THEME);
  theme_set = FALSE;
#ifdef HAVE_ADWAITA
  /* It follows the desktop's light or dark by itself from here on. */
  adw_init ();
#endif
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display), BASE_PATH "/icons");
  read_icons_early (display);
  gtk_css_provider_load_from_resource (provider, BASE_PATH "/style.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
