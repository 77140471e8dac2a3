/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LcSuspect:
 *
 * A port that stayed silent where another one was answered. Silence alone proves
 * nothing, because routers limit how often they answer. So the suspect is held
 * against a control in one moment: its packet goes to a router's distance, and the
 * control's right behind it. If the router answers the control, it had an answer to
 * give, and the suspect's packet, had it come, would have taken it.
 *
 * One such comparison may be chance: a lost packet, or an answer that another
 * computer behind the same address took in between. All zero is a suspect that was
 * never compared; plain data, no clock.
 */
typedef struct
{
  guint compared; /* comparisons made since it was last answered */
  guint failed;   /* of them, those that speak against it */
} LcSuspect;

/* Who answered the control of a comparison. */
typedef enum
{
  LC_CONTROL_SILENT, /* nobody: the comparison is void */
  LC_CONTROL_HOST,   /* what it was sent to: a host says nothing about routers */
  LC_CONTROL_ROUTER, /* "time exceeded" from a router on the way */
} LcControlAnswer;

/* How many comparisons must fail. A datagram of a survey has been silent once
 * before it is a suspect, and each comparison has two packets that can be lost: with
 * one packet in ten lost, three in a row deceive about once in a thousand, one
 * does once in ten. */
#define LC_SUSPECT_PORT_COMPARISONS 3

/* A traced port was asked at each distance before, and beyond as well, so that
 * two more are as much. */
#define LC_SUSPECT_TRACE_COMPARISONS 2

/**
 * lc_suspect_end_comparison:
 * @answered: whether the suspect itself drew an answer: then it is none any more,
 *   and all that was held against it is void
 * @control: who answered the control that was sent right behind it
 */
void lc_suspect_end_comparison (LcSuspect *self, gboolean answered, LcControlAnswer control);

/* Whether @needed comparisons have failed: its packets end before the router. */
gboolean lc_suspect_is_stopped (const LcSuspect *self, guint needed);

G_END_DECLS
