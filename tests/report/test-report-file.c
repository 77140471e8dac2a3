/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report/lc-report-file.h"

typedef struct
{
  char *folder; /* (owned) */
  char *path;   /* (owned) "report.json" in it */
  GFile *file;  /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("linecheck-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->path = g_build_filename (fixture->folder, "report.json", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
}

/* Empties the folder, which holds nothing but plain files and links. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  g_chmod (fixture->folder, 0700);
  folder = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_object_unref (fixture->file);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
assert_contents (const char *path, const char *expected)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (contents, ==, expected);
}

static void
assert_mode (const char *path, mode_t expected)
{
  struct stat seen;

  g_assert_cmpint (stat (path, &seen), ==, 0);
  g_assert_cmpint (seen.st_mode & 07777, ==, expected);
}

/* Nothing is left beside what was written. */
static void
assert_n_files (Fixture *fixture, guint expected)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (folder) != NULL)
    count++;
  g_assert_cmpuint (count, ==, expected);
}

static void
write_old (const char *path, mode_t mode)
{
  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
}

static void
test_new (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (lc_report_write_file ("new", 3, fixture->file, &error));
  g_assert_no_error (error);
  assert_contents (fixture->path, "new");
  assert_mode (fixture->path, 0600);
  assert_n_files (fixture, 1);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_assert_true (lc_report_write_file (NULL, 0, fixture->file, NULL));
  assert_contents (fixture->path, "");
}

static void
test_existing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_old (fixture->path, 0644);
  g_assert_true (lc_report_write_file ("new", 3, fixture->file, &error));
  g_assert_no_error (error);
  assert_contents (fixture->path, "new");
  assert_mode (fixture->path, 0600);
  assert_n_files (fixture, 1);
}

/* The link stays, and what it leads to is written. */
static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *target = g_build_filename (fixture->folder, "target", NULL);
  g_autoptr (GError) error = NULL;

  write_old (target, 0644);
  g_assert_cmpint (symlink ("target", fixture->path), ==, 0);
  g_assert_true (lc_report_write_file ("new", 3, fixture->file, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  assert_contents (target, "new");
  assert_mode (target, 0600);
  assert_n_files (fixture, 2);
}

static void
test_dangling_link (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("nowhere", fixture->path), ==, 0);
  g_assert_false (lc_report_write_file ("new", 3, fixture->file, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  assert_n_files (fixture, 1);
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_get_child (fixture->file, "none/report.json");
  g_autoptr (GError) error = NULL;

  g_assert_false (lc_report_write_file ("new", 3, file, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "none/report.json"));
}

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->folder);
  g_autoptr (GError) error = NULL;

  g_assert_false (lc_report_write_file ("new", 3, file, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_assert_true (g_file_test (fixture->folder, G_FILE_TEST_IS_DIR));
}

/* Root may write everywhere, so it tries as nobody. Returns: FALSE where it cannot. */
static gboolean
give_up_root (void)
{
  if (geteuid () != 0 || seteuid (65534) == 0)
    return TRUE;
  g_test_skip ("root may write everywhere");
  return FALSE;
}

static void
take_back_root (void)
{
  if (getuid () != geteuid ())
    g_assert_cmpint (seteuid (getuid ()), ==, 0);
}

static void
assert_denied (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gboolean written;

  if (!give_up_root ())
    return;
  written = lc_report_write_file ("new", 3, fixture->file, &error);
  take_back_root ();
  g_assert_false (written);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
}

static void
test_unwritable_folder (Fixture *fixture, gconstpointer data)
{
  write_old (fixture->path, 0666);
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  assert_denied (fixture);
  assert_contents (fixture->path, "old");
  assert_mode (fixture->path, 0666);
}

static void
test_unwritable_file (Fixture *fixture, gconstpointer data)
{
  write_old (fixture->path, 0444);
  g_assert_cmpint (g_chmod (fixture->folder, 0777), ==, 0);
  assert_denied (fixture);
  assert_contents (fixture->path, "old");
  assert_mode (fixture->path, 0444);
  assert_n_files (fixture, 1);
}

/* As on a full disk: what was there stays, and nothing is left beside it. */
static void
test_no_space (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  struct rlimit small;
  gboolean written;

  write_old (fixture->path, 0600);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 4096;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  written = lc_report_write_file (contents, 100000, fixture->file, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_false (written);
  g_assert_cmpint ((int) error->domain, ==, (int) G_IO_ERROR);
  assert_contents (fixture->path, "old");
  assert_n_files (fixture, 1);
}

/* /dev/full takes nothing, /dev/null takes all, and neither is replaced. */
static void
test_device (void)
{
  g_autoptr (GFile) full = g_file_new_for_path ("/dev/full");
  g_autoptr (GFile) null = g_file_new_for_path ("/dev/null");
  g_autoptr (GError) error = NULL;
  struct stat seen;

  g_assert_false (lc_report_write_file ("new", 3, full, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_true (lc_report_write_file ("new", 3, null, NULL));
  g_assert_cmpint (stat ("/dev/null", &seen), ==, 0);
  g_assert_true (S_ISCHR (seen.st_mode));
}

static void
test_pipe (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  char buffer[8] = "";
  int fd;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  fd = open (fixture->path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_assert_true (lc_report_write_file ("new", 3, fixture->file, &error));
  g_assert_no_error (error);
  g_assert_cmpint (read (fd, buffer, sizeof buffer), ==, 3);
  g_assert_cmpstr (buffer, ==, "new");
  close (fd);
}

static void
assert_at_most_one_file (Fixture *fixture, gsize length)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;
  struct stat status;

  while ((name = g_dir_read_name (folder)) != NULL)
    g_assert_cmpstr (name, ==, "report.json");
  if (stat (fixture->path, &status) == 0)
    g_assert_cmpint (status.st_size, ==, (goffset) length);
}

/* Killed at any moment, a program leaves the older report or the new one, and nothing else. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  const gsize length = 32 * 1024 * 1024;
  g_autofree char *contents = g_strnfill (length, 'x');

  for (guint i = 0; i < 20; i++) {
    pid_t child = fork ();

    if (child == 0) {
      for (;;)
        lc_report_write_file (contents, length, fixture->file, NULL);
    }
    g_assert_cmpint (child, >, 0);
    g_usleep (i * 3000);
    g_assert_cmpint (kill (child, SIGKILL), ==, 0);
    g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
    assert_at_most_one_file (fixture, length);
  }
}

static void
test_format (void)
{
  g_assert_cmpint (lc_report_format_from_name ("report.json"), ==, LC_REPORT_FORMAT_JSON);
  g_assert_cmpint (lc_report_format_from_name ("a.linecheck"), ==, LC_REPORT_FORMAT_JSON);
  g_assert_cmpint (lc_report_format_from_name ("/a.csv/Report.TXT"), ==, LC_REPORT_FORMAT_TEXT);
  g_assert_cmpint (lc_report_format_from_name ("a.b.csv"), ==, LC_REPORT_FORMAT_CSV);
  g_assert_cmpint (lc_report_format_from_name ("a.html"), ==, LC_REPORT_FORMAT_HTML);
  g_assert_cmpint (lc_report_format_from_name ("report"), ==, LC_REPORT_FORMAT_NONE);
  g_assert_cmpint (lc_report_format_from_name ("report.json.gz"), ==, LC_REPORT_FORMAT_NONE);
  g_assert_cmpint (lc_report_format_from_name (""), ==, LC_REPORT_FORMAT_NONE);
}

static void
assert_named (const char *name, LcReportFormat format, const char *expected)
{
  g_autofree char *named = lc_report_name_for_format (name, format);

  g_assert_cmpstr (named, ==, expected);
}

/* A name without an ending gets one, and a name never says another format than the file has. */
static void
test_names (void)
{
  assert_named ("report", LC_REPORT_FORMAT_HTML, "report.html");
  assert_named ("report.v2", LC_REPORT_FORMAT_TEXT, "report.v2.txt");
  assert_named ("report.HTM", LC_REPORT_FORMAT_HTML, "report.HTM");
  assert_named ("report.html", LC_REPORT_FORMAT_JSON, "report.linecheck.json");
  assert_named ("report.linecheck.json", LC_REPORT_FORMAT_HTML, "report.html");
  assert_named ("report.json", LC_REPORT_FORMAT_JSON, "report.json");
  assert_named ("report.JSON", LC_REPORT_FORMAT_CSV, "report.csv");
}

static void
add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/report-file/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("new", test_new);
  add ("empty", test_empty);
  add ("existing", test_existing);
  add ("link", test_link);
  add ("dangling-link", test_dangling_link);
  add ("no-folder", test_no_folder);
  add ("folder", test_folder);
  add ("unwritable-folder", test_unwritable_folder);
  add ("unwritable-file", test_unwritable_file);
  add ("no-space", test_no_space);
  add ("killed", test_killed);
  g_test_add_func ("/report-file/device", test_device);
  add ("pipe", test_pipe);
  g_test_add_func ("/report-file/format", test_format);
  g_test_add_func ("/report-file/names", test_names);
  return g_test_run ();
}
