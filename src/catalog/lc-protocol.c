/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/lc-site.h"

typedef struct
{
  LcProtocol protocol;
  const char *name;
  gboolean udp;
} ProtocolInfo;

static const ProtocolInfo protocols[] = {
  { LC_PROTOCOL_HTTPS, "https", FALSE }, { LC_PROTOCOL_WEBSOCKET, "websocket", FALSE },
  { LC_PROTOCOL_SIP, "sip", FALSE },     { LC_PROTOCOL_IMAPS, "imaps", FALSE },
  { LC_PROTOCOL_IMAP, "imap", FALSE },   { LC_PROTOCOL_SMTP, "smtp", FALSE },
  { LC_PROTOCOL_STUN, "stun", TRUE },    { LC_PROTOCOL_RTP, "rtp", TRUE },
};

static const ProtocolInfo *
find_info (LcProtocol protocol)
{
  for (gsize i = 0; i < G_N_ELEMENTS (protocols); i++) {
    if (protocols[i].protocol == protocol)
      return &protocols[i];
  }

  g_return_val_if_reached (NULL);
}

const char *
lc_protocol_to_string (LcProtocol protocol)
{
  const ProtocolInfo *info = find_info (protocol);

  return info != NULL ? info->name : NULL;
}

gboolean
lc_protocol_from_string (const char *string, LcProtocol *value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (protocols); i++) {
    if (g_str_equal (protocols[i].name, string)) {
      *value = protocols[i].protocol;
      return TRUE;
    }
  }

  return FALSE;
}

gboolean
lc_protocol_is_udp (LcProtocol protocol)
{
  const ProtocolInfo *info = find_info (protocol);

  return info != NULL && info->udp;
}
