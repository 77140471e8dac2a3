/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIPE_WAIT_MS 5000

void
lc_descriptors_reserve (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
    /* The other way round than it is used, so that using it fails. */
    int mode = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;

    /* The lowest number that is free is taken, and those below are not. */
    if (fcntl (fd, F_GETFD) < 0 && errno == EBADF && open ("/dev/null", mode) != fd)
      return;
  }
}

/* Opened without waiting, a pipe says nothing before there is a writer: only then is there
 * something to read, or an end. */
static gboolean
wait_for_writer (int fd)
{
  struct pollfd waiting = { .fd = fd, .events = POLLIN };
  int ready;

  do
    ready = poll (&waiting, 1, PIPE_WAIT_MS);
  while (ready < 0 && errno == EINTR);
  if (ready == 0)
    errno = ETIMEDOUT;
  return ready > 0;
}

static gboolean
make_ready (int fd)
{
  struct stat status;

  if (fstat (fd, &status) < 0 || (S_ISFIFO (status.st_mode) && !wait_for_writer (fd)))
    return FALSE;
  return fcntl (fd, F_SETFL, O_RDONLY) == 0;
}

int
lc_descriptors_open_input (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  int saved_errno;

  if (fd < 0 || make_ready (fd))
    return fd;
  saved_errno = errno;
  close (fd);
  errno = saved_errno;
  return -1;
}
