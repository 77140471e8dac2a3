/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-address.h"
#include "report/lc-row-private.h"

/* What a row is, as the catalogue has it: none of it changes. */

const char *
lc_row_get_id (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->id;
}

const char *
lc_row_get_number (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->number;
}

const char *
lc_row_get_service (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->service;
}

const char *
lc_row_get_title (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->title;
}

const char *
lc_row_get_purpose (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->purpose;
}

const char *
lc_row_get_host (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->host;
}

guint16
lc_row_get_port (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), 0);

  return self->port;
}

guint16
lc_row_get_port_last (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), 0);

  return self->port_last;
}

const char *
lc_row_get_ports (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->ports;
}

LcTransport
lc_row_get_transport (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), LC_TRANSPORT_TCP);

  return self->transport;
}

LcProtocol
lc_row_get_protocol (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), LC_PROTOCOL_HTTPS);

  return self->protocol;
}

const char *
lc_row_get_tls_name (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->tls_name;
}

gboolean
lc_row_get_host_is_literal (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), FALSE);

  return self->host_is_literal;
}

gboolean
lc_row_get_required (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), FALSE);

  return self->required;
}

gboolean
lc_row_get_legacy (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), FALSE);

  return self->legacy;
}

gboolean
lc_row_get_may_change (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), FALSE);

  return self->may_change;
}

const char *
lc_row_get_capability (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->capability;
}

const char *
lc_row_get_ws_path (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->ws_path;
}

const char *
lc_row_get_ws_subprotocol (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->ws_subprotocol;
}

const char *
lc_row_get_private_authority (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->private_authority;
}

const char *
lc_row_get_note (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return self->note;
}

const char *const *
lc_row_get_documented (LcRow *self)
{
  g_return_val_if_fail (LC_IS_ROW (self), NULL);

  return (const char *const *) self->documented;
}

static gboolean
any_is_public (const char *const *addresses)
{
  for (guint i = 0; addresses[i] != NULL; i++)
    if (lc_address_is_public (addresses[i]))
      return TRUE;
  return FALSE;
}

gboolean
lc_row_is_filtered_to (LcRow *self, const char *const *addresses)
{
  g_return_val_if_fail (LC_IS_ROW (self), FALSE);
  g_return_val_if_fail (addresses != NULL, FALSE);

  if (!any_is_public (lc_row_get_documented (self)))
    return FALSE;
  for (guint i = 0; addresses[i] != NULL; i++)
    /* Of what is no address, a redacted one, nothing is known. */
    if (!g_hostname_is_ip_address (addresses[i]) || lc_address_is_public (addresses[i])
        || lc_address_is_in (addresses[i], lc_row_get_documented (self)))
      return FALSE;
  return addresses[0] != NULL;
}
