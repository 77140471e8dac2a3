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

static LcChange *
new_change (LcChangeKind kind, LcRow *row, const char *address, LcOwner owner)
{
  LcChange *change = g_new0 (LcChange, 1);

  change->kind = kind;
  change->address = g_strdup (address);
  change->transport = lc_row_get_transport (row);
  change->port = lc_row_get_port (row);
  change->port_last = lc_row_get_port_last (row);
  change->hosts = lc_words_new ();
  change->services = lc_words_new ();
  change->purposes = lc_words_new ();
  change->evidence = lc_words_new ();
  change->rows = lc_words_new ();
  change->owner = owner;
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
find_change (GPtrArray *changes, LcChangeKind kind, LcRow *row, const char *address, LcOwner owner)
{
  LcChange *change;

  for (guint i = 0; i < changes->len; i++) {
    change = g_ptr_array_index (changes, i);
    if (is_for (change, kind, row, address))
      return change;
  }
  change = new_change (kind, row, address, owner);
  g_ptr_array_add (changes, change);
  return change;
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
add_attempts (GPtrArray *changes,
              const Request *request,
              LcReport *report,
              LcRow *row,
              GPtrArray *attempts,
              LcOwner owner)
{
  for (guint i = 0; i < attempts->len; i++) {
    const LcAttempt *attempt = g_ptr_array_index (attempts, i);

    if (is_stopped (attempt))
      fill (find_change (changes, request->kind, row, attempt->address, owner), row,
            lc_describe_attempt (row, attempt, lc_report_get_environment (report), attempt->code));
  }
}

/* A filtered name is asked for at its documented addresses: where it leads here is the filter's. */
static void
add_documented (GPtrArray *changes, const Request *request, LcRow *row, LcOwner owner)
{
  const char *const *documented = lc_row_get_documented (row);

  for (guint i = 0; documented[i] != NULL; i++)
    fill (find_change (changes, request->kind, row, documented[i], owner), row,
          g_strdup (lc_row_get_detail (row)));
}

static void
add_row (GPtrArray *changes, const Request *request, LcReport *report, LcRow *row, LcOwner owner)
{
  if (!lc_row_get_required (row) || lc_row_get_status (row) == LC_STATUS_PASS)
    return;
  if (request->kind == LC_CHANGE_DNS)
    add_documented (changes, request, row, owner);
  else if (request->kind == LC_CHANGE_PROXY)
    add_attempts (changes, request, report, row, lc_row_get_proxied_attempts (row), owner);
  else
    add_attempts (changes, request, report, row, lc_row_get_attempts (row), owner);
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
  GPtrArray *changes = g_ptr_array_new_with_free_func (free_change);
  GPtrArray *findings = lc_report_get_findings (report);

  for (guint i = 0; i < findings->len; i++) {
    const LcFinding *finding = g_ptr_array_index (findings, i);
    const Request *request = find_request (finding->code);

    if (request == NULL || !can_be_asked (finding)
        || (request->kind == LC_CHANGE_DNS && finding->owner != LC_OWNER_DNS))
      continue;
    for (guint j = 0; j < finding->rows->len; j++) {
      LcRow *row = lc_report_find_row (report, g_ptr_array_index (finding->rows, j));

      if (row != NULL)
        add_row (changes, request, report, row, finding->owner);
    }
  }
  g_ptr_array_sort (changes, compare_changes);
  return changes;
}
