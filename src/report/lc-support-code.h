/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-codes.h"

G_BEGIN_DECLS

/* What a check found out, in a few characters that one person reads out and another types:
 * docs/support-code.md. Pure: no report, no catalogue, no clock. */

#define LC_SUPPORT_CODE_VERSION 1
#define LC_SUPPORT_CODE_FINDINGS 2
#define LC_SUPPORT_CODE_GROUP 4     /* characters of a group, the last of which checks the others */
#define LC_SUPPORT_CODE_QUARTERS (366 * 24 * 4)
#define LC_SUPPORT_CODE_OTHER 63    /* a finding that the table does not have */

typedef struct
{
  guint    finding; /* its place in the table, from 1; 0: there is none */
  LcOwner  owner;   /* %LC_OWNER_NONE where there is no finding */
  gboolean proven;  /* both where it is and whose it is; else likely at most */
} LcSupportFinding;

/**
 * LcSupportContent:
 *
 * What a code says. Owns nothing.
 */
typedef struct
{
  const char *site;     /* "us" "uk" "sg"; static */
  gboolean    complete; /* every row of the site was tried, to the end */
  LcVerdict   verdict;
  gboolean    proxy;
  gboolean    vpn;
  gboolean    portal;
  guint       revision; /* of the catalogue, modulo 16; 0 where it is no number */
  guint       quarter;  /* when, in quarters of an hour since the start of a leap year, UTC */
  guint       hop;      /* the last that answered for what the first finding is about; 0: not known; 15: that or more */
  LcSupportFinding findings[LC_SUPPORT_CODE_FINDINGS];
  guint64     works;    /* bit n - 1: row n passed; else it did not, or was not tried */
} LcSupportContent;

typedef enum
{
  LC_SUPPORT_FAULT_NONE,
  LC_SUPPORT_FAULT_SHORT,   /* all is well so far, and more is to come */
  LC_SUPPORT_FAULT_GROUP,   /* a group is not as it was read out */
  LC_SUPPORT_FAULT_LONG,    /* more than the site's code has */
  LC_SUPPORT_FAULT_NEWER,   /* of a later version than this program reads */
  LC_SUPPORT_FAULT_CONTENT, /* well typed, and yet nothing that a program has made */
} LcSupportFault;

/* How many rows a code of @site has bits for; 0: there is no code for it. */
guint lc_support_code_get_n_rows (const char *site);

/* The finding code at a place in the table. Returns: (nullable): %NULL for one that it does not have. */
const char *lc_support_code_get_finding (guint place);

/* Its place; %LC_SUPPORT_CODE_OTHER for one that is not in the table. */
guint lc_support_code_find_finding (const char *code);

/**
 * lc_support_code_encode:
 * @content: of a site that lc_support_code_get_n_rows() knows, all within bounds
 *
 * Returns: (transfer full): "2S09-0GWC-…": 20 or 24 characters in groups of four.
 */
char *lc_support_code_encode (const LcSupportContent *content);

/**
 * lc_support_code_decode:
 * @text: what somebody has typed so far, in capitals or not, with spaces or dashes anywhere;
 *   O is read as 0, I and L as 1
 * @content: (out) (optional): set where all is well
 * @group: (out) (optional): the first group with a fault, from 1
 *
 * Any one wrong character, any two neighbours in each other's place and any group
 * in another's are noticed, and at that group.
 *
 * Returns: %LC_SUPPORT_FAULT_NONE where the code is whole and right.
 */
LcSupportFault lc_support_code_decode (const char *text, LcSupportContent *content, guint *group);

G_END_DECLS
