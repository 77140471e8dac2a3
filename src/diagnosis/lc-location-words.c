/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/lc-address.h"
#include "base/lc-icmp-message.h"
#include "base/lc-phrase.h"
#include "diagnosis/lc-location.h"
#include "diagnosis/lc-path-hops.h"

static char *
describe_control_port (const LcPath *path)
{
  return g_strdup_printf ("%s %u", path->control_transport == LC_TRANSPORT_UDP ? "UDP" : "TCP",
                          path->control_port);
}

static char *
describe_control (const LcAttempt *attempt)
{
  const LcPath *path = attempt->path;
  g_autofree char *port = describe_control_port (path);

  if (lc_address_is_neighbour (path->control_address, attempt->address))
    return lc_phrase_fill (_ ("{port} on the same path goes on"), "port", port, NULL);
  return lc_phrase_fill (_ ("{port} to {address} goes on"), "port", port, "address",
                         path->control_address, NULL);
}

/* What ends between two routers that answer the control, or before the first of them. */
static char *
describe_stop (const LcAttempt *attempt, const LcSilence *silence, const char *target)
{
  g_autofree char *control = describe_control (attempt);
  g_autofree char *next_ttl = g_strdup_printf ("%u", silence->next->ttl);
  g_autofree char *ttl = NULL;
  const char *template = _ ("{target} stops after {hop} (hop {ttl}); {control}.");

  if (silence->last == NULL)
    return lc_phrase_fill (_ ("{target} gets no answer even from {hop} (hop {ttl}); {control}."),
                           "target", target, "hop", silence->next->address, "ttl", next_ttl,
                           "control", control, NULL);
  if (silence->next->ttl > silence->last->ttl + 1)
    template = _ ("{target} stops somewhere between {hop} (hop {ttl}) and {next} (hop "
                  "{next_ttl}); {control}.");
  ttl = g_strdup_printf ("%u", silence->last->ttl);
  return lc_phrase_fill (template, "target", target, "hop", silence->last->address, "ttl", ttl,
                         "next", silence->next->address, "next_ttl", next_ttl, "control", control,
                         NULL);
}

/* Silence that nothing can be held against. */
static char *
describe_unplaced (const LcAttempt *attempt, const LcSilence *silence, const char *target)
{
  const LcPath *path = attempt->path;
  g_autofree char *ttl = g_strdup_printf ("%u", silence->last->ttl);
  g_autofree char *port = describe_control_port (path);
  const char *template = _ ("{target} gets no answer. The last on the way that answers for it is "
                            "{hop} (hop {ttl}); whether it stops there or farther on cannot be "
                            "told.");

  if (silence->at_host)
    template = _ ("{target} gets as far as {hop} (hop {ttl}), the last router before the host, and "
                  "no answer comes back. Something there may stop it, the host may not answer, or "
                  "the answers may be dropped on their way back.");
  else if (path->has_control && path->control_reached
           && lc_address_is_neighbour (path->control_address, attempt->address))
    template = _ ("{target} gets no answer, while {port} gets through. The last on the way that "
                  "answers for either is {hop} (hop {ttl}), so whether it stops there, farther on "
                  "or at the host cannot be told.");
  return lc_phrase_fill (template, "target", target, "hop", silence->last->address, "ttl", ttl,
                         "port", port, NULL);
}

static char *
describe_silence (const LcAttempt *attempt, const char *target)
{
  LcSilence silence = lc_path_get_silence (attempt->path, attempt->address);

  if (silence.last != NULL && silence.next == NULL)
    return describe_unplaced (attempt, &silence, target);
  if (silence.next != NULL && (silence.last != NULL || silence.next->ttl == 1))
    return describe_stop (attempt, &silence, target);
  return NULL;
}

/* A reset at the first hop may be this computer's own as well as the first router's. */
static char *
describe_nearby (const LcAttempt *attempt, const LcLocation *location, const char *target)
{
  guint host_ttl = lc_path_get_host_ttl (attempt->path, attempt->address);
  g_autofree char *answer = g_strdup_printf ("%u", attempt->path->answer_ttl);
  g_autofree char *host = g_strdup_printf ("%u", host_ttl);
  g_autofree char *ttl = g_strdup_printf ("%u", location->ttl);
  const char *template
      = _ ("{target} is refused by something nearer than the host: packets that end at hop "
           "{answer} are refused already.");

  if (attempt->path->answer_ttl == 1)
    template = _ ("{target} is refused within the first hop: by the first router, or by this "
                  "computer’s own firewall.");
  else if (location->hop != NULL && host_ttl != 0)
    template = _ ("{target} is refused at or right after {hop} (hop {ttl}), in the host’s name: "
                  "the host itself is at hop {host}.");
  else if (location->hop != NULL)
    template = _ ("{target} is refused at or right after {hop} (hop {ttl}), in the host’s name.");
  return lc_phrase_fill (template, "target", target, "answer", answer, "host", host, "hop",
                         location->hop, "ttl", ttl, NULL);
}

static char *
describe_sender (const LcAttempt *attempt, const LcLocation *location, const char *target)
{
  const LcPath *path = attempt->path;
  gboolean from_path = path != NULL && path->answer_kind == LC_ANSWER_ICMP;
  guint8 type = from_path ? path->answer_icmp_type : attempt->icmp->type;
  guint8 code = from_path ? path->answer_icmp_code : attempt->icmp->code;
  const char *reason = lc_icmp_describe (lc_address_is_ipv6 (location->hop), type, code);
  /* Translators: stands after an address. */
  g_autofree char *ttl
      = location->ttl != 0 ? g_strdup_printf (_ (" (hop %u)"), location->ttl) : NULL;
  const char *template = _ ("{target} ends at {hop}{ttl}, which says: {reason}.");

  if (location->kind == LC_LOCATION_DEVICE)
    template = _ ("{target} is refused by this computer itself ({hop}), which says: {reason}.");
  else if (location->kind == LC_LOCATION_GATEWAY)
    template = _ ("{target} does not get beyond this computer: the network’s gateway does not "
                  "answer on the link.");
  else if (location->kind == LC_LOCATION_HOST)
    template = _ ("{target} is answered by the host itself, which says: {reason}.");
  return lc_phrase_fill (template, "target", target, "hop", location->hop, "ttl", ttl, "reason",
                         reason, NULL);
}

/* Sentences for what nobody's address goes with. */
static char *
describe_without_hop (const LcAttempt *attempt, const LcLocation *location, const char *target)
{
  const char *template = NULL;
  g_autofree char *control = NULL;

  if (location->kind == LC_LOCATION_DEVICE)
    template = _ ("{target} never leaves this computer.");
  else if (location->kind == LC_LOCATION_INSIDE)
    template = _ ("{target} ends at the second hop or before it; {control}.");
  else if (location->kind == LC_LOCATION_HOST)
    template = location->proven ? _ ("{target} is refused by the host itself.")
                                : _ ("{target} is refused from as far away as the host is.");
  else if (attempt->path != NULL && attempt->path->answer_kind == LC_ANSWER_NONE
           && !attempt->path->reached)
    template = _ ("Nothing on the way answers for {target}, so it cannot be shown where it stops.");
  if (attempt->path != NULL && attempt->path->has_control)
    control = describe_control (attempt);
  return template != NULL ? lc_phrase_fill (template, "target", target, "control", control, NULL)
                          : NULL;
}

char *
lc_location_describe (const LcAttempt *attempt,
                      const LcEnvironment *environment,
                      const char *target)
{
  g_autoptr (LcEdge) edge = lc_edge_new_of_environment (environment);
  LcLocation location = lc_location_of_attempt (attempt, edge);
  const LcPath *path = attempt->path;
  gboolean silent = path != NULL && path->answer_kind == LC_ANSWER_NONE && !attempt->local_drop
                    && !path->reached && (attempt->icmp == NULL || attempt->icmp->address == NULL);
  char *sentence;

  if (location.nearby)
    return describe_nearby (attempt, &location, target);
  sentence = silent ? describe_silence (attempt, target) : NULL;
  if (sentence != NULL)
    return sentence;
  return location.hop != NULL ? describe_sender (attempt, &location, target)
                              : describe_without_hop (attempt, &location, target);
}
