/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-style.h"

#ifdef HAVE_ADWAITA
#include <adwaita.h>
#endif

#define BASE_PATH "/io/github/linecheck/Linecheck"

void
lc_style_init (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

#ifdef HAVE_ADWAITA
  /* It follows the desktop's light or dark by itself from here on. */
  adw_init ();
#endif
  gtk_css_provider_load_from_resource (provider, BASE_PATH "/style.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display), BASE_PATH "/icons");
}
