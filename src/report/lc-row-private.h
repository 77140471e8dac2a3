/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-row.h"

G_BEGIN_DECLS

/* What a row is made of: for lc-row.c, which fills it in, and lc-row-target.c, which reads what
 * the catalogue says. Internal to src/report. */

struct _LcRow
{
  GObject parent_instance;

  /* From the catalogue; none of it changes. */
  char *id;             /* (owned) */
  char *number;         /* (owned) */
  char *service;        /* (owned) */
  char *title;          /* (owned) */
  char *purpose;        /* (owned) */
  char *host;           /* (owned) */
  char *ports;          /* (owned) */
  char *tls_name;       /* (owned) (nullable) */
  char *capability;     /* (owned) */
  char *private_authority; /* (owned) (nullable) */
  char *note;           /* (owned) (nullable) */
  char *ws_path;        /* (owned) (nullable) */
  char *ws_subprotocol; /* (owned) (nullable) */
  char **documented;    /* (owned) */
  guint16 port;
  guint16 port_last;
  LcTransport transport;
  LcProtocol protocol;
  gboolean host_is_literal;
  gboolean required;
  gboolean legacy;
  gboolean may_change;

  /* What the check is doing. */
  LcRowState state;
  char *activity; /* (owned) (nullable) */

  /* What was seen. */
  LcStatus status;
  LcCode code;
  LcPhase phase;
  LcOwner owner;
  LcConfidence confidence;
  LcOwnerConfidence owner_confidence;
  char *detail; /* (owned) */
  gint64 latency_us;
  gint64 duration_us;
  LcDns *dns;          /* (owned) (nullable) */
  char **resolved;     /* (owned) */
  GPtrArray *attempts; /* (owned) (element-type LcAttempt) */
  GPtrArray *proxied_attempts;
  GPtrArray *documented_attempts;
};

G_END_DECLS
