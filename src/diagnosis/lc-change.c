/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "diagnosis/lc-change.h"

#include "base/lc-phrase.h"
#include "diagnosis/lc-describe.h"
#include "diagnosis/lc-location.h"

typedef struct
{
  const char *code;
  LcChangeKind kind;
} Request;

/* What each finding asks for. Findings that stand elsewhere ask nobody to let anything through. */
static const Request requests[] = {
  { "port-blocked", LC_CHANGE_OUTBOUND },   { "destination-blocked", LC_CHANGE_OUTBOUND },
  { "web-only", LC_CHANGE_OUTBOUND },       { "udp-blocked", LC_CHANGE_OUTBOUND },
  { "rtp-blocked", LC_CHANGE_OUTBOUND },    { "refused-nearby", LC_CHANGE_OUTBOUND },
  { "tls-blocked", LC_CHANGE_OUTBOUND },    { "proxy-required", LC_CHANGE_OUTBOUND },
  { "vpn-active", LC_CHANGE_OUTBOUND },     { "offline", LC_CHANGE_OUTBOUND },
  { "tls-inspection", LC_CHANGE_TLS },      { "block-page", LC_CHANGE_WEB_FILTER },
  { "proxy-denies-port", LC_CHANGE_PROXY }, { "proxy-denies-host", LC_CHANGE_PROXY },
  { "proxy-sign-in", LC_CHANGE_PROXY },     { "proxy-breaks", LC_CHANGE_PROXY },
  { "dns-sinkhole", LC_CHANGE_DNS },        { "dns-lies", LC_CHANGE_DNS },
};

static const char *const kinds[] = {
  [LC_CHANGE_OUTBOUND] = "outbound",
  [LC_CHANGE_TLS] = "tls-inspection",
  [LC_CHANGE_WEB_FILTER] = "web-filter",
  [LC_CHANGE_PROXY] = "proxy",
  [LC_CHANGE_DNS] = "dns",
};

const char *
lc_change_kind_to_string (LcChangeKind kind)
{
  return kinds[kind];
}

void
lc_change_free (LcChange *change)
{
  if (change == NULL)
    return;
  g_free (change->address);
  g_free (change->hop);
  g_ptr_array_unref (change->hosts);
  g_ptr_array_unref (change->services);
  g_ptr_array_unref (change->purposes);
  g_ptr_array_unref (change->evidence);
  g_ptr_array_unref (change->rows);
  g_free (change);
}

static void
free_change (gpointer data)
{
  lc_change_free (data);
}

char *
lc_change_describe_port (const LcChange *change)
{
  const char *transport = change->transport == LC_TRANSPORT_UDP ? "UDP" : "TCP";

  if (change->port == change->port_last)
    return g_strdup_printf ("%s %u", transport, change->port);
  return g_strdup_printf ("%s %u-%u", transport, change->port, change->port_last);
}

gboolean
lc_change_shares_port (const LcChange *a, const LcChange *b)
{
  return a->kind == b->kind && a->transport == b->transport && a->port == b->port
         && a->port_last == b->port_last;
}

/* One finding's request, while its rows are gone through. */
typedef struct
{
  GPtrArray *changes; /* (element-type LcChange) */
  LcReport *report;
  const LcEdge *edge;
  const LcFinding *finding;
  LcChangeKind kind;
} Asking;

static LcChange *
new_change (const Asking *asking, LcRow *row, const char *address)
{
  LcChange *change = g_new0 (LcChange, 1);

  change->kind = asking->kind;
  change->address = g_strdup (address);
  change->transport = lc_row_get_transport (row);
  change->port = lc_row_get_port (row);
  change->port_last = lc_row_get_port_last (row);
  change->hosts = lc_words_new ();
  change->services = lc_words_new ();
  change->purposes = lc_words_new ();
  change->evidence = lc_words_new ();
  change->rows = lc_words_new ();
  change->owner = asking->finding->owner;
  change->owner_confidence = asking->finding->owner_confidence;
  return change;
}

static gboolean
is_for (const LcChange *change, LcChangeKind kind, LcRow *row, const char *address)
{
  return change->kind == kind && change->transport == lc_row_get_transport (row)
         && change->port == lc_row_get_port (row) && change->port_last == lc_row_get_port_last (row)
         && g_str_equal (change->address, address);
}

static LcChange *
find_change (const Asking *asking, LcRow *row, const char *address)
{
  LcChange *change;

  for (guint i = 0; i < asking->changes->len; i++) {
    change = g_ptr_array_index (asking->changes, i);
    if (is_for (change, asking->kind, row, address))
      return change;
  }
  change = new_change (asking, row, address);
  g_ptr_array_add (asking->changes, change);
  return change;
}

/* Only who is shown, or likely, to stop it is named. */
static void
find_hop (LcChange *change, const LcAttempt *attempt, const LcEdge *edge)
{
  LcLocation location = lc_location_of_attempt (attempt, edge);

  if (change->hop == NULL && change->kind == LC_CHANGE_OUTBOUND && location.next == NULL
      && (location.kind == LC_LOCATION_INSIDE || location.kind == LC_LOCATION_ON_WAY
          || location.kind == LC_LOCATION_OUTSIDE))
    change->hop = g_strdup (location.hop);
}

static void
fill (LcChange *change, LcRow *row, char *evidence)
{
  lc_words_add (change->hosts, lc_row_get_host (row));
  lc_words_add (change->services, lc_row_get_title (row));
  if (lc_row_get_purpose (row) != NULL && *lc_row_get_purpose (row) != '\0')
    lc_words_add (change->purposes, lc_row_get_purpose (row));
  lc_words_add (change->rows, lc_row_get_number (row));
  lc_words_add (change->evidence, evidence);
  g_free (evidence);
}

static gboolean
is_stopped (const LcAttempt *attempt)
{
  return attempt->address != NULL && attempt->status != LC_STATUS_PASS
         && attempt->status != LC_STATUS_SKIPPED && attempt->status != LC_STATUS_CANCELLED;
}

static void
add_attempts (const Asking *asking, LcRow *row, GPtrArray *attempts)
{
  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);
    LcChange *change;

    if (!is_stopped (attempt))
      continue;
    change = find_change (asking, row, attempt->address);
    fill (change, row,
          lc_describe_attempt (row, attempt, lc_report_get_environment (asking->report),
                               attempt->code));
    find_hop (change, attempt, asking->edge);
  }
}

/* A filtered name is asked for at its documented addresses: where it leads here is the filter's. */
static void
add_documented (const Asking *asking, LcRow *row)
{
  const char *const *documented = lc_row_get_documented (row);

  for (guint i = 0; documented[i] != NULL; i++)
    fill (find_change (asking, row, documented[i]), row, g_strdup (lc_row_get_detail (row)));
}

static void
add_row (const Asking *asking, LcRow *row)
{
  if (!lc_row_get_required (row) || lc_row_get_status (row) == LC_STATUS_PASS)
    return;
  if (asking->kind == LC_CHANGE_DNS)
    add_documented (asking, row);
  else if (asking->kind == LC_CHANGE_PROXY)
    add_attempts (asking, row, lc_row_get_proxied_attempts (row));
  else
    add_attempts (asking, row, lc_row_get_attempts (row));
}

/* Nobody is asked to open what nobody closed: the service's own faults, a dead
 * gateway, an unplugged cable. */
static gboolean
can_be_asked (const LcFinding *finding)
{
  return finding->folded_under == NULL && finding->severity != LC_SEVERITY_NOTE
         && finding->owner != LC_OWNER_SERVICE && finding->owner != LC_OWNER_NONE
         && finding->owner != LC_OWNER_LOCAL_NETWORK
         && !(g_str_equal (finding->code, "offline") && finding->owner == LC_OWNER_DEVICE);
}

static const Request *
find_request (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    if (g_str_equal (requests[i].code, code))
      return &requests[i];
  return NULL;
}

static int
compare_changes (gconstpointer a, gconstpointer b)
{
  const LcChange *first = *(const LcChange *const *) a;
  const LcChange *second = *(const LcChange *const *) b;

  if (first->kind != second->kind)
    return (int) first->kind - (int) second->kind;
  if (first->transport != second->transport)
    return (int) first->transport - (int) second->transport;
  return (int) first->port - (int) second->port;
}

GPtrArray *
lc_changes_new (LcReport *report)
{
  g_autoptr (LcEdge) edge = lc_edge_new (report);
  GPtrArray *findings = lc_report_get_findings (report);
  Asking asking
      = { .changes = g_ptr_array_new_with_free_func (free_change), .report = report, .edge = edge };

  for (guint i = 0; i < findings->len; i++) {
    const LcFinding *finding = g_ptr_array_index (findings, i);
    const Request *request = find_request (finding->code);

    if (request == NULL || !can_be_asked (finding)
        || (request->kind == LC_CHANGE_DNS && finding->owner != LC_OWNER_DNS))
      continue;
    asking.finding = finding;
    asking.kind = request->kind;
    for (guint j = 0; j < finding->rows->len; j++) {
      LcRow *row = lc_report_find_row (report, g_ptr_array_index (finding->rows, j));

      if (row != NULL)
        add_row (&asking, row);
    }
  }
  g_ptr_array_sort (asking.changes, compare_changes);
  return asking.changes;
}
