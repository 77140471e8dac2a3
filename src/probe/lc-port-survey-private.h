/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-suspect.h"
#include "probe/lc-port-survey.h"

G_BEGIN_DECLS

/* The survey's insides, for its own files and the tests of its numbers. */

/* Parts of the range, one port of each; a power of two, whose halves are taken in turn. */
#define LC_SURVEY_SPREAD 64
/* What a report lists of one address: docs/report.md, "samples". */
#define LC_SURVEY_MAX_PORTS 48
/* So many are sampled wherever answers allow it: a block that begins at a port of
 * its own choice is then named to a twelfth of the range. */
#define LC_SURVEY_MIN_PORTS 12
/* Beyond these a port is sampled only with answers that nobody waits for: the
 * responder has so many in hand. */
#define LC_SURVEY_EXTRA_TOKENS 3
#define LC_SURVEY_EXTRA_US (1500 * G_TIME_SPAN_MILLISECOND)
/* Sent with a full TTL when the path is looked for: hosts may be farther than TTL 10. */
#define LC_SURVEY_FULL_TTL_PORTS 2
/* A datagram or its answer may be lost twice, and is then no block yet. */
#define LC_SURVEY_ROUNDS 3
/* How long a round waits for the first answer from beyond the edge: a satellite's
 * round trip, 600 ms, with a half more. */
#define LC_SURVEY_ROUND_US (900 * G_TIME_SPAN_MILLISECOND)
/* An answer is waited for at least this long (routers answer late, when they have
 * time for it), and twice the slowest one so far and a tenth of a second more. */
#define LC_SURVEY_MIN_WAIT_US (250 * G_TIME_SPAN_MILLISECOND)
#define LC_SURVEY_MORE_WAIT_US (100 * G_TIME_SPAN_MILLISECOND)
/* After the control's answer, for those of the suspects before it to come in: they
 * went to the same router in the same moment. */
#define LC_SURVEY_GRACE_US (80 * G_TIME_SPAN_MILLISECOND)
/* With one answer a second, three of these are to be void before it is given up. */
#define LC_SURVEY_MAX_COMPARISONS 6
/* Stopped ports shown to one hop inside: a void one may be tried again, twice. */
#define LC_SURVEY_INSIDE_CHECKS 3
/* From the survey's begin. With suspects, three comparisons are still to come, which
 * take a second each; a person waits eight seconds for the verdict. */
#define LC_SURVEY_SAMPLING_US (5000 * G_TIME_SPAN_MILLISECOND)
/* Where nothing is amiss, nobody is kept waiting for the last of twelve: three routers
 * with a burst of five and one answer a second each have let eight of each of two
 * hosts through by then. */
#define LC_SURVEY_ENOUGH_PORTS 8
#define LC_SURVEY_ENOUGH_US (2500 * G_TIME_SPAN_MILLISECOND)
#define LC_SURVEY_SUSPECT_SAMPLING_US (3000 * G_TIME_SPAN_MILLISECOND)
#define LC_SURVEY_LIMIT_US (7 * G_TIME_SPAN_SECOND)

typedef enum
{
  LC_SURVEY_BEFORE,
  LC_SURVEY_FINDING_PATH,
  LC_SURVEY_SAMPLING,
  LC_SURVEY_COMPARING,
  LC_SURVEY_ASKING_INSIDE,
  LC_SURVEY_OVER,
} LcSurveyPhase;

typedef struct
{
  LcSample *sample; /* (owned) */
  gboolean settled;
  gboolean asked;        /* at all */
  gboolean tried;        /* sent where an answer was in hand */
  gboolean tried_router; /* one of them a router's */
  LcSuspect suspect;
  guint8 inside_ttl; /* the farthest hop inside that answered for it, 0: none */
  gint64 sent[LC_PORT_SURVEY_MAX_TTL + 1];
  guint8 sends[LC_PORT_SURVEY_MAX_TTL + 1];
  gboolean paid[LC_PORT_SURVEY_MAX_TTL + 1]; /* the pacer knows of the last one */
  gint64 wait_until;
} LcSurveyPort;

/* Suspects and a control under way to one router. */
typedef struct
{
  LcSurveyPort *control; /* (nullable): none is under way */
  guint8 ttl;
  LcControlAnswer answer;
  gint64 begun;
  gint64 answered;
} LcSurveyComparison;

struct _LcPortSurvey
{
  char *host;                  /* (owned) */
  LcPacer *pacer;              /* not owned */
  const LcOwnNetwork *network; /* not owned */
  LcSurveyPhase phase;
  gint64 begun;
  LcSurveyPort ports[LC_SURVEY_MAX_PORTS];
  guint n_known; /* ports that are there to be sampled: a range may have few */
  guint n_ports; /* of them, those that are */
  GArray *outbox; /* (owned) (element-type LcSurveyDatagram) */
  guint n_taken;  /* of the outbox */

  char *hops[LC_PORT_SURVEY_MAX_TTL + 1]; /* (owned) who answered at which TTL */
  gint64 hop_us[LC_PORT_SURVEY_MAX_TTL + 1];
  guint8 host_ttl; /* smallest TTL at which the host answered, 0: unknown */
  gboolean host_answers;
  char *rejecter; /* (owned) (nullable) who answered that a port is not allowed */
  gint64 host_round_trips[LC_SURVEY_MAX_PORTS];
  guint n_host_round_trips;
  gint64 slowest_us; /* answer so far */
  gint64 last_news;  /* when somebody answered who had not before, or was asked for the first time */

  guint round;
  gint64 round_begun;
  guint8 next_ttl; /* of this round */
  gboolean looked_for_silent; /* hops, with a port that passes */
  LcSurveyComparison comparison;
  guint comparisons;
  guint8 inside_ttl; /* hop that stopped ports are now shown to, 0: not begun */
  guint inside_checks;
  guint next_stopped;
  LcSuspect at_hop; /* what the checks at this hop came to */
  gint64 booked;    /* a moment at which the rejecter may be asked, 0: none */
  int send_error;
  gboolean any_sent;
};

LcSurveyPort *lc_port_survey_find_port (LcPortSurvey *self, guint16 number);

/* A port that is known to pass, or NULL. */
LcSurveyPort *lc_port_survey_find_passing (LcPortSurvey *self);

gboolean lc_port_survey_is_beyond (const LcPortSurvey *self, guint8 ttl);
gboolean lc_port_survey_is_stopped (const LcSurveyPort *port);

/* The last known hop before the first one beyond the edge, or 0. */
guint8 lc_port_survey_get_edge (const LcPortSurvey *self);

/* How long an answer is waited for, in µs. */
gint64 lc_port_survey_get_wait (const LcPortSurvey *self);

/* Puts a datagram into the outbox. */
void lc_port_survey_send (LcPortSurvey *self, LcSurveyPort *port, guint8 ttl);

/* What every phase does until it is over: then it returns FALSE. */
gboolean lc_port_survey_go_on (LcPortSurvey *self, gint64 now);

G_END_DECLS
