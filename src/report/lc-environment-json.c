/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-environment-json.h"

#include "report/lc-attempt.h"

static void
write_interfaces (JsonBuilder *builder, GPtrArray *interfaces)
{
  if (interfaces->len == 0)
    return;
  json_builder_set_member_name (builder, "interfaces");
  json_builder_begin_array (builder);
  for (guint i = 0; i < interfaces->len; i++) {
    const LcInterface *interface = g_ptr_array_index (interfaces, i);

    json_builder_begin_object (builder);
    lc_record_add_string (builder, "name", interface->name);
    lc_record_add_string (builder, "kind", interface->kind);
    lc_record_add_strv (builder, "addresses", (const char *const *) interface->addresses);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
read_interfaces (LcJsonReader *reader, GPtrArray *interfaces)
{
  if (!lc_json_reader_enter_array (reader, "interfaces", LC_JSON_OPTIONAL, LC_RECORD_MAX_LIST))
    return;
  for (guint i = 0; i < lc_json_reader_get_length (reader); i++) {
    LcInterface *interface;

    if (!lc_json_reader_enter_element (reader, i))
      break;
    interface = lc_interface_new (NULL, NULL);
    g_ptr_array_add (interfaces, interface);
    interface->name = lc_record_dup_string (reader, "name", LC_JSON_REQUIRED);
    interface->kind = lc_record_dup_string (reader, "kind", LC_JSON_REQUIRED);
    interface->addresses = lc_record_dup_strv (reader, "addresses", LC_JSON_REQUIRED);
    lc_json_reader_leave (reader);
  }
  lc_json_reader_leave (reader);
}

static void
write_dns_probes (JsonBuilder *builder, GPtrArray *probes)
{
  if (probes->len == 0)
    return;
  json_builder_set_member_name (builder, "dns_probes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < probes->len; i++) {
    const LcDnsProbe *probe = g_ptr_array_index (probes, i);

    json_builder_begin_object (builder);
    lc_record_add_string (builder, "name", probe->name);
    lc_record_add_string (builder, "code",
                          probe->code != NULL ? probe->code
                                              : lc_code_to_string (LC_CODE_CANCELLED));
    lc_record_add_optional_strv (builder, "addresses", probe->addresses);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
read_dns_probes (LcJsonReader *reader, GPtrArray *probes)
{
  if (!lc_json_reader_enter_array (reader, "dns_probes", LC_JSON_OPTIONAL, LC_RECORD_MAX_LIST))
    return;
  for (guint i = 0; i < lc_json_reader_get_length (reader); i++) {
    LcDnsProbe *probe;

    if (!lc_json_reader_enter_element (reader, i))
      break;
    probe = lc_dns_probe_new (NULL);
    g_ptr_array_add (probes, probe);
    probe->name = lc_record_dup_string (reader, "name", LC_JSON_REQUIRED);
    probe->code = g_strdup (lc_code_to_string (lc_record_get_code (reader, "code")));
    probe->addresses = lc_record_dup_strv (reader, "addresses", LC_JSON_OPTIONAL);
    lc_json_reader_leave (reader);
  }
  lc_json_reader_leave (reader);
}

static void
write_http_probes (JsonBuilder *builder, GPtrArray *probes)
{
  if (probes->len == 0)
    return;
  json_builder_set_member_name (builder, "http_probes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < probes->len; i++) {
    const LcHttpProbe *probe = g_ptr_array_index (probes, i);

    json_builder_begin_object (builder);
    lc_record_add_string (builder, "host", probe->host);
    lc_record_add_nullable (builder, "address", probe->address);
    lc_record_add_nonzero (builder, "status", probe->status);
    lc_record_add_optional (builder, "location", probe->location);
    lc_record_add_optional (builder, "title", probe->title);
    lc_record_add_optional (builder, "server", probe->server);
    lc_record_add_optional_strv (builder, "marks", probe->marks);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static LcHttpProbe *
read_http_probe (LcJsonReader *reader)
{
  LcHttpProbe *probe = lc_http_probe_new (NULL, NULL);

  probe->host = lc_record_dup_string (reader, "host", LC_JSON_REQUIRED);
  probe->address = lc_record_dup_string (reader, "address", LC_JSON_OPTIONAL | LC_JSON_NULLABLE);
  probe->status
      = (guint) lc_json_reader_get_int (reader, "status", LC_JSON_OPTIONAL | LC_JSON_NULLABLE, 1,
                                        G_MAXUINT16, 0);
  probe->location = lc_record_dup_string (reader, "location", LC_JSON_OPTIONAL);
  probe->title = lc_record_dup_string (reader, "title", LC_JSON_OPTIONAL);
  probe->server = lc_record_dup_string (reader, "server", LC_JSON_OPTIONAL);
  probe->marks = lc_record_dup_strv (reader, "marks", LC_JSON_OPTIONAL);
  return probe;
}

static void
read_http_probes (LcJsonReader *reader, GPtrArray *probes)
{
  if (!lc_json_reader_enter_array (reader, "http_probes", LC_JSON_OPTIONAL, LC_RECORD_MAX_LIST))
    return;
  for (guint i = 0; i < lc_json_reader_get_length (reader); i++) {
    if (!lc_json_reader_enter_element (reader, i))
      break;
    g_ptr_array_add (probes, read_http_probe (reader));
    lc_json_reader_leave (reader);
  }
  lc_json_reader_leave (reader);
}

static void
write_public_roots (JsonBuilder *builder, const LcPublicRoots *roots)
{
  if (roots == NULL)
    return;
  json_builder_set_member_name (builder, "public_roots");
  json_builder_begin_object (builder);
  lc_record_add_string (builder, "dated", roots->dated);
  lc_record_add_int (builder, "count", roots->count);
  lc_record_add_bool (builder, "extended", roots->extended);
  json_builder_end_object (builder);
}

static LcPublicRoots *
read_public_roots (LcJsonReader *reader)
{
  LcPublicRoots *roots;

  if (!lc_json_reader_enter_object (reader, "public_roots", LC_JSON_OPTIONAL))
    return NULL;
  roots = lc_public_roots_new (NULL, 0, FALSE);
  roots->dated = lc_record_dup_string (reader, "dated", LC_JSON_REQUIRED);
  roots->count
      = (guint) lc_json_reader_get_int (reader, "count", LC_JSON_REQUIRED, 0, G_MAXUINT32, 0);
  roots->extended = lc_json_reader_get_bool (reader, "extended", LC_JSON_REQUIRED, FALSE);
  lc_json_reader_leave (reader);
  return roots;
}

static void
add_known_bool (JsonBuilder *builder, const char *key, gboolean known, gboolean value)
{
  if (known)
    lc_record_add_bool (builder, key, value);
}

static void
read_known_bool (LcJsonReader *reader, const char *key, gboolean *known, gboolean *value)
{
  *known = lc_json_reader_has_member (reader, key);
  *value = lc_json_reader_get_bool (reader, key, LC_JSON_OPTIONAL, FALSE);
}

void
lc_environment_write (JsonBuilder *builder, const LcEnvironment *environment)
{
  json_builder_set_member_name (builder, "environment");
  json_builder_begin_object (builder);
  write_interfaces (builder, environment->interfaces);
  lc_record_add_optional_strv (builder, "gateways", environment->gateways);
  lc_record_add_optional_strv (builder, "dns_servers", environment->dns_servers);
  lc_record_add_optional (builder, "proxy", environment->proxy);
  lc_record_add_optional (builder, "captive_portal", environment->captive_portal);
  lc_record_add_optional (builder, "captive_portal_source", environment->portal_source);
  lc_record_add_optional (builder, "vpn", environment->vpn);
  lc_record_add_optional_strv (builder, "vpn_addresses", environment->vpn_addresses);
  lc_record_add_optional (builder, "public_address", environment->public_address);
  if (environment->has_clock_skew)
    lc_record_add_int (builder, "clock_skew_s", environment->clock_skew_s);
  add_known_bool (builder, "online", environment->has_online, environment->online);
  add_known_bool (builder, "ipv4", environment->has_ipv4, environment->ipv4);
  add_known_bool (builder, "ipv6", environment->has_ipv6, environment->ipv6);
  lc_record_add_optional (builder, "nat64_prefix", environment->nat64_prefix);
  write_dns_probes (builder, environment->dns_probes);
  write_http_probes (builder, environment->http_probes);
  write_public_roots (builder, environment->public_roots);
  json_builder_end_object (builder);
}

LcEnvironment *
lc_environment_read (LcJsonReader *reader)
{
  LcEnvironment *self = lc_environment_new ();

  read_interfaces (reader, self->interfaces);
  self->gateways = lc_record_dup_strv (reader, "gateways", LC_JSON_OPTIONAL);
  self->dns_servers = lc_record_dup_strv (reader, "dns_servers", LC_JSON_OPTIONAL);
  self->proxy = lc_record_dup_string (reader, "proxy", LC_JSON_OPTIONAL);
  self->captive_portal = lc_record_dup_string (reader, "captive_portal", LC_JSON_OPTIONAL);
  self->portal_source = lc_record_dup_string (reader, "captive_portal_source", LC_JSON_OPTIONAL);
  self->vpn = lc_record_dup_string (reader, "vpn", LC_JSON_OPTIONAL);
  self->vpn_addresses = lc_record_dup_strv (reader, "vpn_addresses", LC_JSON_OPTIONAL);
  self->public_address = lc_record_dup_string (reader, "public_address", LC_JSON_OPTIONAL);
  self->has_clock_skew = lc_json_reader_has_member (reader, "clock_skew_s");
  self->clock_skew_s = lc_json_reader_get_int (reader, "clock_skew_s", LC_JSON_OPTIONAL,
                                               -LC_RECORD_MAX_INT, LC_RECORD_MAX_INT, 0);
  read_known_bool (reader, "online", &self->has_online, &self->online);
  read_known_bool (reader, "ipv4", &self->has_ipv4, &self->ipv4);
  read_known_bool (reader, "ipv6", &self->has_ipv6, &self->ipv6);
  self->nat64_prefix = lc_record_dup_string (reader, "nat64_prefix", LC_JSON_OPTIONAL);
  read_dns_probes (reader, self->dns_probes);
  read_http_probes (reader, self->http_probes);
  self->public_roots = read_public_roots (reader);
  return self;
}
