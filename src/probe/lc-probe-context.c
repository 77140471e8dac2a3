/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-probe-context.h"

enum
{
  SIGNAL_UNANSWERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

struct _LcProbeContext
{
  GObject parent_instance;

  LcNames *names;       /* (owned) */
  LcTlsContext *tls;    /* (owned) */
  LcPacer *pacer;       /* (owned) */
  LcOwnNetwork *own;    /* (owned) */
  LcUdpPort *stun_ipv4; /* (owned) (nullable) until it is asked for */
  LcUdpPort *stun_ipv6; /* (owned) (nullable) likewise */
  char *proxy;          /* (owned) (nullable) */
  char *rejecter;       /* (owned) (nullable) */
  guint timeout_ms;
  gboolean ipv4;
  gboolean ipv6;
};

G_DEFINE_FINAL_TYPE (LcProbeContext, lc_probe_context, G_TYPE_OBJECT)

LcNames *
lc_probe_context_get_names (LcProbeContext *self)
{
  g_return_val_if_fail (LC_IS_PROBE_CONTEXT (self), NULL);

  return self->names;
}

LcTlsContext *
lc_probe_context_get_tls (LcProbeContext *self)
{
  g_return_val_if_fail (LC_IS_PROBE_CONTEXT (self), NULL);

  return self->tls;
}

LcPacer *
lc_probe_context_get_pacer (LcProbeContext *self)
{
  g_return_val_if_fail (LC_IS_PROBE_CONTEXT (self), NULL);

  return self->pacer;
}

LcOwnNetwork *
lc_probe_context_get_own_network (LcProbeContext *self)
{
  g_return_val_if_fail (LC_IS_PROBE_CONTEXT (self), NULL);

  return self->own;
}

guint
lc_probe_context_get_timeout_ms (LcProbeContext *self)
{
  g_return_val_if_fail (LC_IS_PROBE_CONTEXT (self), 0);

  return self->timeout_ms;
}

LcUdpPort *
lc_probe_context_get_stun_port (LcProbeContext *self, GSocketFamily family)
{
  LcUdpPort **port = family == G_SOCKET_FAMILY_IPV6 ? &self->stun_ipv6 : &self->stun_ipv4;

  if (*port == NULL)
    *port = lc_udp_port_new (family, 0, NULL);
  return *port;
}

void
lc_probe_context_set_families (LcProbeContext *self, gboolean ipv4, gboolean ipv6)
{
  g_return_if_fail (LC_IS_PROBE_CONTEXT (self));

  self->ipv4 = ipv4;
  self->ipv6 = ipv6;
}

gboolean
lc_probe_context_has_family (LcProbeContext *self, GSocketFamily family)
{
  g_return_val_if_fail (LC_IS_PROBE_CONTEXT (self), FALSE);

  return family == G_SOCKET_FAMILY_IPV6 ? self->ipv6 : self->ipv4;
}

void
lc_probe_context_set_proxy (LcProbeContext *self, const char *uri)
{
  g_return_if_fail (LC_IS_PROBE_CONTEXT (self));

  g_free (self->proxy);
  self->proxy = g_strdup (uri);
}

const char *
lc_probe_context_get_proxy (LcProbeContext *self)
{
  g_return_val_if_fail (LC_IS_PROBE_CONTEXT (self), NULL);

  return self->proxy;
}

void
lc_probe_context_note_unanswered (LcProbeContext *self, LcRow *row, const char *address)
{
  g_signal_emit (self, signals[SIGNAL_UNANSWERED], 0, row, address);
}

void
lc_probe_context_note_rejecter (LcProbeContext *self, const char *address)
{
  g_return_if_fail (LC_IS_PROBE_CONTEXT (self));

  if (self->rejecter == NULL)
    self->rejecter = g_strdup (address);
}

const char *
lc_probe_context_get_rejecter (LcProbeContext *self)
{
  g_return_val_if_fail (LC_IS_PROBE_CONTEXT (self), NULL);

  return self->rejecter;
}

static void
lc_probe_context_dispose (GObject *object)
{
  LcProbeContext *self = LC_PROBE_CONTEXT (object);

  g_clear_object (&self->stun_ipv4);
  g_clear_object (&self->stun_ipv6);
  if (self->names != NULL)
    lc_names_stop (self->names);
  g_clear_object (&self->names);
  G_OBJECT_CLASS (lc_probe_context_parent_class)->dispose (object);
}

static void
lc_probe_context_finalize (GObject *object)
{
  LcProbeContext *self = LC_PROBE_CONTEXT (object);

  g_clear_pointer (&self->tls, lc_tls_context_unref);
  g_clear_pointer (&self->pacer, lc_pacer_free);
  g_clear_pointer (&self->own, lc_own_network_free);
  g_free (self->proxy);
  g_free (self->rejecter);
  G_OBJECT_CLASS (lc_probe_context_parent_class)->finalize (object);
}

static void
lc_probe_context_class_init (LcProbeContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lc_probe_context_dispose;
  object_class->finalize = lc_probe_context_finalize;
  signals[SIGNAL_UNANSWERED]
      = g_signal_new ("unanswered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, LC_TYPE_ROW, G_TYPE_STRING);
}

static void
lc_probe_context_init (LcProbeContext *self)
{
  self->ipv4 = TRUE;
  self->ipv6 = TRUE;
  self->pacer = lc_pacer_new ();
  self->own = lc_own_network_new ();
}

LcProbeContext *
lc_probe_context_new (LcResolver *resolver, LcTlsContext *tls, guint timeout_ms)
{
  LcProbeContext *self = g_object_new (LC_TYPE_PROBE_CONTEXT, NULL);

  self->names = lc_names_new (resolver, timeout_ms);
  self->tls = lc_tls_context_ref (tls);
  self->timeout_ms = timeout_ms;
  return self;
}
