/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-uri.h"

static void
test_hide (void)
{
  static const char *const texts[][2] = {
    { "https://u:p@a.example/b", "https://a.example/b" },
    { "HTTPS://u:p@a.example:8443", "HTTPS://a.example:8443" },
    { "https://u@a.example/?q", "https://a.example/?q" },
    { "https://@a.example/", "https://a.example/" },
    { "https://u:p@ss@a.example/", "https://a.example/" },
    { "https://u%40corp:p%2f@a.example/", "https://a.example/" },
    { "//u:p@[2001:db8::1]:80/x", "//[2001:db8::1]:80/x" },
    { "go to http://u:p@a.example, or ftp://v:q@b.example",
      "go to http://a.example, or ftp://b.example" },
    { "http://a.example/in?to=https%3A%2F%2Fu%3Ap%40b.example%2Fc&d=e",
      "http://a.example/in?to=https%3A%2F%2Fb.example%2Fc&d=e" },
    { "http://a.example/in?to=https%3a%2f%2fu:p@b.example",
      "http://a.example/in?to=https%3a%2f%2fb.example" },
    /* What is none stays. */
    { "https://a.example/b@c", "https://a.example/b@c" },
    { "https://a.example/?mail=u@b.example", "https://a.example/?mail=u@b.example" },
    { "https://a.example/#u@b", "https://a.example/#u@b" },
    { "mailto:u@a.example", "mailto:u@a.example" },
    { "a // b u@a.example", "a // b u@a.example" },
    { "file:///home/u@corp/a.json", "file:///home/u@corp/a.json" },
    { "https://", "https://" },
    { "%2F%2F", "%2F%2F" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *hidden = lc_uri_hide_userinfo (texts[i][0]);

    g_assert_cmpstr (hidden, ==, texts[i][1]);
    g_assert_cmpint (lc_uri_has_userinfo (texts[i][0]), ==,
                     !g_str_equal (texts[i][0], texts[i][1]));
    g_assert_false (lc_uri_has_userinfo (hidden));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uri/hide", test_hide);
  return g_test_run ();
}
