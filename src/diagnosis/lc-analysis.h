/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/lc-attempt-judge.h"
#include "diagnosis/lc-location.h"
#include "report/lc-report.h"

G_BEGIN_DECLS

/**
 * LcReach:
 *
 * Whether packets of an attempt came through to something that speaks for the
 * port: a TCP handshake, a STUN answer, RTP datagrams that left the network.
 */
typedef enum
{
  LC_REACH_UNKNOWN,
  LC_REACH_OPEN,
  LC_REACH_CLOSED,
} LcReach;

/**
 * LcObservation:
 *
 * An attempt with its row and what was made of it. Owned by its #LcAnalysis.
 */
typedef struct
{
  LcRow     *row;
  LcAttempt *attempt;
  gboolean   proxied;
  LcElsewhere elsewhere; /* what the rest of the report shows about it */
  LcReach    reach;
  LcLocation    location; /* of a closed one */
  LcOwner    owner; /* of a closed one: who has to act where it ends */
  LcOwnerConfidence owner_confidence; /* and how sure that is */
} LcObservation;

/**
 * LcAnalysis:
 *
 * A report under diagnosis. Detectors run one after the other, from what
 * explains most to what explains least; a row that one has explained is left
 * alone by those after it.
 */
typedef struct
{
  LcReport      *report;
  LcEnvironment *environment;
  LcEdge        *edge; /* where this network ends, as far as the report shows it */
  GPtrArray     *observations;     /* (element-type LcObservation) direct ones that ran, in the report's order */
  GPtrArray     *proxied;   /* (element-type LcObservation) through the proxy */
  GPtrArray     *inspections; /* (element-type LcInspection) who opens TLS on the way */
  GPtrArray     *portal_signs; /* (element-type LcPortalSign) pages that are not the service's */
  GPtrArray     *findings;  /* (element-type LcFinding) owned until they are stolen */
  GHashTable    *explained; /* LcRow -> the LcFinding that explains it */
  GHashTable    *causes;    /* LcFinding -> owned clause for the summary */
} LcAnalysis;

/* With its observations; portal signs and inspections are for others to fill in. */
LcAnalysis *lc_analysis_new (LcReport *report);
void    lc_analysis_free (LcAnalysis *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcAnalysis, lc_analysis_free)

/* Places what is closed; to be called once attempts are judged. */
void lc_analysis_locate_observations (LcAnalysis *self);

gboolean lc_analysis_is_explained (const LcAnalysis *self, LcRow *row);

/* Whether a row failed or is limited, and nothing explains it yet. */
gboolean lc_analysis_is_open_question (const LcAnalysis *self, LcRow *row);

/**
 * lc_analysis_add:
 * @key: of lc_finding_texts_find(): one of docs/report.md's finding codes, or a kind of one
 * @...: pairs for lc_phrase_fill(), ended by %NULL
 *
 * Adds a finding with the texts of its key filled in. Its severity
 * is %LC_SEVERITY_NOTE until rows are added that ask for more.
 *
 * Returns: (transfer none)
 */
LcFinding *lc_analysis_add (LcAnalysis *self, const char *key, LcConfidence confidence, LcOwner owner, ...) G_GNUC_NULL_TERMINATED;

/* Adds a row and, where it is required, raises the finding's severity: an error
 * where the row failed, a warning where it is limited or unproven. */
void lc_analysis_add_row (LcAnalysis *self, LcFinding *finding, LcRow *row);

/* Adds a row without saying that the finding explains it. */
void lc_finding_mention_row (LcFinding *finding, LcRow *row);

/* Rows of the observations, and a sentence of evidence for each. */
void lc_analysis_add_observations (LcAnalysis *self, LcFinding *finding, GPtrArray *observations);

/* Adds a line of evidence (takes ownership) unless it is there already or there are many. */
void lc_finding_take_evidence (LcFinding *finding, char *evidence);

/* Takes @finding for a part of the one with @code, if there is one. */
void lc_analysis_fold (LcAnalysis *self, LcFinding *finding, const char *code);

/* The first finding with @code, or NULL. */
LcFinding *lc_analysis_find (const LcAnalysis *self, const char *code);

/* A finding's clause for the summary: "10.1.0.1 (your firewall) stops TCP 5061". */
const char *lc_analysis_get_cause (const LcAnalysis *self, LcFinding *finding);

/* "TCP 5061 and UDP 3478": ports of tries, each once. Returns: (transfer full). */
char *lc_observations_get_ports (GPtrArray *observations);

/* "169.63.26.228 and dal12…": hosts of tries, each once. Returns: (transfer full). */
char *lc_observations_get_hosts (GPtrArray *observations);

/* Returns: (transfer container) (element-type LcObservation): observations of self->observations for which @match holds. */
typedef gboolean (*LcObservationMatch) (LcAnalysis *self, const LcObservation *observation, gconstpointer data);
GPtrArray *lc_analysis_select (LcAnalysis *self, LcObservationMatch match, gconstpointer data);

/* The shortest round trip to the address of @observation that other observations measured or, where
 * none did, to a neighbour of it (lc_address_is_neighbour()), in microseconds; 0 where there is none. */
gint64 lc_analysis_get_round_trip (const LcAnalysis *self, const LcObservation *observation);

/* Whether its TCP connection opened sooner than the host can have heard of it, by what STUN
 * to the host or a neighbour took: a proxy of connections, which may stand anywhere on the way,
 * answers for the host. That the port is open is then not known of the host. */
gboolean lc_analysis_is_opened_nearby (LcAnalysis *self, const LcObservation *observation);

/* Evidence for each of @observations that was opened so. */
void lc_analysis_add_opened_nearby (LcAnalysis *self, LcFinding *finding, GPtrArray *observations);

/* How many different addresses tries have. */
guint lc_observations_count_addresses (GPtrArray *observations);

/* What one phase comes to, judged as the attempt is: the failing or limited step's code; LC_CODE_OK
 * where that phase passed or was not reached. */
LcCode lc_observation_get_code (const LcObservation *observation, LcPhase phase);

/* Whether a phase ran and is good, judged likewise. */
gboolean lc_observation_passed (const LcObservation *observation, LcPhase phase);

G_END_DECLS
