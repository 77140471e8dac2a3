/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/lc-own-network.h"
#include "net/lc-pacer.h"
#include "report/lc-attempt.h"

G_BEGIN_DECLS

/**
 * LcPortSurvey:
 *
 * Finds out which UDP ports leave this network towards a host that need not answer
 * on any. A pure machine: what happens and the time go in, datagrams to send and
 * conclusions come out. It has no socket, no clock and no source of the main loop.
 *
 * First the path is found: datagrams with TTL 1 to 10, and a few with a full TTL,
 * each on another port of the range. A router beyond the edge that says "time
 * exceeded", and the host itself, are responders: a port that one of them answers
 * for has left the network, or arrived. Ports without an answer are then sent to
 * responders that have one to give; responders limit how often they answer, which
 * the pacer knows, and it is shared between the surveys of a check.
 *
 * A port that stays silent is only a suspect, and is compared (net/lc-suspect.h)
 * at the nearest router beyond the edge, and at no other: what ends before one
 * farther away may well have left this network. The host is no judge of suspects,
 * for a port on which it waits for calls is silent, too. Where no router that is
 * shown to be beyond the edge answers, a silent port is silent, and no more.
 *
 * Times are the monotonic clock's, in µs.
 */
typedef struct _LcPortSurvey LcPortSurvey;

#define LC_PORT_SURVEY_MAX_TTL 10

/* A datagram to send now. */
typedef struct
{
  guint16 port;
  guint8  ttl; /* 0: the system's */
} LcSurveyDatagram;

/* What the kernel's error queue says about a datagram. */
typedef struct
{
  guint16     port; /* that the datagram was sent to */
  guint8      ttl;  /* that it was sent with */
  const char *offender;
  guint8      type;
  guint8      code;
} LcSurveyError;

/**
 * lc_port_survey_new:
 * @host: address of the host
 * @first: first port of the range
 * @last: last one
 * @pacer: not owned; must live as long as the survey
 * @network: not owned; likewise, and may learn more while the survey goes on
 */
LcPortSurvey *lc_port_survey_new (const char *host, guint16 first, guint16 last, LcPacer *pacer,
                                  const LcOwnNetwork *network);
void          lc_port_survey_free (LcPortSurvey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcPortSurvey, lc_port_survey_free)

/* Goes on, at @now; the first call begins. To be called about every 10 ms, and what
 * lc_port_survey_next_datagram() then has is to be sent. Returns: FALSE when all is known
 * that will be. */
gboolean lc_port_survey_advance (LcPortSurvey *self, gint64 now);

/* Returns: TRUE with a datagram that is to be sent at @now, before the next. */
gboolean lc_port_survey_next_datagram (LcPortSurvey *self, gint64 now, LcSurveyDatagram *datagram);

/* What sending came to: 0, or the errno. */
void lc_port_survey_note_sent (LcPortSurvey *self, int error);

/* An ICMP error about a datagram to the host came at @when. Returns whether somebody on
 * the way says that the port is not allowed. */
gboolean lc_port_survey_take_error (LcPortSurvey *self, const LcSurveyError *error, gint64 when);

/* The host answered on @port to what was sent with @ttl. */
void lc_port_survey_take_reply (LcPortSurvey *self, guint16 port, guint8 ttl, gint64 when);

/* Who is already known to reject datagrams in this network: is asked by turns with others. */
void lc_port_survey_set_rejecter (LcPortSurvey *self, const char *address);

/* Judges what is left: silent ports are stopped where comparisons say so, else silent or,
 * with @cancelled, cancelled. To be called once, before what follows. */
void lc_port_survey_end (LcPortSurvey *self, gboolean cancelled);

/* The errno if nothing at all could be sent, else 0. */
int lc_port_survey_get_send_error (const LcPortSurvey *self);

/* Returns: (transfer full) (element-type LcSample): the sampled ports in order. */
GPtrArray *lc_port_survey_get_samples (const LcPortSurvey *self);

/* Where the stopped ports end with, for comparison, how far others come; where none
 * is stopped, the path as it was found. Returns: (transfer full). */
LcPath *lc_port_survey_get_path (const LcPortSurvey *self);

/* Median round trip to the host, or LC_US_NONE. */
gint64 lc_port_survey_get_latency (const LcPortSurvey *self);

G_END_DECLS
