/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gtk/gtk.h>

#include "app/lc-style.h"

#define THEME "GTK_THEME"

static void
start_up (void)
{
  lc_style_prepare ();
  gtk_init ();
  lc_style_init ();
}

/* A style is there, and nobody finds a trace of how. */
static void
test_style (void)
{
  GtkIconTheme *icons;
  GtkWidget *label;
  GdkRGBA colour;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
    g_test_trap_assert_passed ();
    return;
  }
  g_unsetenv (THEME);
  start_up ();
  g_assert_null (g_getenv (THEME));
  label = g_object_ref_sink (gtk_label_new (NULL));
  g_assert_true (gtk_style_context_lookup_color (gtk_widget_get_style_context (label),
                                                 "theme_selected_bg_color", &colour));
#ifdef HAVE_ADWAITA
  g_assert_true (gtk_style_context_lookup_color (gtk_widget_get_style_context (label),
                                                 "accent_bg_color", &colour));
#endif
  g_object_unref (label);
  icons = gtk_icon_theme_get_for_display (gdk_display_get_default ());
  g_assert_true (gtk_icon_theme_has_icon (icons, "lc-pass-symbolic"));
  g_assert_true (gtk_icon_theme_has_icon (icons, LC_APP_ID));
  g_assert_true (gtk_icon_theme_has_icon (icons, "open-menu-symbolic"));
}

/* A theme that the person has chosen stays theirs. */
static void
test_persons_theme (void)
{
  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
    g_test_trap_assert_passed ();
    return;
  }
  g_setenv (THEME, "Default:hc", TRUE);
  start_up ();
  g_assert_cmpstr (g_getenv (THEME), ==, "Default:hc");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/style/style", test_style);
  g_test_add_func ("/style/persons-theme", test_persons_theme);
  return g_test_run ();
}
