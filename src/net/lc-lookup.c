/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-lookup.h"

#include "net/lc-dns-channel.h"

/* How one look-up goes: A and AAAA are two questions. Each goes to the first server
 * at once, to the next one whenever a server fails or the retry timer fires, and round
 * again. The first conclusive answer settles a question; earlier tries stay open till then.
 * c-ares is given one server and one try at a time, so that nothing of what each
 * server said is lost, and no look-up shares a channel with another one. */

#define IPV6_GRACE_MS 500
#define IPV4_GRACE_MS 1000
#define MAX_FIRST_INTERVAL_MS 600
/* How often one server may fail to answer one question before it is given up.
 * A failure may be a passing one: resolv.conf(5) has two attempts as well. */
#define MAX_FAILURES 2

enum
{
  QUESTION_A,
  QUESTION_AAAA,
  N_QUESTIONS,
};

static const guint16 question_types[N_QUESTIONS] = { LC_DNS_TYPE_A, LC_DNS_TYPE_AAAA };

typedef struct _Lookup Lookup;

/* What one look-up knows of one name server. */
typedef struct
{
  Lookup *lookup;        /* (unowned) whose part it is */
  LcDnsChannel *channel; /* (owned) (nullable) NULL until asked, and after it was given up */
  gboolean unreachable;
  gboolean truncated;       /* it said that its answer is cut short, over UDP */
  gboolean asked_once_more; /* after it was unreachable: it may have been starting just then */
  LcResolveOutcome unreachable_outcome; /* what it was then, or 0 */
  guint failures[N_QUESTIONS];
  LcResolveOutcome failure[N_QUESTIONS]; /* the worst so far, or 0 */
} Server;

typedef struct
{
  guint asked;         /* how often, which also picks the next server */
  gboolean ask_again;  /* a server failed: the next one is due at once */
  gboolean given_up;   /* no server is left to ask */
  LcDnsAnswer *answer; /* (owned) (nullable) the first conclusive one */
} Question;

struct _Lookup
{
  /* input */
  char *name;
  GBytes *encoded;
  guint timeout_ms;
  guint interval_ms; /* of the first round; each further round doubles it */

  /* in progress */
  GTask *task;      /* (owned) the task owns us in turn, until it is completed */
  GPtrArray *names; /* (owned) (element-type LcNameServer) whom to ask */
  gint64 started;
  Server *servers;
  guint n_servers;
  GSource *deadline;
  GSource *retry;
  guint n_retries;
  GSource *grace;
  GSource *cancelled;

  /* output */
  Question questions[N_QUESTIONS];
};

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* Nothing is called back any more after this. */
static void
lookup_stop (Lookup *lookup)
{
  clear_source (&lookup->deadline);
  clear_source (&lookup->retry);
  clear_source (&lookup->grace);
  clear_source (&lookup->cancelled);
  for (guint i = 0; i < lookup->n_servers; i++)
    g_clear_pointer (&lookup->servers[i].channel, lc_dns_channel_free);
}

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  lookup_stop (lookup);
  for (guint i = 0; i < N_QUESTIONS; i++)
    g_clear_pointer (&lookup->questions[i].answer, lc_dns_answer_free);
  g_free (lookup->servers);
  g_ptr_array_unref (lookup->names);
  g_clear_pointer (&lookup->encoded, g_bytes_unref);
  g_free (lookup->name);
  g_free (lookup);
}

/* What a server said counts more than that it cannot be reached, and that more than silence. */
static guint
outcome_weight (LcResolveOutcome outcome)
{
  switch (outcome) {
  case LC_RESOLVE_TRUNCATED:
    return 5;
  case LC_RESOLVE_REFUSED:
    return 4;
  case LC_RESOLVE_SERVER_FAILURE:
    return 3;
  case LC_RESOLVE_UNREACHABLE:
    return 2;
  case LC_RESOLVE_NO_ROUTE:
    return 1;
  default:
    return 0;
  }
}

static LcResolveOutcome
heavier_outcome (LcResolveOutcome a, LcResolveOutcome b)
{
  return outcome_weight (b) > outcome_weight (a) ? b : a;
}

static LcResolveOutcome
question_outcome (Lookup *lookup, guint question)
{
  LcResolveOutcome outcome = LC_RESOLVE_TIMEOUT;

  if (lookup->questions[question].answer)
    return lookup->questions[question].answer->outcome;
  for (guint i = 0; i < lookup->n_servers; i++) {
    Server *server = &lookup->servers[i];

    if (server->failure[question])
      outcome = heavier_outcome (outcome, server->failure[question]);
    if (server->unreachable_outcome)
      outcome = heavier_outcome (outcome, server->unreachable_outcome);
    if (server->truncated || (server->channel && lc_dns_channel_saw_truncated (server->channel)))
      outcome = heavier_outcome (outcome, LC_RESOLVE_TRUNCATED);
    if (server->channel && lc_dns_channel_saw_garbage (server->channel))
      outcome = heavier_outcome (outcome, LC_RESOLVE_SERVER_FAILURE);
  }
  return outcome;
}

/* What a look-up is called when neither question brought an address.
 *
 * A name that does not exist does not exist for any type, so NXDOMAIN from
 * either is the answer. "No address" is claimed when both say so, or when A says
 * so and AAAA is met with silence: such a server does answer, and the name is
 * there without an IPv4 address; many middleboxes drop AAAA questions. When it
 * is A that nobody answers, nothing is known, and no AAAA record is not the cause.
 * An error that a server did report is never hidden behind the other's "no address". */
static LcResolveOutcome
combine_outcomes (LcResolveOutcome a, LcResolveOutcome aaaa)
{
  LcResolveOutcome failure = heavier_outcome (a, aaaa);

  if (a == LC_RESOLVE_OK || aaaa == LC_RESOLVE_OK)
    return LC_RESOLVE_OK;
  if (a == LC_RESOLVE_NOT_FOUND || aaaa == LC_RESOLVE_NOT_FOUND)
    return LC_RESOLVE_NOT_FOUND;
  if (outcome_weight (failure) >= outcome_weight (LC_RESOLVE_SERVER_FAILURE))
    return failure;
  if (a == LC_RESOLVE_NO_ADDRESS)
    return LC_RESOLVE_NO_ADDRESS;
  return outcome_weight (failure) > 0 ? failure : LC_RESOLVE_TIMEOUT;
}

static char **
collect_addresses (Lookup *lookup)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < N_QUESTIONS; i++) {
    LcDnsAnswer *answer = lookup->questions[i].answer;

    for (guint j = 0; answer && j < answer->addresses->len; j++)
      g_strv_builder_add (builder, g_ptr_array_index (answer->addresses, j));
  }
  return g_strv_builder_end (builder);
}

static LcAnswer *
lookup_answer (Lookup *lookup)
{
  LcAnswer *answer = g_new0 (LcAnswer, 1);

  answer->us = g_get_monotonic_time () - lookup->started;
  answer->outcome = combine_outcomes (question_outcome (lookup, QUESTION_A),
                                      question_outcome (lookup, QUESTION_AAAA));
  answer->addresses = collect_addresses (lookup);
  answer->server = g_strdup (((const LcNameServer *) g_ptr_array_index (lookup->names, 0))->text);
  for (guint i = 0; i < N_QUESTIONS && !answer->canonical; i++) {
    if (lookup->questions[i].answer)
      answer->canonical = g_strdup (lookup->questions[i].answer->canonical);
  }
  return answer;
}

static void
answer_free (gpointer data)
{
  lc_answer_free (data);
}

/* The only end of a look-up that asked. Drops the task, and with it the look-up. */
static void
lookup_complete (Lookup *lookup)
{
  g_autoptr (GTask) task = g_steal_pointer (&lookup->task);
  g_autoptr (LcAnswer) answer = lookup_answer (lookup);

  lookup_stop (lookup);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&answer), answer_free);
}

static gboolean
is_conclusive (LcResolveOutcome outcome)
{
  return outcome == LC_RESOLVE_OK || outcome == LC_RESOLVE_NOT_FOUND
         || outcome == LC_RESOLVE_NO_ADDRESS;
}

static gboolean
is_done (const Question *question)
{
  return question->answer || question->given_up;
}

static gboolean
has_outcome (const Question *question, LcResolveOutcome outcome)
{
  return question->answer && question->answer->outcome == outcome;
}

static void
answered_cb (guint16 type, LcDnsAnswer *answer, gpointer user_data)
{
  g_autoptr (LcDnsAnswer) owned = answer;
  Server *server = user_data;
  guint which = type == LC_DNS_TYPE_A ? QUESTION_A : QUESTION_AAAA;
  Question *question = &server->lookup->questions[which];

  if (owned->outcome == LC_RESOLVE_UNREACHABLE || owned->outcome == LC_RESOLVE_NO_ROUTE) {
    server->unreachable = TRUE;
    server->unreachable_outcome = owned->outcome;
  } else if (is_done (question)) {
    return;
  } else if (is_conclusive (owned->outcome)) {
    question->answer = g_steal_pointer (&owned);
  } else {
    server->failures[which]++;
    server->failure[which] = heavier_outcome (server->failure[which], owned->outcome);
    question->ask_again = TRUE;
  }
}

static void lookup_advance (gpointer user_data);

static void
progress_cb (gpointer user_data)
{
  Server *server = user_data;

  lookup_advance (server->lookup);
}

/* The next server in turn that has not been given up for this question. */
static Server *
next_server (Lookup *lookup, guint question)
{
  for (guint i = 0; i < lookup->n_servers; i++) {
    guint turn = (lookup->questions[question].asked + i) % lookup->n_servers;
    Server *server = &lookup->servers[turn];

    if (!server->unreachable && server->failures[question] < MAX_FAILURES)
      return server;
  }
  return NULL;
}

static gboolean
server_open (Server *server)
{
  Lookup *lookup = server->lookup;

  if (!server->channel)
    server->channel
        = lc_dns_channel_new (g_ptr_array_index (lookup->names, server - lookup->servers),
                              lookup->timeout_ms + 1000, g_task_get_context (lookup->task),
                              answered_cb, progress_cb, server);
  return server->channel != NULL;
}

static gboolean
any_to_ask_once_more (Lookup *lookup)
{
  for (guint i = 0; i < lookup->n_servers; i++)
    if (lookup->servers[i].unreachable && !lookup->servers[i].asked_once_more)
      return TRUE;
  return FALSE;
}

static void
question_ask (Lookup *lookup, guint which)
{
  Question *question = &lookup->questions[which];
  Server *server = next_server (lookup, which);

  question->asked++;
  if (!server) {
    question->given_up = !any_to_ask_once_more (lookup);
  } else if (server_open (server)) {
    lc_dns_channel_ask (server->channel, lookup->name, lookup->encoded, question_types[which]);
  } else {
    server->unreachable = TRUE;
    server->unreachable_outcome = LC_RESOLVE_UNREACHABLE;
    question->ask_again = TRUE;
  }
}

/* Closes the sockets that reported an error. What was open there has to be asked elsewhere. */
static void
drop_unreachable (Lookup *lookup)
{
  for (guint i = 0; i < lookup->n_servers; i++) {
    Server *server = &lookup->servers[i];

    if (!server->unreachable || !server->channel)
      continue;
    server->truncated |= lc_dns_channel_saw_truncated (server->channel);
    g_clear_pointer (&server->channel, lc_dns_channel_free);
    for (guint j = 0; j < N_QUESTIONS; j++)
      lookup->questions[j].ask_again = TRUE;
  }
}

static gboolean
ask_what_is_due (Lookup *lookup)
{
  gboolean asked = FALSE;

  for (guint i = 0; i < N_QUESTIONS; i++) {
    Question *question = &lookup->questions[i];

    if (!question->ask_again || is_done (question))
      continue;
    question->ask_again = FALSE;
    question_ask (lookup, i);
    asked = TRUE;
  }
  return asked;
}

/* The time is up: what has arrived while the program was busy elsewhere still counts. */
static gboolean
time_up_cb (gpointer user_data)
{
  Lookup *lookup = user_data;

  for (guint i = 0; i < lookup->n_servers; i++) {
    if (lookup->servers[i].channel)
      lc_dns_channel_drain (lookup->servers[i].channel);
  }
  lookup_complete (lookup);
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  lookup_complete (user_data);
  return G_SOURCE_REMOVE;
}

static GSource *
lookup_add_source (Lookup *lookup, GSource *source, GSourceFunc callback)
{
  g_source_set_callback (source, callback, lookup, NULL);
  g_source_set_static_name (source, "[linecheck] look-up");
  g_source_attach (source, g_task_get_context (lookup->task));
  return source;
}

static GSource *
lookup_add_timer (Lookup *lookup, guint ms, GSourceFunc callback)
{
  return lookup_add_source (lookup, g_timeout_source_new (ms), callback);
}

static gboolean
retry_cb (gpointer user_data)
{
  Lookup *lookup = user_data;
  guint round = ++lookup->n_retries / lookup->n_servers;

  clear_source (&lookup->retry);
  lookup->retry = lookup_add_timer (lookup, lookup->interval_ms << MIN (round, 8), retry_cb);
  for (guint i = 0; i < lookup->n_servers; i++) {
    Server *server = &lookup->servers[i];

    if (server->unreachable && !server->asked_once_more) {
      server->unreachable = FALSE;
      server->asked_once_more = TRUE;
    }
  }
  for (guint i = 0; i < N_QUESTIONS; i++)
    lookup->questions[i].ask_again = TRUE;
  lookup_advance (lookup);
  return G_SOURCE_REMOVE;
}

/* The one place that decides what comes next. May complete, and free, the look-up. */
static void
lookup_advance (gpointer user_data)
{
  Lookup *lookup = user_data;
  const Question *a = &lookup->questions[QUESTION_A];
  const Question *aaaa = &lookup->questions[QUESTION_AAAA];

  do
    drop_unreachable (lookup);
  while (ask_what_is_due (lookup));
  if ((is_done (a) && is_done (aaaa)) || has_outcome (a, LC_RESOLVE_NOT_FOUND))
    lookup_complete (lookup);
  else if (lookup->grace)
    return;
  else if (has_outcome (a, LC_RESOLVE_OK))
    lookup->grace = lookup_add_timer (lookup, IPV6_GRACE_MS, time_up_cb);
  else if (has_outcome (aaaa, LC_RESOLVE_OK))
    lookup->grace = lookup_add_timer (lookup, IPV4_GRACE_MS, time_up_cb);
}

static Lookup *
lookup_new (GPtrArray *servers, const char *name, GBytes *encoded, guint timeout_ms)
{
  Lookup *lookup = g_new0 (Lookup, 1);
  guint n_servers = servers->len;

  lookup->names = g_ptr_array_ref (servers);
  lookup->name = g_strdup (name);
  lookup->encoded = g_bytes_ref (encoded);
  lookup->timeout_ms = MIN (timeout_ms, G_MAXINT / 2);
  /* Two rounds take (3 n - 2) intervals: so the second one too has time to be answered. */
  lookup->interval_ms = CLAMP (timeout_ms / (3 * n_servers), 1, MAX_FIRST_INTERVAL_MS);
  lookup->n_servers = n_servers;
  lookup->servers = g_new0 (Server, n_servers);
  for (guint i = 0; i < n_servers; i++)
    lookup->servers[i].lookup = lookup;
  for (guint i = 0; i < N_QUESTIONS; i++)
    lookup->questions[i].ask_again = TRUE;
  return lookup;
}

void
lc_lookup_start (GTask *task,
                 GPtrArray *servers,
                 const char *name,
                 GBytes *encoded,
                 guint timeout_ms)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Lookup *lookup;

  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (servers->len > 0);

  lookup = lookup_new (servers, name, encoded, timeout_ms);
  g_task_set_task_data (task, lookup, lookup_free);
  lookup->task = g_object_ref (task);
  lookup->deadline = lookup_add_timer (lookup, lookup->timeout_ms, time_up_cb);
  lookup->retry = lookup_add_timer (lookup, lookup->interval_ms, retry_cb);
  if (cancellable)
    lookup->cancelled = lookup_add_source (lookup, g_cancellable_source_new (cancellable),
                                           G_SOURCE_FUNC (cancelled_cb));
  lookup->started = g_get_monotonic_time ();
  lookup_advance (lookup);
}
