/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PRIVATE_MODE 0600
#define MAX_TRIES 100

static gboolean
fail (int saved_errno, const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  /* Translators: a file's name, and what the system says. */
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
               _ ("“%s” cannot be written: %s"), name, g_strerror (saved_errno));
  return FALSE;
}

static gboolean
write_all (int fd, const char *contents, gsize length)
{
  while (length > 0) {
    gssize written = write (fd, contents, length);

    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return FALSE;
    contents += written;
    length -= (gsize) written;
  }
  return TRUE;
}

/* A pipe or a device cannot be replaced, and must not be. */
static gboolean
write_through (const char *path, const char *contents, gsize length, GError **error)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC | O_NOCTTY);

  if (fd < 0)
    return fail (errno, path, error);
  if (!write_all (fd, contents, length)) {
    int saved_errno = errno;

    close (fd);
    return fail (saved_errno, path, error);
  }
  return close (fd) == 0 || fail (errno, path, error);
}

/* Takes @fd. Leaves errno as the first failure has set it. */
static gboolean
write_to_disk (int fd, const char *contents, gsize length)
{
  gboolean written = write_all (fd, contents, length) && fsync (fd) == 0;
  int saved_errno = errno;

  if (close (fd) == 0 || !written)
    errno = saved_errno;
  else
    written = FALSE;
  return written;
}

/* A file without a name, which is gone with the program, whatever ends it. Returns: -1 where the
 * file system has none such. */
static int
open_nameless (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return open (folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, PRIVATE_MODE);
}

/* Gives it one, beside @path for now. Returns: (transfer full) (nullable): it. */
static char *
name_beside (int fd, const char *path)
{
  g_autofree char *source = g_strdup_printf ("/proc/self/fd/%d", fd);

  for (guint i = 0; i < MAX_TRIES; i++) {
    g_autofree char *beside = g_strdup_printf ("%s.%08x", path, g_random_int ());

    if (linkat (AT_FDCWD, source, AT_FDCWD, beside, AT_SYMLINK_FOLLOW) == 0)
      return g_steal_pointer (&beside);
    if (errno != EEXIST)
      return NULL;
  }
  return NULL;
}

/* Takes @fd. Leaves errno as what failed has set it. */
static gboolean
put_in_place (int fd, const char *path)
{
  g_autofree char *beside = fsync (fd) == 0 ? name_beside (fd, path) : NULL;
  int saved_errno = errno;
  gboolean placed = beside != NULL && g_rename (beside, path) == 0;

  if (!placed && beside != NULL) {
    saved_errno = errno;
    unlink (beside);
  }
  if (close (fd) < 0 && placed)
    return FALSE;
  errno = saved_errno;
  return placed;
}

/* Not g_file_set_contents_full(): of late it gives a new file the mode that the
 * older one had, and others may read that. */
static gboolean
replace (const char *path, const char *contents, gsize length, GError **error)
{
  g_autofree char *beside = NULL;
  int fd = open_nameless (path);
  int saved_errno;

  if (fd >= 0) {
    if (write_all (fd, contents, length))
      return put_in_place (fd, path) || fail (errno, path, error);
    saved_errno = errno;
    close (fd);
    return fail (saved_errno, path, error);
  }
  beside = g_strconcat (path, ".XXXXXX", NULL);
  fd = g_mkstemp_full (beside, O_WRONLY | O_CLOEXEC, PRIVATE_MODE);
  if (fd < 0)
    return fail (errno, path, error);
  if (write_to_disk (fd, contents, length) && g_rename (beside, path) == 0)
    return TRUE;
  saved_errno = errno;
  unlink (beside);
  return fail (saved_errno, path, error);
}

static gboolean
write_path (const char *path, const char *contents, gsize length, GError **error)
{
  g_autofree char *target = NULL;
  struct stat seen;

  if (stat (path, &seen) < 0) {
    /* A link to nothing is refused: where it leads is nobody's choice. */
    if (errno != ENOENT || lstat (path, &seen) == 0)
      return fail (errno, path, error);
    return replace (path, contents, length, error);
  }
  if (S_ISDIR (seen.st_mode))
    return fail (EISDIR, path, error);
  if (!S_ISREG (seen.st_mode))
    return write_through (path, contents, length, error);
  if (faccessat (AT_FDCWD, path, W_OK, AT_EACCESS) < 0)
    return fail (errno, path, error);
  target = realpath (path, NULL);
  if (target == NULL)
    return fail (errno, path, error);
  return replace (target, contents, length, error);
}

typedef struct
{
  const char *ending;
  LcReportFormat format;
} Ending;

/* A longer ending stands before the one that it ends in; the first of a format is given to new
 * files: desktops know the longer one of JSON as a report's. */
static const Ending endings[] = {
  { ".linecheck.json", LC_REPORT_FORMAT_JSON },
  { ".json", LC_REPORT_FORMAT_JSON },
  { ".linecheck", LC_REPORT_FORMAT_JSON },
  { ".txt", LC_REPORT_FORMAT_TEXT },
  { ".csv", LC_REPORT_FORMAT_CSV },
  { ".html", LC_REPORT_FORMAT_HTML },
  { ".htm", LC_REPORT_FORMAT_HTML },
};

static const Ending *
find_ending (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i].ending))
      return &endings[i];
  return NULL;
}

LcReportFormat
lc_report_format_from_name (const char *name)
{
  const Ending *ending;

  g_return_val_if_fail (name != NULL, LC_REPORT_FORMAT_NONE);

  ending = find_ending (name);
  return ending != NULL ? ending->format : LC_REPORT_FORMAT_NONE;
}

char *
lc_report_name_for_format (const char *name, LcReportFormat format)
{
  const Ending *old;
  g_autofree char *stem = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  old = find_ending (name);
  if (old != NULL && old->format == format)
    return g_strdup (name);
  stem = g_strndup (name, strlen (name) - (old != NULL ? strlen (old->ending) : 0));
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (endings[i].format == format)
      return g_strconcat (stem, endings[i].ending, NULL);
  g_return_val_if_reached (NULL);
}

gboolean
lc_report_write_file (const char *contents, gsize length, GFile *file, GError **error)
{
  const char *path;

  g_return_val_if_fail (contents != NULL || length == 0, FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  path = g_file_peek_path (file);
  if (path != NULL)
    return write_path (path, length > 0 ? contents : "", length, error);
  return g_file_replace_contents (file, contents, length, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                  NULL, error);
}
