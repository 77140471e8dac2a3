/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "net/lc-root-list.h"

/* ISRG Root X1, of Let's Encrypt. */
#define ISRG_KEY "0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3"

/* A key that was made for this test alone, and its fingerprint. */
#define EXTRA_KEY "0cc02abb8f0fb657c4c83532502cd81a5412b4a933f076b1e493d57c74de5019"
#define EXTRA_PEM                                                                                  \
  "-----BEGIN CERTIFICATE-----\n"                                                                  \
  "MIIB0zCCAXmgAwIBAgIUOqMv+me+EZ9z8b7rq3bpt76nMk0wCgYIKoZIzj0EAwIw\n"                             \
  "PjEYMBYGA1UECgwPTGluZWNoZWNrIHRlc3RzMSIwIAYDVQQDDBlBbiBhdXRob3Jp\n"                             \
  "dHkgb2YgdGhlIHRlc3RzMCAXDTI2MTEyNjAwMDgxMFoYDzIxMjYxMTAyMDAwODEw\n"                             \
  "WjA+MRgwFgYDVQQKDA9MaW5lY2hlY2sgdGVzdHMxIjAgBgNVBAMMGUFuIGF1dGhv\n"                             \
  "cml0eSBvZiB0aGUgdGVzdHMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARw/Sex\n"                             \
  "Ny8Pfaxfph3Agt0+6IpKQEYTZOrGaXj5W6Im3rVltqwjvpMvyDQFgmtSzw55mTYi\n"                             \
  "+SMbZfm5IY5qxLy9o1MwUTAdBgNVHQ4EFgQUp/vKQ7VDJQlLUmLROm2u9Xub+k4w\n"                             \
  "HwYDVR0jBBgwFoAUp/vKQ7VDJQlLUmLROm2u9Xub+k4wDwYDVR0TAQH/BAUwAwEB\n"                             \
  "/zAKBggqhkjOPQQDAgNIADBFAiBxWCEASbSSw1IQuMpte8jMtVkyK+TmvSLLvf8Y\n"                             \
  "J4hnBQIhANhsVVerbWYYojem+fBCC2ljD5p5pMHp8ZY5Ye598J44\n"                                         \
  "-----END CERTIFICATE-----\n"

static char *
save (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int file = g_file_open_tmp ("linecheck-roots-XXXXXX", &path, &error);

  g_assert_no_error (error);
  close (file);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&path);
}

static void
test_list (void)
{
  g_autoptr (LcRootList) list = lc_root_list_new (NULL);

  g_assert_cmpuint (lc_root_list_get_count (list), >, 200);
  g_assert_false (lc_root_list_is_extended (list));
  g_assert_true (lc_root_list_has_key (list, ISRG_KEY));
  g_assert_false (lc_root_list_has_key (list, EXTRA_KEY));
  g_assert_false (lc_root_list_has_key (list, ""));
  g_assert_false (lc_root_list_has_key (list, NULL));
}

/* A root that was made on the list's day or later may be missing from it. */
static void
test_date (void)
{
  g_autoptr (LcRootList) list = lc_root_list_new (NULL);
  const char *dated = lc_root_list_get_dated (list);
  g_autofree char *same_day = g_strconcat (dated, "T00:00:00Z", NULL);

  g_assert_true (g_regex_match_simple ("^20\\d\\d-\\d\\d-\\d\\d$", dated, 0, 0));
  g_assert_true (lc_root_list_may_lack (list, same_day));
  g_assert_true (lc_root_list_may_lack (list, "2099-01-01T00:00:00Z"));
  g_assert_true (lc_root_list_may_lack (list, NULL));
  g_assert_false (lc_root_list_may_lack (list, "2015-06-04T11:04:38Z"));
}

static void
test_extended (void)
{
  g_autofree char *path = save ("A comment\n" EXTRA_PEM "and more\n" EXTRA_PEM);
  g_autoptr (LcRootList) plain = lc_root_list_new (NULL);
  g_autoptr (LcRootList) list = lc_root_list_new (path);

  g_assert_true (lc_root_list_is_extended (list));
  g_assert_cmpuint (lc_root_list_get_count (list), ==, lc_root_list_get_count (plain) + 1);
  g_assert_true (lc_root_list_has_key (list, EXTRA_KEY));
  g_assert_true (lc_root_list_has_key (list, ISRG_KEY));
  g_assert_cmpstr (lc_root_list_get_dated (list), ==, lc_root_list_get_dated (plain));
  g_unlink (path);
}

/* Files that are none, and what is no certificate, add nothing. */
static void
test_not_extended (void)
{
  static const char *const texts[]
      = { "", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" };
  g_autoptr (LcRootList) missing = lc_root_list_new ("/nonexistent/roots.pem");
  g_autoptr (LcRootList) empty = lc_root_list_new ("");

  g_assert_false (lc_root_list_is_extended (missing));
  g_assert_false (lc_root_list_is_extended (empty));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *path = save (texts[i]);
    g_autoptr (LcRootList) list = lc_root_list_new (path);

    g_assert_false (lc_root_list_is_extended (list));
    g_assert_cmpuint (lc_root_list_get_count (list), ==, lc_root_list_get_count (empty));
    g_unlink (path);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/root-list/list", test_list);
  g_test_add_func ("/root-list/date", test_date);
  g_test_add_func ("/root-list/extended", test_extended);
  g_test_add_func ("/root-list/not-extended", test_not_extended);
  return g_test_run ();
}
