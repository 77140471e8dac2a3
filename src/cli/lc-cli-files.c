/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-files.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lc-descriptors.h"
#include "base/lc-uri.h"
#include "cli/lc-cli-error.h"
#include "cli/lc-cli-text.h"
#include "report/lc-report-file.h"
#include "report/lc-report-html-data.h"
#include "report/lc-report-json.h"

/* Returns: (transfer full): what a file is called, which may be a URI with a password in it. */
static char *
display_name (const char *path)
{
  g_autofree char *name = g_filename_display_name (path);

  return lc_uri_hide_userinfo (name);
}

static void
set_read_error (GError **error, const char *path, const char *why)
{
  g_autofree char *name = display_name (path);

  g_set_error (error, LC_CLI_ERROR, LC_CLI_EXIT_NO_INPUT, _ ("“%s” cannot be read: %s"), name, why);
}

/* What GIO says names the file again. */
static const char *
explain_read_error (const char *path, const GError *reason)
{
  return access (path, R_OK) != 0 ? g_strerror (errno) : reason->message;
}

static void
set_write_error (GError **error, const char *path, const char *why)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, LC_CLI_ERROR, LC_CLI_EXIT_IO, _ ("“%s” cannot be written: %s"), name, why);
}

LcCatalog *
lc_cli_read_catalog (const char *path, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *name = NULL;
  LcCatalog *catalog;

  if (path == NULL)
    return lc_catalog_new_builtin ();

  file = g_file_new_for_commandline_arg (path);
  catalog = lc_catalog_new_from_file (file, &reason);
  if (catalog != NULL)
    return catalog;

  name = display_name (path);
  if (reason->domain == LC_CATALOG_ERROR)
    g_set_error (error, LC_CLI_ERROR, LC_CLI_EXIT_DATA, _ ("“%s” is not a catalogue: %s"), name,
                 reason->message);
  else
    set_read_error (error, path, explain_read_error (path, reason));
  return NULL;
}

static GInputStream *
open_input (const char *path, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) reason = NULL;
  GInputStream *stream;
  int fd;

  if (g_str_equal (path, "-"))
    return g_unix_input_stream_new (STDIN_FILENO, FALSE);

  file = g_file_new_for_commandline_arg (path);
  if (g_file_peek_path (file) != NULL) {
    fd = lc_descriptors_open_input (g_file_peek_path (file));
    if (fd >= 0)
      return g_unix_input_stream_new (fd, TRUE);
    set_read_error (error, path, g_strerror (errno));
    return NULL;
  }
  stream = G_INPUT_STREAM (g_file_read (file, NULL, &reason));
  if (stream == NULL)
    set_read_error (error, path, explain_read_error (path, reason));
  return stream;
}

/* Reads one byte more than a report may have, and no more: the file may be a
 * device that has no end. */
static GBytes *
read_input (const char *path, GError **error)
{
  const gsize most = LC_REPORT_MAX_BYTES + 1;
  g_autoptr (GInputStream) stream = open_input (path, error);
  g_autoptr (GError) reason = NULL;
  g_autofree char *buffer = NULL;
  gsize length = 0;

  if (stream == NULL)
    return NULL;
  buffer = g_malloc (most);
  if (!g_input_stream_read_all (stream, buffer, most, &length, NULL, &reason)) {
    set_read_error (error, path, reason->message);
    return NULL;
  }
  return g_bytes_new (buffer, length);
}

LcReport *
lc_cli_read_report (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return lc_cli_read_report_file (path, NULL, error);
}

LcReport *
lc_cli_read_report_file (const char *path, char **sha256, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (GBytes) bytes = read_input (path, error);
  g_autoptr (GError) reason = NULL;
  g_autofree char *name = NULL;
  LcReport *report;

  if (bytes == NULL)
    return NULL;
  report = lc_report_new_from_saved (bytes, &reason);
  if (report == NULL) {
    name = display_name (path);
    g_set_error (error, LC_CLI_ERROR, LC_CLI_EXIT_DATA, _ ("“%s” is not a report: %s"), name,
                 reason->message);
  } else if (sha256 != NULL) {
    *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  }
  return report;
}

/* Only making a file tells whether one can be made: a mode does not know of full
 * disks, quotas and odd file systems. */
static gboolean
can_make_file (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, ".linecheck-XXXXXX", NULL);
  int fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    return FALSE;
  unlink (path);
  close (fd);
  return TRUE;
}

/* The root of Flatpak's sandbox is in memory, and so is every folder of the
 * person's that it does not show: what is written there ends with the program. */
static gboolean
outlasts_sandbox (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat root, here;

  if (access ("/.flatpak-info", F_OK) != 0 || stat ("/", &root) != 0 || stat (folder, &here) != 0
      || root.st_dev != here.st_dev)
    return TRUE;
  set_write_error (error, path,
                   /* Translators: --output, --format and “> FILE” are what one types. */
                   _ ("Flatpak keeps this program away from your files. Use --format instead of "
                      "--output, and “> FILE” at the end."));
  return FALSE;
}

gboolean
lc_cli_can_write (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, FALSE);

  g_autofree char *folder = g_path_get_dirname (path);
  struct stat status;
  gboolean exists = stat (path, &status) == 0;
  gboolean replaced = !exists || S_ISREG (status.st_mode);

  if (replaced && !outlasts_sandbox (path, error))
    return FALSE;
  if (exists && S_ISDIR (status.st_mode))
    errno = EISDIR;
  else if ((!exists || access (path, W_OK) == 0) && (!replaced || can_make_file (folder)))
    return TRUE;
  set_write_error (error, path, g_strerror (errno));
  return FALSE;
}

static gboolean
write_all (int fd, GBytes *bytes)
{
  gsize left;
  const char *data = g_bytes_get_data (bytes, &left);

  while (left > 0) {
    gssize n = write (fd, data, left);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return FALSE;
    data += n;
    left -= n;
  }
  return TRUE;
}

gboolean
lc_cli_write_file (const char *path, GBytes *bytes, GError **error)
{
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) reason = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (!outlasts_sandbox (path, error))
    return FALSE;
  if (lc_report_write_file (data, length, file, &reason))
    return TRUE;
  set_write_error (error, path, reason->message);
  return FALSE;
}

gboolean
lc_cli_write_bytes (GBytes *bytes, GError **error)
{
  g_return_val_if_fail (bytes != NULL, FALSE);

  if (write_all (STDOUT_FILENO, bytes))
    return TRUE;
  set_write_error (error, _ ("standard output"), g_strerror (errno));
  return FALSE;
}

gboolean
lc_cli_write_text (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);

  g_autofree char *local = lc_cli_to_locale (text);
  g_autoptr (GBytes) bytes = g_bytes_new_static (local, strlen (local));

  return lc_cli_write_bytes (bytes, error);
}

int
lc_cli_print (const char *text)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (text != NULL, LC_CLI_EXIT_IO);

  if (!lc_cli_write_text (text, &error))
    return lc_cli_fail (error, NULL);
  return LC_CLI_EXIT_OK;
}
