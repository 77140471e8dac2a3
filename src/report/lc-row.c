/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-row-private.h"

typedef enum
{
  PROP_ID = 1,
  PROP_NUMBER,
  PROP_SERVICE,
  PROP_TITLE,
  PROP_HOST,
  PROP_PORTS,
  PROP_STATE,
  PROP_STATUS,
  PROP_CODE,
  PROP_ACTIVITY,
  PROP_DETAIL,
  PROP_RESOLVED_TEXT,
  PROP_LATENCY_US,
} LcRowProperty;

static GParamSpec *properties[PROP_LATENCY_US + 1];

G_DEFINE_FINAL_TYPE (LcRow, lc_row, G_TYPE_OBJECT)

static const LcRowResult unknown_result = {
  .status = LC_STATUS_CANCELLED,
  .code = LC_CODE_CANCELLED,
  .phase = LC_PHASE_NONE,
  .owner = LC_OWNER_UNKNOWN,
  .confidence = LC_CONFIDENCE_INCONCLUSIVE,
  .detail = "",
  .latency_us = LC_US_NONE,
};

static char *
dup_or_empty (const char *string)
{
  return g_strdup (string != NULL ? string : "");
}

static void
notify (LcRow *self, LcRowProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* Replaces *field and notifies, but only where it differs. */
static void
set_string (LcRow *self, LcRowProperty property, char **field, const char *value)
{
  if (g_strcmp0 (*field, value) == 0)
    return;
  g_free (*field);
  *field = g_strdup (value);
  notify (self, property);
}

/* A literal resolves to itself; a name to nothing before it was asked for. */
static void
set_initial_resolved (LcRow *self)
{
  const char *const literal[] = { self->host, NULL };
  const char *const none[] = { NULL };

  lc_row_set_resolved (self, self->host_is_literal ? literal : none);
}

static void
lc_row_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  LcRow *self = LC_ROW (object);

  switch ((LcRowProperty) property) {
  case PROP_ID:
    g_value_set_string (value, self->id);
    break;
  case PROP_NUMBER:
    g_value_set_string (value, self->number);
    break;
  case PROP_SERVICE:
    g_value_set_string (value, self->service);
    break;
  case PROP_TITLE:
    g_value_set_string (value, self->title);
    break;
  case PROP_HOST:
    g_value_set_string (value, self->host);
    break;
  case PROP_PORTS:
    g_value_set_string (value, self->ports);
    break;
  case PROP_STATE:
    g_value_set_int (value, self->state);
    break;
  case PROP_STATUS:
    g_value_set_int (value, self->status);
    break;
  case PROP_CODE:
    g_value_set_int (value, self->code);
    break;
  case PROP_ACTIVITY:
    g_value_set_string (value, self->activity);
    break;
  case PROP_DETAIL:
    g_value_set_string (value, self->detail);
    break;
  case PROP_RESOLVED_TEXT:
    g_value_take_string (value, g_strjoinv (", ", self->resolved));
    break;
  case PROP_LATENCY_US:
    g_value_set_int64 (value, self->latency_us);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
  }
}

static void
lc_row_finalize (GObject *object)
{
  LcRow *self = LC_ROW (object);

  g_free (self->id);
  g_free (self->number);
  g_free (self->service);
  g_free (self->title);
  g_free (self->purpose);
  g_free (self->host);
  g_free (self->ports);
  g_free (self->tls_name);
  g_free (self->capability);
  g_free (self->private_authority);
  g_free (self->note);
  g_free (self->ws_path);
  g_free (self->ws_subprotocol);
  g_strfreev (self->documented);
  g_free (self->activity);
  g_free (self->detail);
  g_clear_pointer (&self->dns, lc_dns_free);
  g_strfreev (self->resolved);
  g_clear_pointer (&self->attempts, g_ptr_array_unref);
  g_clear_pointer (&self->proxied_attempts, g_ptr_array_unref);
  g_clear_pointer (&self->documented_attempts, g_ptr_array_unref);
  G_OBJECT_CLASS (lc_row_parent_class)->finalize (object);
}

static GParamSpec *
string_property (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, NULL,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
int_property (const char *name)
{
  return g_param_spec_int (name, NULL, NULL, 0, G_MAXINT, 0,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static void
lc_row_class_init (LcRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lc_row_get_property;
  object_class->finalize = lc_row_finalize;

  properties[PROP_ID] = string_property ("id");
  properties[PROP_NUMBER] = string_property ("number");
  properties[PROP_SERVICE] = string_property ("service");
  properties[PROP_TITLE] = string_property ("title");
  properties[PROP_HOST] = string_property ("host");
  properties[PROP_PORTS] = string_property ("ports");
  properties[PROP_STATE] = int_property ("state");
  properties[PROP_STATUS] = int_property ("status");
  properties[PROP_CODE] = int_property ("code");
  properties[PROP_ACTIVITY] = string_property ("activity");
  properties[PROP_DETAIL] = string_property ("detail");
  properties[PROP_RESOLVED_TEXT] = string_property ("resolved-text");
  properties[PROP_LATENCY_US]
      = g_param_spec_int64 ("latency-us", NULL, NULL, LC_US_NONE, G_MAXINT64, LC_US_NONE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
lc_row_init (LcRow *self)
{
  self->state = LC_ROW_WAITING;
  self->status = unknown_result.status;
  self->code = unknown_result.code;
  self->phase = unknown_result.phase;
  self->owner = unknown_result.owner;
  self->confidence = unknown_result.confidence;
  self->detail = g_strdup (unknown_result.detail);
  self->latency_us = LC_US_NONE;
  self->duration_us = LC_US_NONE;
  self->resolved = g_new0 (char *, 1);
  self->attempts = lc_attempts_new ();
  self->proxied_attempts = lc_attempts_new ();
  self->documented_attempts = lc_attempts_new ();
}

LcRow *
lc_row_new (const LcEndpoint *endpoint)
{
  LcRow *self;

  g_return_val_if_fail (endpoint != NULL && endpoint->id != NULL && endpoint->host != NULL, NULL);

  self = g_object_new (LC_TYPE_ROW, NULL);
  self->id = g_strdup (endpoint->id);
  self->number = dup_or_empty (endpoint->number);
  self->service = dup_or_empty (endpoint->service);
  self->title = dup_or_empty (endpoint->title);
  self->purpose = dup_or_empty (endpoint->purpose);
  self->host = g_strdup (endpoint->host);
  self->port = endpoint->port;
  self->port_last = endpoint->port_last;
  self->ports = endpoint->port == endpoint->port_last
                    ? g_strdup_printf ("%u", endpoint->port)
                    : g_strdup_printf ("%u-%u", endpoint->port, endpoint->port_last);
  self->transport = endpoint->udp ? LC_TRANSPORT_UDP : LC_TRANSPORT_TCP;
  self->protocol = endpoint->protocol;
  self->tls_name = g_strdup (endpoint->tls_name);
  self->host_is_literal = g_hostname_is_ip_address (endpoint->host);
  self->required = endpoint->required;
  self->legacy = endpoint->legacy;
  self->may_change = endpoint->may_change;
  self->capability = dup_or_empty (endpoint->capability);
  self->private_authority = g_strdup (endpoint->private_authority);
  self->note = g_strdup (endpoint->note);
  self->ws_path = g_strdup (endpoint->ws_path);
  self->ws_subprotocol = g_strdup (endpoint->ws_subprotocol);
  self->documented
      = endpoint->documented != NULL ? g_strdupv (endpoint->documented) : g_new0 (char *, 1);
  set_initial_resolved (self);
  return self;
}

LcRowState
lc_row_get_state (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), LC_ROW_WAITING);

  return self->state;
}

const char *
lc_row_get_activity (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->activity;
}

LcStatus
lc_row_get_status (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), LC_STATUS_CANCELLED);

  return self->status;
}

LcCode
lc_row_get_code (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), LC_CODE_CANCELLED);

  return self->code;
}

LcPhase
lc_row_get_phase (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), LC_PHASE_NONE);

  return self->phase;
}

LcOwner
lc_row_get_owner (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), LC_OWNER_UNKNOWN);

  return self->owner;
}

LcConfidence
lc_row_get_confidence (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), LC_CONFIDENCE_INCONCLUSIVE);

  return self->confidence;
}

LcOwnerConfidence
lc_row_get_owner_confidence (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), LC_OWNER_CONFIDENCE_NONE);

  return self->owner_confidence;
}

const char *
lc_row_get_detail (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->detail;
}

gint64
lc_row_get_latency_us (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), LC_US_NONE);

  return self->latency_us;
}

gint64
lc_row_get_duration_us (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), LC_US_NONE);

  return self->duration_us;
}

const LcDns *
lc_row_get_dns (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->dns;
}

const char *const *
lc_row_get_resolved (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return (const char *const *) self->resolved;
}

GPtrArray *
lc_row_get_attempts (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->attempts;
}

GPtrArray *
lc_row_get_proxied_attempts (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->proxied_attempts;
}

GPtrArray *
lc_row_get_documented_attempts (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->documented_attempts;
}

void
lc_row_set_state (LcRow *self, LcRowState state)
{
  g_return_if_fail (LC_IS_ROW (self));

  if (self->state == state)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  self->state = state;
  notify (self, PROP_STATE);
  if (state == LC_ROW_ENDED)
    lc_row_set_activity (self, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

void
lc_row_set_activity (LcRow *self, const char *activity)
{
  g_return_if_fail (LC_IS_ROW (self));

  set_string (self, PROP_ACTIVITY, &self->activity, activity);
}

void
lc_row_take_dns (LcRow *self, LcDns *dns)
{
  const char *const none[] = { NULL };

  g_return_if_fail (LC_IS_ROW (self));

  if (dns != self->dns)
    lc_dns_free (self->dns);
  self->dns = dns;
  if (dns == NULL)
    set_initial_resolved (self);
  else
    lc_row_set_resolved (self,
                         dns->addresses != NULL ? (const char *const *) dns->addresses : none);
}

void
lc_row_set_resolved (LcRow *self, const char *const *addresses)
{
  g_return_if_fail (LC_IS_ROW (self));
  g_return_if_fail (addresses != NULL);

  if (g_strv_equal ((const char *const *) self->resolved, addresses))
    return;
  g_strfreev (self->resolved);
  self->resolved = g_strdupv ((char **) addresses);
  notify (self, PROP_RESOLVED_TEXT);
}

void
lc_row_set_duration_us (LcRow *self, gint64 us)
{
  g_return_if_fail (LC_IS_ROW (self));

  self->duration_us = us;
}

void
lc_row_set_result (LcRow *self, const LcRowResult *result)
{
  g_return_if_fail (LC_IS_ROW (self));
  g_return_if_fail (result != NULL && result->detail != NULL);

  g_object_freeze_notify (G_OBJECT (self));
  if (self->status != result->status)
    notify (self, PROP_STATUS);
  if (self->code != result->code)
    notify (self, PROP_CODE);
  if (self->latency_us != result->latency_us)
    notify (self, PROP_LATENCY_US);
  self->status = result->status;
  self->code = result->code;
  self->latency_us = result->latency_us;
  self->phase = result->phase;
  self->owner = result->owner;
  self->confidence = result->confidence;
  self->owner_confidence = result->owner_confidence;
  set_string (self, PROP_DETAIL, &self->detail, result->detail);
  g_object_thaw_notify (G_OBJECT (self));
}

void
lc_row_reset (LcRow *self)
{
  g_return_if_fail (LC_IS_ROW (self));

  g_object_freeze_notify (G_OBJECT (self));
  lc_row_set_result (self, &unknown_result);
  lc_row_take_dns (self, NULL);
  lc_row_set_duration_us (self, LC_US_NONE);
  g_ptr_array_set_size (self->attempts, 0);
  g_ptr_array_set_size (self->proxied_attempts, 0);
  g_ptr_array_set_size (self->documented_attempts, 0);
  lc_row_set_activity (self, NULL);
  lc_row_set_state (self, LC_ROW_WAITING);
  g_object_thaw_notify (G_OBJECT (self));
}
