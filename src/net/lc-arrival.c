/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-arrival.h"

#include <string.h>
#include <time.h>

void
lc_socket_enable_arrival_times (GSocket *socket)
{
  g_return_if_fail (G_IS_SOCKET (socket));

  g_socket_set_option (socket, SOL_SOCKET, SO_TIMESTAMPNS, 1, NULL);
}

/* How long ago a wall-clock moment was, in µs. A clock that was set meanwhile
 * makes nonsense of it; then the stamp is not used. */
static gint64
age_us (const struct timespec *stamp)
{
  struct timespec now;
  gint64 age;

  clock_gettime (CLOCK_REALTIME, &now);
  age = (gint64) (now.tv_sec - stamp->tv_sec) * G_USEC_PER_SEC
        + (now.tv_nsec - stamp->tv_nsec) / 1000;
  return age >= 0 && age < G_TIME_SPAN_MINUTE ? age : 0;
}

gint64
lc_arrival_time (struct msghdr *message)
{
  gint64 now = g_get_monotonic_time ();
  struct cmsghdr *control;

  for (control = CMSG_FIRSTHDR (message); control != NULL; control = CMSG_NXTHDR (message, control))
    if (control->cmsg_level == SOL_SOCKET && control->cmsg_type == SCM_TIMESTAMPNS) {
      struct timespec stamp;

      memcpy (&stamp, CMSG_DATA (control), sizeof stamp);
      return now - age_us (&stamp);
    }
  return now;
}
