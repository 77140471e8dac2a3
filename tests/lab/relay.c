/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The distance between the lab's last router and its data centres: a bump in the wire that hands
 * Ethernet frames from one interface of a pair to the other, later, or never. It is transparent, so
 * kernel routers on both sides decrement TTLs and a trace sees only them.
 *
 *   relay NAME:INTERFACE:INTERFACE:DELAY_US …
 *
 * DELAY_US is one way. Lines on standard input change a pair, and each is answered by a line:
 *
 *   NAME out|in|both [delay=US] [jitter=US] [loss=PERMILLE] [size=BYTES]
 *
 * `out` is towards the second interface. `size` is the largest IP packet that passes; a larger one
 * vanishes without a word (0: any). `NAME late` is answered with the longest time in
 * microseconds that the relay was late since it was last asked: a busy or paused machine makes it
 * so, and whoever judges a round trip must know. The end of standard input ends the relay.
 *
 * Packet sockets rather than a TUN device: an ordinary user who is root of a network namespace may
 * open one, and /dev/net/tun may be closed to them. */

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>

#define MAX_PAIRS 16
#define MAX_FRAME 65536
#define MAX_WAITING 20000
#define NS_PER_US INT64_C (1000)
#define NS_PER_S INT64_C (1000000000)

/* One way through a pair. */
typedef struct
{
  int from;
  int to;
  int64_t delay_ns;
  int64_t jitter_ns;
  unsigned loss; /* of a thousand */
  unsigned size;
  int64_t late_ns; /* the longest time that a frame was late */
} Way;

typedef struct
{
  char name[32];
  Way ways[2];
} Pair;

typedef struct
{
  int64_t due;
  uint64_t number; /* frames that are due together keep their order */
  Way *way;
  size_t length;
  uint8_t data[];
} Frame;

/* A binary heap: jitter lets a later frame be due earlier. */
typedef struct
{
  Frame *frames[MAX_WAITING];
  size_t n;
  uint64_t next_number;
} Queue;

static Pair pairs[MAX_PAIRS];
static size_t n_pairs;
static Queue queue;
static int timer;
static int events;

static void die (const char *format, ...) __attribute__ ((noreturn, format (printf, 1, 2)));

static void
die (const char *format, ...)
{
  int error = errno;
  va_list arguments;

  va_start (arguments, format);
  fputs ("relay: ", stderr);
  vfprintf (stderr, format, arguments);
  va_end (arguments);
  fprintf (stderr, ": %s\n", strerror (error));
  exit (1);
}

static int64_t
now_ns (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static bool
is_before (const Frame *a, const Frame *b)
{
  return a->due != b->due ? a->due < b->due : a->number < b->number;
}

static void
queue_swap (size_t a, size_t b)
{
  Frame *frame = queue.frames[a];

  queue.frames[a] = queue.frames[b];
  queue.frames[b] = frame;
}

static void
queue_push (Frame *frame)
{
  size_t i = queue.n++;

  frame->number = queue.next_number++;
  queue.frames[i] = frame;
  for (; i > 0 && is_before (queue.frames[i], queue.frames[(i - 1) / 2]); i = (i - 1) / 2)
    queue_swap (i, (i - 1) / 2);
}

static Frame *
queue_pop (void)
{
  Frame *first = queue.frames[0];
  size_t i = 0;

  queue.frames[0] = queue.frames[--queue.n];
  for (;;) {
    size_t least = i;

    for (size_t child = 2 * i + 1; child <= 2 * i + 2; child++)
      if (child < queue.n && is_before (queue.frames[child], queue.frames[least]))
        least = child;
    if (least == i)
      return first;
    queue_swap (i, least);
    i = least;
  }
}

static void
arm_timer (void)
{
  struct itimerspec when = { 0 };

  if (queue.n > 0) {
    when.it_value.tv_sec = queue.frames[0]->due / NS_PER_S;
    when.it_value.tv_nsec = queue.frames[0]->due % NS_PER_S;
  }
  timerfd_settime (timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static void
send_due (void)
{
  uint64_t expirations;

  if (read (timer, &expirations, sizeof expirations) < 0 && errno != EAGAIN)
    die ("timer");
  while (queue.n > 0 && queue.frames[0]->due <= now_ns (CLOCK_MONOTONIC)) {
    Frame *frame = queue_pop ();
    int64_t late = now_ns (CLOCK_MONOTONIC) - frame->due;

    if (late > frame->way->late_ns)
      frame->way->late_ns = late;
    /* A full or vanished interface loses frames, as a wire would. */
    (void) !send (frame->way->to, frame->data, frame->length, 0);
    free (frame);
  }
}

/* When the frame reached the interface, which may be a while before this process ran. */
static int64_t
arrival_ns (struct msghdr *message)
{
  int64_t now = now_ns (CLOCK_MONOTONIC);

  for (struct cmsghdr *c = CMSG_FIRSTHDR (message); c != NULL; c = CMSG_NXTHDR (message, c)) {
    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) {
      struct timespec stamp;
      int64_t age;

      memcpy (&stamp, CMSG_DATA (c), sizeof stamp);
      age = now_ns (CLOCK_REALTIME) - (stamp.tv_sec * NS_PER_S + stamp.tv_nsec);
      if (age > 0 && age < NS_PER_S)
        return now - age;
    }
  }
  return now;
}

static bool
is_lost (const Way *way, size_t length)
{
  if (way->size > 0 && length > way->size + ETH_HLEN)
    return true;
  return way->loss > 0 && (unsigned) (random () % 1000) < way->loss;
}

static void
keep (Way *way, const uint8_t *data, size_t length, int64_t arrival)
{
  Frame *frame;

  if (queue.n == MAX_WAITING || is_lost (way, length))
    return;
  frame = malloc (sizeof *frame + length);
  if (frame == NULL)
    return;
  frame->due = arrival + way->delay_ns;
  if (way->jitter_ns > 0)
    frame->due += random () % way->jitter_ns;
  frame->way = way;
  frame->length = length;
  memcpy (frame->data, data, length);
  queue_push (frame);
}

static void
receive (Way *way)
{
  static uint8_t data[MAX_FRAME];
  char control[256];
  struct iovec vector = { data, sizeof data };
  struct msghdr message = { .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control };

  for (;;) {
    ssize_t length;

    message.msg_controllen = sizeof control;
    length = recvmsg (way->from, &message, MSG_DONTWAIT);
    if (length < 0)
      return;
    if (length >= ETH_HLEN)
      keep (way, data, length, arrival_ns (&message));
  }
}

static int
open_interface (const char *name)
{
  struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_protocol = htons (ETH_P_ALL) };
  int yes = 1, room = 4 << 20;
  /* Protocol 0 hears nothing until the socket is bound to its interface. */
  int fd = socket (AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

  if (fd < 0)
    die ("packet socket");
  address.sll_ifindex = if_nametoindex (name);
  if (address.sll_ifindex == 0)
    die ("%s", name);
  if (setsockopt (fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes, sizeof yes) < 0
      || setsockopt (fd, SOL_SOCKET, SO_TIMESTAMPNS, &yes, sizeof yes) < 0)
    die ("%s: options", name);
  setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  if (bind (fd, (struct sockaddr *) &address, sizeof address) < 0)
    die ("%s: bind", name);
  return fd;
}

static void
watch (int fd, void *what)
{
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = what };

  if (epoll_ctl (events, EPOLL_CTL_ADD, fd, &event) < 0)
    die ("epoll");
}

static void
add_pair (const char *text)
{
  Pair *pair = &pairs[n_pairs];
  char first[IF_NAMESIZE], second[IF_NAMESIZE];
  long delay_us = 0;
  int a, b;

  if (n_pairs == MAX_PAIRS
      || sscanf (text, "%31[^:]:%15[^:]:%15[^:]:%ld", pair->name, first, second, &delay_us) != 4) {
    errno = EINVAL;
    die ("%s", text);
  }
  a = open_interface (first);
  b = open_interface (second);
  pair->ways[0] = (Way){ .from = a, .to = b, .delay_ns = delay_us * NS_PER_US };
  pair->ways[1] = (Way){ .from = b, .to = a, .delay_ns = delay_us * NS_PER_US };
  watch (a, &pair->ways[0]);
  watch (b, &pair->ways[1]);
  n_pairs++;
}

static bool
change_way (Way *way, const char *key, long value)
{
  if (strcmp (key, "delay") == 0)
    way->delay_ns = value * NS_PER_US;
  else if (strcmp (key, "jitter") == 0)
    way->jitter_ns = value * NS_PER_US;
  else if (strcmp (key, "loss") == 0)
    way->loss = value;
  else if (strcmp (key, "size") == 0)
    way->size = value;
  else
    return false;
  return true;
}

static Pair *
find_pair (const char *name)
{
  for (size_t i = 0; name != NULL && i < n_pairs; i++)
    if (strcmp (pairs[i].name, name) == 0)
      return &pairs[i];
  return NULL;
}

/* How late a round trip may have been, in microseconds; it is counted anew from here. */
static long
take_lateness (Pair *pair)
{
  int64_t late = pair->ways[0].late_ns + pair->ways[1].late_ns;

  pair->ways[0].late_ns = pair->ways[1].late_ns = 0;
  return late / NS_PER_US;
}

static bool
change (Pair *pair, const char *direction)
{
  char *word;

  while ((word = strtok (NULL, " ")) != NULL) {
    char key[16];
    long value;

    if (sscanf (word, "%15[a-z]=%ld", key, &value) != 2 || value < 0)
      return false;
    if (strcmp (direction, "in") != 0 && !change_way (&pair->ways[0], key, value))
      return false;
    if (strcmp (direction, "out") != 0 && !change_way (&pair->ways[1], key, value))
      return false;
  }
  return true;
}

static void
obey (char *line)
{
  Pair *pair = find_pair (strtok (line, " "));
  const char *direction = strtok (NULL, " ");

  if (pair == NULL || direction == NULL)
    puts ("error");
  else if (strcmp (direction, "late") == 0)
    printf ("ok %ld\n", take_lateness (pair));
  else
    puts (change (pair, direction) ? "ok" : "error");
}

static void
read_commands (void)
{
  static char buffer[4096];
  static size_t used;
  ssize_t n = read (STDIN_FILENO, buffer + used, sizeof buffer - 1 - used);
  char *end;

  if (n <= 0)
    exit (0);
  used += n;
  buffer[used] = '\0';
  while ((end = strchr (buffer, '\n')) != NULL) {
    *end = '\0';
    obey (buffer);
    used -= end + 1 - buffer;
    memmove (buffer, end + 1, used + 1);
  }
  fflush (stdout);
}

/* Being late is the one thing that a delay must not be: ask for every help there is. */
static void
be_punctual (void)
{
  struct sched_param first = { .sched_priority = 10 };

  prctl (PR_SET_TIMERSLACK, 1, 0, 0, 0);
  if (sched_setscheduler (0, SCHED_FIFO, &first) < 0)
    (void) !nice (-15);
}

static void
run (void)
{
  for (;;) {
    struct epoll_event ready[32];
    int n = epoll_wait (events, ready, 32, -1);

    for (int i = 0; i < n; i++) {
      if (ready[i].data.ptr == &timer)
        continue;
      if (ready[i].data.ptr == NULL)
        read_commands ();
      else
        receive (ready[i].data.ptr);
    }
    send_due ();
    arm_timer ();
  }
}

int
main (int argc, char **argv)
{
  events = epoll_create1 (EPOLL_CLOEXEC);
  timer = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  if (events < 0 || timer < 0)
    die ("set-up");
  watch (timer, &timer);
  watch (STDIN_FILENO, NULL);
  for (int i = 1; i < argc; i++)
    add_pair (argv[i]);
  be_punctual ();
  puts ("ready");
  fflush (stdout);
  run ();
  return 0;
}
