/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/lc-catalog-parser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lc-endpoint.h"
#include "base/lc-host.h"
#include "base/lc-json-reader.h"

#define FORMAT "linecheck-catalog"
#define VERSION 1

#define MAX_SERVICES 256
#define MAX_SITES 64
#define MAX_ROWS 1000
#define MAX_DOCUMENTED 16
#define MAX_WORD 32
#define MAX_TITLE 120
#define MAX_TEXT 500
#define MAX_NAME 255

#define LINE (LC_JSON_NOT_EMPTY | LC_JSON_ONE_LINE)

G_DEFINE_QUARK (lc - catalog - error - quark, lc_catalog_error)

static const LcJsonLimits limits = { LC_CATALOG_MAX_BYTES, 8, 250000, MAX_SERVICES };

static const char *const capabilities[]
    = { "sign-in", "calls", "audio", "voicemail", "web-content", "web-client", NULL };

typedef struct
{
  char *title;   /* (owned) */
  char *purpose; /* (owned) */
} Service;

typedef struct
{
  LcJsonReader *reader; /* (owned by the caller) */
  GHashTable *services; /* (owned) (element-type utf8 Service) */
  GHashTable *sites;    /* (owned) (element-type utf8): ids seen */
  GHashTable *rows;     /* (owned) (element-type utf8): ids and numbers of rows seen */
} Parser;

static void
service_free (gpointer data)
{
  Service *service = data;

  g_free (service->title);
  g_free (service->purpose);
  g_free (service);
}

static void
endpoint_free (gpointer data)
{
  LcEndpoint *endpoint = data;

  g_free (endpoint->id);
  g_free (endpoint->number);
  g_free (endpoint->service);
  g_free (endpoint->title);
  g_free (endpoint->purpose);
  g_free (endpoint->host);
  g_free (endpoint->tls_name);
  g_free (endpoint->ws_path);
  g_free (endpoint->ws_subprotocol);
  g_free (endpoint->capability);
  g_strfreev (endpoint->documented);
  g_free (endpoint->private_authority);
  g_free (endpoint->note);
  g_free (endpoint);
}

static void
site_free (gpointer data)
{
  LcSite *site = data;

  g_free (site->id);
  g_free (site->title);
  g_free (site->places);
  g_ptr_array_unref (site->endpoints);
  g_free (site);
}

/* Ids of sites and services are parts of row ids, so they stay plain words. */
static gboolean
is_word (const char *string)
{
  if (!g_ascii_islower (*string) || strlen (string) > MAX_WORD)
    return FALSE;

  for (const char *c = string; *c != '\0'; c++) {
    if (!g_ascii_islower (*c) && !g_ascii_isdigit (*c) && *c != '-')
      return FALSE;
  }

  return TRUE;
}

static gboolean
is_date (const char *string)
{
  static const char pattern[] = "dddd-dd-dd";

  if (strlen (string) != strlen (pattern))
    return FALSE;

  for (gsize i = 0; i < strlen (pattern); i++) {
    if (pattern[i] == 'd' ? !g_ascii_isdigit (string[i]) : string[i] != pattern[i])
      return FALSE;
  }

  return g_date_valid_dmy ((GDateDay) g_ascii_strtoull (string + 8, NULL, 10),
                           (GDateMonth) g_ascii_strtoull (string + 5, NULL, 10),
                           (GDateYear) g_ascii_strtoull (string, NULL, 10));
}

/* An absolute path as it stands in a request line (RFC 9112, section 3.2.1). */
static gboolean
is_request_path (const char *string)
{
  for (const char *c = string; *c != '\0'; c++) {
    if (!g_ascii_isgraph (*c) || *c == '#')
      return FALSE;
  }

  return *string == '/';
}

/* RFC 9110, section 5.6.2. */
static gboolean
is_token (const char *string)
{
  for (const char *c = string; *c != '\0'; c++) {
    if (!g_ascii_isalnum (*c) && strchr ("!#$%&'*+-.^_`|~", *c) == NULL)
      return FALSE;
  }

  return TRUE;
}

/* Returns: (transfer full) (nullable): one line of text. */
static char *
dup_line (Parser *self, const char *key, LcJsonFlags flags, gsize max_bytes)
{
  return g_strdup (lc_json_reader_get_string (self->reader, key, flags | LINE, max_bytes));
}

static void
read_header (Parser *self)
{
  LcJsonReader *reader = self->reader;
  const char *format = lc_json_reader_get_string (reader, "format", LC_JSON_REQUIRED, MAX_NAME);
  gint64 version;

  if (format != NULL && strcmp (format, FORMAT) != 0)
    lc_json_reader_fail (reader, "format", "\"%s\"", FORMAT);

  version = lc_json_reader_get_int (reader, "version", LC_JSON_REQUIRED, 1, G_MAXINT, VERSION);
  if (version != VERSION)
    lc_json_reader_fail (reader, "version", _ ("%d, the one version that this program knows"),
                         VERSION);
}

static char *
read_date (Parser *self)
{
  const char *dated = lc_json_reader_get_string (self->reader, "dated", LC_JSON_REQUIRED, MAX_NAME);

  if (dated != NULL && !is_date (dated))
    lc_json_reader_fail (self->reader, "dated", _ ("a date as YYYY-MM-DD"));

  return g_strdup (dated);
}

static void
read_service (Parser *self, const char *id)
{
  Service *service;

  if (!is_word (id)) {
    lc_json_reader_fail (self->reader, id, _ ("a key of lower-case letters, digits and hyphens"));
    return;
  }
  if (!lc_json_reader_enter_object (self->reader, id, LC_JSON_REQUIRED))
    return;

  service = g_new0 (Service, 1);
  service->title = dup_line (self, "title", LC_JSON_REQUIRED, MAX_TITLE);
  service->purpose = dup_line (self, "purpose", LC_JSON_REQUIRED, MAX_TEXT);
  g_hash_table_insert (self->services, g_strdup (id), service);
  lc_json_reader_leave (self->reader);
}

static void
read_services (Parser *self)
{
  g_auto (GStrv) ids = NULL;

  if (!lc_json_reader_enter_object (self->reader, "services", LC_JSON_REQUIRED))
    return;

  ids = lc_json_reader_dup_keys (self->reader);
  if (g_strv_length (ids) > MAX_SERVICES)
    lc_json_reader_fail (self->reader, NULL, _ ("at most %d services"), MAX_SERVICES);
  for (char **id = ids; *id != NULL && !lc_json_reader_has_failed (self->reader); id++)
    read_service (self, *id);

  lc_json_reader_leave (self->reader);
}

static void
read_row_service (Parser *self, LcEndpoint *endpoint)
{
  const Service *service;

  endpoint->service = dup_line (self, "service", LC_JSON_REQUIRED, MAX_WORD);
  endpoint->title = dup_line (self, "title", LC_JSON_OPTIONAL, MAX_TITLE);
  endpoint->purpose = dup_line (self, "purpose", LC_JSON_OPTIONAL, MAX_TEXT);
  if (endpoint->service == NULL)
    return;

  service = g_hash_table_lookup (self->services, endpoint->service);
  if (service == NULL) {
    lc_json_reader_fail (self->reader, "service", _ ("a key of $.services"));
    return;
  }

  if (endpoint->title == NULL)
    endpoint->title = g_strdup (service->title);
  if (endpoint->purpose == NULL)
    endpoint->purpose = g_strdup (service->purpose);
}

static void
read_host (Parser *self, LcEndpoint *endpoint)
{
  const char *host = lc_json_reader_get_string (self->reader, "host", LC_JSON_REQUIRED, MAX_NAME);

  if (host != NULL && !lc_host_is_name (host) && !lc_host_is_address (host))
    lc_json_reader_fail (self->reader, "host", _ ("a host name, or an address in its usual form"));

  endpoint->host = g_strdup (host);
}

static void
read_transport (Parser *self, LcEndpoint *endpoint)
{
  const char *transport
      = lc_json_reader_get_string (self->reader, "transport", LC_JSON_REQUIRED, MAX_WORD);
  const char *expected = lc_protocol_is_udp (endpoint->protocol) ? "udp" : "tcp";

  if (transport != NULL && strcmp (transport, expected) != 0)
    lc_json_reader_fail (self->reader, "transport", _ ("\"%s\", which \"%s\" runs on"), expected,
                         lc_protocol_to_string (endpoint->protocol));

  endpoint->udp = lc_protocol_is_udp (endpoint->protocol);
}

/* RTP alone uses a range of ports. */
static void
read_ports (Parser *self, LcEndpoint *endpoint)
{
  gint64 port = lc_json_reader_get_int (self->reader, "port", LC_JSON_REQUIRED, 1, G_MAXUINT16, 1);
  gint64 last = lc_json_reader_get_int (self->reader, "port_last", LC_JSON_OPTIONAL, port,
                                        G_MAXUINT16, port);

  if (last != port && endpoint->protocol != LC_PROTOCOL_RTP)
    lc_json_reader_fail (self->reader, "port_last", _ ("a range with \"rtp\" only"));

  endpoint->port = (guint16) port;
  endpoint->port_last = (guint16) last;
}

static void
read_protocol (Parser *self, LcEndpoint *endpoint)
{
  const char *name
      = lc_json_reader_get_string (self->reader, "protocol", LC_JSON_REQUIRED, MAX_WORD);

  endpoint->protocol = LC_PROTOCOL_HTTPS;
  if (name != NULL && !lc_protocol_from_string (name, &endpoint->protocol))
    lc_json_reader_fail (self->reader, "protocol",
                         _ ("\"https\", \"websocket\", \"sip\", \"imaps\", \"imap\", \"smtp\", "
                            "\"stun\" or \"rtp\""));
}

/* Fails where a member is there that the row's protocol has no use for. */
static gboolean
refuse_member (Parser *self, LcEndpoint *endpoint, const char *key)
{
  if (!lc_json_reader_has_member (self->reader, key))
    return FALSE;

  lc_json_reader_fail (self->reader, key, _ ("nothing with \"%s\""),
                       lc_protocol_to_string (endpoint->protocol));
  return TRUE;
}

/* Every protocol over TCP speaks TLS at once or after STARTTLS. */
static void
read_tls_name (Parser *self, LcEndpoint *endpoint)
{
  gboolean is_own;

  if (endpoint->udp) {
    if (!refuse_member (self, endpoint, "tls_name")
        && !refuse_member (self, endpoint, "tls_name_documented"))
      refuse_member (self, endpoint, "private_authority");
    return;
  }

  endpoint->tls_name
      = g_strdup (lc_json_reader_get_string (self->reader, "tls_name", LC_JSON_REQUIRED, MAX_NAME));
  if (endpoint->tls_name != NULL && !lc_host_is_name (endpoint->tls_name))
    lc_json_reader_fail (self->reader, "tls_name", _ ("a host name"));

  is_own = g_strcmp0 (endpoint->tls_name, endpoint->host) == 0;
  endpoint->tls_name_documented
      = lc_json_reader_get_bool (self->reader, "tls_name_documented", LC_JSON_OPTIONAL, is_own);
  endpoint->private_authority = dup_line (self, "private_authority", LC_JSON_OPTIONAL, MAX_NAME);
}

static void
read_websocket (Parser *self, LcEndpoint *endpoint)
{
  LcJsonReader *reader = self->reader;

  if (endpoint->protocol != LC_PROTOCOL_WEBSOCKET) {
    if (!refuse_member (self, endpoint, "ws_path"))
      refuse_member (self, endpoint, "ws_subprotocol");
    return;
  }

  endpoint->ws_path = dup_line (self, "ws_path", LC_JSON_REQUIRED, MAX_NAME);
  if (endpoint->ws_path != NULL && !is_request_path (endpoint->ws_path))
    lc_json_reader_fail (reader, "ws_path", _ ("a path that begins with \"/\""));

  endpoint->ws_subprotocol = dup_line (self, "ws_subprotocol", LC_JSON_OPTIONAL, MAX_WORD);
  if (endpoint->ws_subprotocol != NULL && !is_token (endpoint->ws_subprotocol))
    lc_json_reader_fail (reader, "ws_subprotocol", _ ("a subprotocol's name"));
}

static void
read_capability (Parser *self, LcEndpoint *endpoint)
{
  endpoint->capability = dup_line (self, "capability", LC_JSON_REQUIRED, MAX_WORD);

  if (endpoint->capability != NULL && !g_strv_contains (capabilities, endpoint->capability))
    lc_json_reader_fail (self->reader, "capability",
                         _ ("\"sign-in\", \"calls\", \"audio\", \"voicemail\", \"web-content\" or "
                            "\"web-client\""));
}

static void
check_documented (Parser *self, LcEndpoint *endpoint)
{
  char **documented = endpoint->documented;
  gboolean is_literal = lc_host_is_address (endpoint->host);

  for (guint i = 0; documented[i] != NULL; i++) {
    if (!lc_host_is_address (documented[i]))
      lc_json_reader_fail_element (self->reader, i, _ ("an address in its usual form"));
    else if (is_literal && strcmp (documented[i], endpoint->host) != 0)
      lc_json_reader_fail_element (self->reader, i, _ ("the row's host, which is an address"));

    for (guint j = 0; j < i; j++) {
      if (strcmp (documented[i], documented[j]) == 0)
        lc_json_reader_fail_element (self->reader, i, _ ("every address once"));
    }
  }

  if (is_literal && documented[0] == NULL)
    lc_json_reader_fail (self->reader, NULL, _ ("the row's host, which is an address"));
}

/* A company's own names need no documented addresses. */
static void
read_documented (Parser *self, LcEndpoint *endpoint)
{
  endpoint->documented = lc_json_reader_dup_strv (self->reader, "documented", LC_JSON_REQUIRED,
                                                  MAX_DOCUMENTED, LC_JSON_REQUIRED, MAX_NAME);

  if (endpoint->documented != NULL
      && lc_json_reader_enter_array (self->reader, "documented", LC_JSON_REQUIRED,
                                     MAX_DOCUMENTED)) {
    check_documented (self, endpoint);
    lc_json_reader_leave (self->reader);
  }
}

/* Returns: (transfer full): "us/sip/169.63.26.232:5061/tcp". */
static char *
make_id (const LcSite *site, const LcEndpoint *endpoint)
{
  g_autofree char *host = lc_endpoint_bracket (endpoint->host);
  g_autofree char *last = NULL;

  if (endpoint->port_last != endpoint->port)
    last = g_strdup_printf ("-%u", endpoint->port_last);

  return g_strdup_printf ("%s/%s/%s:%u%s/%s", site->id, endpoint->service, host, endpoint->port,
                          last != NULL ? last : "", endpoint->udp ? "udp" : "tcp");
}

/* A site's id in capitals, a hyphen and two to four digits: "US-07". */
static gboolean
is_number_of (const char *number, const LcSite *site)
{
  g_autofree char *prefix = g_ascii_strup (site->id, -1);
  const char *digits;
  gsize length;

  if (!g_str_has_prefix (number, prefix) || number[strlen (prefix)] != '-')
    return FALSE;

  digits = number + strlen (prefix) + 1;
  length = strlen (digits);
  return length >= 2 && length <= 4 && strspn (digits, "0123456789") == length;
}

/* Last, for an id is made of nearly everything else. */
static void
read_identity (Parser *self, const LcSite *site, LcEndpoint *endpoint)
{
  g_autofree char *id = NULL;

  endpoint->id = dup_line (self, "id", LC_JSON_REQUIRED, 2 * MAX_NAME);
  endpoint->number = dup_line (self, "number", LC_JSON_REQUIRED, 2 * MAX_WORD);
  if (lc_json_reader_has_failed (self->reader))
    return;

  id = make_id (site, endpoint);
  if (strcmp (endpoint->id, id) != 0)
    lc_json_reader_fail (self->reader, "id", "\"%s\"", id);
  else if (!g_hash_table_add (self->rows, g_strdup (endpoint->id)))
    lc_json_reader_fail (self->reader, "id", _ ("every id once"));

  if (!is_number_of (endpoint->number, site))
    lc_json_reader_fail (self->reader, "number", _ ("a number like \"US-07\", with the site's id"));
  else if (!g_hash_table_add (self->rows, g_strdup (endpoint->number)))
    lc_json_reader_fail (self->reader, "number", _ ("every number once"));
}

/* Returns: (transfer full) */
static LcEndpoint *
read_row (Parser *self, const LcSite *site)
{
  LcEndpoint *endpoint = g_new0 (LcEndpoint, 1);
  LcJsonReader *reader = self->reader;

  read_row_service (self, endpoint);
  read_host (self, endpoint);
  read_protocol (self, endpoint);
  read_transport (self, endpoint);
  read_ports (self, endpoint);
  read_tls_name (self, endpoint);
  read_websocket (self, endpoint);
  read_capability (self, endpoint);
  read_documented (self, endpoint);
  endpoint->required = lc_json_reader_get_bool (reader, "required", LC_JSON_REQUIRED, TRUE);
  endpoint->legacy = lc_json_reader_get_bool (reader, "legacy", LC_JSON_OPTIONAL, FALSE);
  endpoint->may_change = lc_json_reader_get_bool (reader, "may_change", LC_JSON_OPTIONAL, FALSE);
  endpoint->note = dup_line (self, "note", LC_JSON_OPTIONAL, MAX_TEXT);
  read_identity (self, site, endpoint);

  return endpoint;
}

static void
read_rows (Parser *self, LcSite *site)
{
  if (!lc_json_reader_enter_array (self->reader, "rows", LC_JSON_NOT_EMPTY, MAX_ROWS))
    return;

  for (guint i = 0; i < lc_json_reader_get_length (self->reader); i++) {
    if (lc_json_reader_enter_element (self->reader, i)) {
      g_ptr_array_add (site->endpoints, read_row (self, site));
      lc_json_reader_leave (self->reader);
    }
  }

  lc_json_reader_leave (self->reader);
}

/* Returns: (transfer full) */
static LcSite *
read_site (Parser *self)
{
  LcSite *site = g_new0 (LcSite, 1);

  site->endpoints = g_ptr_array_new_with_free_func (endpoint_free);
  site->id = dup_line (self, "id", LC_JSON_REQUIRED, MAX_NAME);
  site->title = dup_line (self, "title", LC_JSON_REQUIRED, MAX_TITLE);
  site->places = dup_line (self, "places", LC_JSON_REQUIRED, MAX_TEXT);

  if (site->id != NULL && !is_word (site->id))
    lc_json_reader_fail (self->reader, "id", _ ("lower-case letters, digits and hyphens"));
  else if (site->id != NULL && !g_hash_table_add (self->sites, g_strdup (site->id)))
    lc_json_reader_fail (self->reader, "id", _ ("every site once"));

  read_rows (self, site);

  return site;
}

/* Returns: (transfer full) (element-type LcSite) */
static GPtrArray *
read_sites (Parser *self)
{
  GPtrArray *sites = g_ptr_array_new_with_free_func (site_free);

  if (!lc_json_reader_enter_array (self->reader, "sites", LC_JSON_NOT_EMPTY, MAX_SITES))
    return sites;

  for (guint i = 0; i < lc_json_reader_get_length (self->reader); i++) {
    if (lc_json_reader_enter_element (self->reader, i)) {
      g_ptr_array_add (sites, read_site (self));
      lc_json_reader_leave (self->reader);
    }
  }

  lc_json_reader_leave (self->reader);
  return sites;
}

GPtrArray *
lc_catalog_parse (GBytes *bytes, char **revision, char **dated, GError **error)
{
  g_autoptr (LcJsonReader) reader
      = lc_json_reader_new (bytes, &limits, LC_CATALOG_ERROR, LC_CATALOG_ERROR_SYNTAX,
                            LC_CATALOG_ERROR_INVALID, error);
  g_autoptr (GHashTable) services
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, service_free);
  g_autoptr (GHashTable) sites_seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) rows_seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) sites = NULL;
  g_autofree char *new_revision = NULL;
  g_autofree char *new_dated = NULL;
  Parser self = { reader, services, sites_seen, rows_seen };

  if (reader == NULL)
    return NULL;

  read_header (&self);
  new_revision = dup_line (&self, "revision", LC_JSON_REQUIRED, MAX_WORD);
  new_dated = read_date (&self);
  read_services (&self);
  sites = read_sites (&self);
  if (!lc_json_reader_finish (reader, error))
    return NULL;

  *revision = g_steal_pointer (&new_revision);
  *dated = g_steal_pointer (&new_dated);
  return g_steal_pointer (&sites);
}
