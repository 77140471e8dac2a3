/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-environment-json.h"

#include <glib/gi18n-lib.h>

#define OPTIONAL_NULLABLE (LC_JSON_OPTIONAL | LC_JSON_NULLABLE)

static gpointer
create_interface (void)
{
  return lc_interface_new (NULL, NULL);
}

static const LcField interface_fields[] = {
  LC_REQUIRED_STRING (LcInterface, name),
  LC_REQUIRED_STRING (LcInterface, kind),
  LC_FIELD (LcInterface, addresses, "addresses", LC_FIELD_STRV),
};

static const LcRecordType interface_type
    = LC_RECORD_TYPE (interface_fields, .create = create_interface);

static gpointer
create_dns_probe (void)
{
  return lc_dns_probe_new (NULL);
}

/* The probe keeps its code as a word; one that has not run has none. */
static const char *
probe_code_to_word (gconstpointer value)
{
  const char *word = *(const char *const *) value;

  return word != NULL ? word : lc_code_to_string (LC_CODE_CANCELLED);
}

static gboolean
probe_code_from_word (const char *word, gpointer value)
{
  char **kept = value;
  LcCode code;

  if (!lc_code_from_string (word, &code))
    return FALSE;
  g_free (*kept);
  *kept = g_strdup (word);
  return TRUE;
}

static const LcRecordWords probe_code_words = { probe_code_to_word, probe_code_from_word,
                                                N_ ("a code of this version, as \"tcp-timeout\"") };

static const LcField dns_probe_fields[] = {
  LC_REQUIRED_STRING (LcDnsProbe, name),
  LC_REQUIRED_WORD (LcDnsProbe, code, probe_code_words),
  LC_OPTIONAL_STRV (LcDnsProbe, addresses),
};

static const LcRecordType dns_probe_type
    = LC_RECORD_TYPE (dns_probe_fields, .create = create_dns_probe);

static gpointer
create_http_probe (void)
{
  return lc_http_probe_new (NULL, NULL);
}

static const LcField http_probe_fields[] = {
  LC_REQUIRED_STRING (LcHttpProbe, host),
  LC_FIELD (LcHttpProbe, address, "address", LC_FIELD_NULLABLE_STRING, .flags = OPTIONAL_NULLABLE),
  LC_FIELD (LcHttpProbe,
            status,
            "status",
            LC_FIELD_NONZERO,
            .flags = OPTIONAL_NULLABLE,
            .min = 1,
            .max = G_MAXUINT16),
  LC_OPTIONAL_STRING (LcHttpProbe, location),
  LC_OPTIONAL_STRING (LcHttpProbe, title),
  LC_OPTIONAL_STRING (LcHttpProbe, server),
  LC_OPTIONAL_STRV (LcHttpProbe, marks),
};

static const LcRecordType http_probe_type
    = LC_RECORD_TYPE (http_probe_fields, .create = create_http_probe);

static gpointer
create_public_roots (void)
{
  return lc_public_roots_new (NULL, 0, FALSE);
}

static const LcField public_roots_fields[] = {
  LC_REQUIRED_STRING (LcPublicRoots, dated),
  LC_FIELD (LcPublicRoots, count, "count", LC_FIELD_INT, .max = G_MAXUINT32),
  LC_FIELD (LcPublicRoots, extended, "extended", LC_FIELD_BOOL),
};

static const LcRecordType public_roots_type
    = LC_RECORD_TYPE (public_roots_fields, .create = create_public_roots);

static gpointer
create_environment (void)
{
  return lc_environment_new ();
}

static void
destroy_environment (gpointer data)
{
  lc_environment_free (data);
}

#define KNOWN_BOOL(member)                                                                         \
  LC_FIELD (LcEnvironment, member, #member, LC_FIELD_KNOWN_BOOL, .flags = LC_JSON_OPTIONAL,        \
            .known = offsetof (LcEnvironment, has_##member))
#define FILLED_LIST(member, its_type)                                                              \
  LC_FIELD (LcEnvironment, member, #member, LC_FIELD_FILLED_LIST, .flags = LC_JSON_OPTIONAL,       \
            .type = &(its_type))

static const LcField environment_fields[] = {
  FILLED_LIST (interfaces, interface_type),
  LC_OPTIONAL_STRV (LcEnvironment, gateways),
  LC_OPTIONAL_STRV (LcEnvironment, dns_servers),
  LC_OPTIONAL_STRING (LcEnvironment, proxy),
  LC_OPTIONAL_STRING (LcEnvironment, captive_portal),
  LC_FIELD (LcEnvironment,
            portal_source,
            "captive_portal_source",
            LC_FIELD_OPTIONAL_STRING,
            .flags = LC_JSON_OPTIONAL),
  LC_OPTIONAL_STRING (LcEnvironment, vpn),
  LC_OPTIONAL_STRV (LcEnvironment, vpn_addresses),
  LC_OPTIONAL_STRING (LcEnvironment, public_address),
  LC_FIELD (LcEnvironment,
            clock_skew_s,
            "clock_skew_s",
            LC_FIELD_KNOWN_INT,
            .flags = LC_JSON_OPTIONAL,
            .known = offsetof (LcEnvironment, has_clock_skew),
            .min = -LC_RECORD_MAX_INT),
  KNOWN_BOOL (online),
  KNOWN_BOOL (ipv4),
  KNOWN_BOOL (ipv6),
  LC_OPTIONAL_STRING (LcEnvironment, nat64_prefix),
  FILLED_LIST (dns_probes, dns_probe_type),
  FILLED_LIST (http_probes, http_probe_type),
  LC_FIELD (LcEnvironment,
            public_roots,
            "public_roots",
            LC_FIELD_OBJECT,
            .flags = LC_JSON_OPTIONAL,
            .type = &public_roots_type),
};

const LcRecordType lc_environment_type = LC_RECORD_TYPE (environment_fields,
                                                         .create = create_environment,
                                                         .destroy = destroy_environment);
