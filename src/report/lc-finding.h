/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-codes.h"

G_BEGIN_DECLS

/**
 * LcFinding:
 *
 * What rows mean together. @code is one of docs/report.md's finding codes; a report
 * of a later version may bring others, so it is a string.
 */
typedef struct
{
  char        *code;
  LcSeverity   severity;
  LcConfidence confidence;
  LcOwner      owner;
  char        *title;    /* a sentence that a person would say */
  char        *detail;
  char        *remedy;   /* for the owner: what to do now, what to ask of whom */
  GPtrArray   *evidence; /* (element-type utf8) */
  GPtrArray   *rows;     /* (element-type utf8) row ids */
  char        *folded_under; /* (nullable) JSON "folded_under": the code of the finding that
                                explains this one */
  LcOwnerConfidence owner_confidence; /* JSON "owner_confidence" */
} LcFinding;

/**
 * LcCapability:
 *
 * What a person can do with the line.
 */
typedef struct
{
  char      *id;
  char      *title;
  LcStatus   status;
  GPtrArray *rows; /* (element-type utf8) row ids */
} LcCapability;

/* Strings are copied; (nullable) where a reader fills them in afterwards. */
LcFinding    *lc_finding_new (const char  *code,
                              LcSeverity   severity,
                              LcConfidence confidence,
                              LcOwner      owner);
void          lc_finding_free (LcFinding *finding);
LcCapability *lc_capability_new (const char *id, const char *title, LcStatus status);
void          lc_capability_free (LcCapability *capability);

/* Empty lists that free their elements: (element-type LcFinding), (element-type LcCapability). */
GPtrArray *lc_findings_new (void);
GPtrArray *lc_capabilities_new (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcFinding, lc_finding_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcCapability, lc_capability_free)

G_END_DECLS
