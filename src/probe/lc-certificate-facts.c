/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "probe/lc-certificate-facts.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#define MAX_NAMES 32
#define MAX_CHAIN 10
#define MAX_NAME_LENGTH 256

#define OID_SCT_LIST "1.3.6.1.4.1.11129.2.4.2" /* RFC 6962 3.3 */
#define OID_AUTHORITY_INFO "1.3.6.1.5.5.7.1.1" /* RFC 5280 4.2.2.1 */
#define OID_CRL "2.5.29.31"                    /* RFC 5280 4.2.1.13 */
#define OID_POLICIES "2.5.29.32"               /* RFC 5280 4.2.1.4 */

static void
certificate_destroy (gpointer data)
{
  lc_certificate_free (data);
}

/* Text out of a certificate is the peer’s: made valid UTF-8, printable, bounded. */
static char *
clean_text (const void *data, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (data, MIN (length, 1024));
  GString *text = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (text,
                             g_unichar_isprint (g_utf8_get_char (p)) ? g_utf8_get_char (p) : '?');
  return g_string_free (text, FALSE);
}

static char *
distinguished_name (gnutls_x509_crt_t certificate, gboolean issuer)
{
  gnutls_datum_t name = { NULL, 0 };
  int status = issuer ? gnutls_x509_crt_get_issuer_dn3 (certificate, &name, 0)
                      : gnutls_x509_crt_get_dn3 (certificate, &name, 0);
  char *text;

  if (status != GNUTLS_E_SUCCESS)
    return NULL;
  text = clean_text (name.data, name.size);
  gnutls_free (name.data);
  return text;
}

static char *
iso8601 (time_t moment)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (moment);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

static gboolean
has_extension (gnutls_x509_crt_t certificate, const char *oid)
{
  gnutls_datum_t value = { NULL, 0 };
  int status = gnutls_x509_crt_get_extension_by_oid2 (certificate, oid, 0, &value, NULL);

  gnutls_free (value.data);
  return status == GNUTLS_E_SUCCESS;
}

static char *
key_fingerprint (gnutls_x509_crt_t certificate)
{
  guint8 id[32];
  size_t size = sizeof id;
  GString *text = g_string_new (NULL);

  if (gnutls_x509_crt_get_key_id (certificate, GNUTLS_KEYID_USE_SHA256, id, &size)
      != GNUTLS_E_SUCCESS)
    size = 0;
  for (size_t i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", id[i]);
  return g_string_free (text, text->len == 0);
}

static char *
address_text (const guint8 *data, gsize size)
{
  g_autoptr (GInetAddress) address = NULL;

  if (size != 4 && size != 16)
    return NULL;
  address = g_inet_address_new_from_bytes (data,
                                           size == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (address);
}

static char **
alternative_names (gnutls_x509_crt_t certificate)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (unsigned int i = 0; i < MAX_NAMES; i++) {
    char data[MAX_NAME_LENGTH];
    size_t size = sizeof data;
    int type = gnutls_x509_crt_get_subject_alt_name (certificate, i, data, &size, NULL);
    g_autofree char *text = NULL;

    if (type == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
      break;
    if (type == GNUTLS_SAN_DNSNAME)
      text = clean_text (data, size);
    else if (type == GNUTLS_SAN_IPADDRESS)
      text = address_text ((const guint8 *) data, size);
    if (text != NULL)
      g_strv_builder_add (names, text);
  }
  return g_strv_builder_end (names);
}

static void
read_fields (LcCertificate *output, gnutls_x509_crt_t certificate)
{
  output->subject = distinguished_name (certificate, FALSE);
  output->issuer = distinguished_name (certificate, TRUE);
  output->not_before = iso8601 (gnutls_x509_crt_get_activation_time (certificate));
  output->not_after = iso8601 (gnutls_x509_crt_get_expiration_time (certificate));
  output->key_sha256 = key_fingerprint (certificate);
  output->names = alternative_names (certificate);
  output->self_signed = gnutls_x509_crt_check_issuer (certificate, certificate) != 0;
  output->sct = has_extension (certificate, OID_SCT_LIST);
  output->authority_info = has_extension (certificate, OID_AUTHORITY_INFO);
  output->crl = has_extension (certificate, OID_CRL);
  output->policies = has_extension (certificate, OID_POLICIES);
}

LcCertificate *
lc_certificate_facts_read (GBytes *der)
{
  LcCertificate *output = lc_certificate_new ();
  gnutls_x509_crt_t certificate = NULL;
  gsize size;
  gnutls_datum_t datum = { (unsigned char *) g_bytes_get_data (der, &size), 0 };

  datum.size = size;
  output->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);
  if (gnutls_x509_crt_init (&certificate) != GNUTLS_E_SUCCESS)
    return output;
  if (gnutls_x509_crt_import (certificate, &datum, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS)
    read_fields (output, certificate);
  gnutls_x509_crt_deinit (certificate);
  return output;
}

static char *
verify_words (LcVerifyFlags flags)
{
  static const struct
  {
    LcVerifyFlags flag;
    const char *word;
  } words[] = {
    { LC_VERIFY_UNTRUSTED, "untrusted" },
    { LC_VERIFY_NAME_MISMATCH, "name-mismatch" },
    { LC_VERIFY_EXPIRED, "expired" },
    { LC_VERIFY_NOT_YET_VALID, "not-yet-valid" },
    { LC_VERIFY_REVOKED, "revoked" },
    { LC_VERIFY_INSECURE, "insecure" },
    { LC_VERIFY_NO_AUTHORITIES, "no-authorities" },
  };
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (flags & words[i].flag)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", words[i].word);
  if (text->len == 0)
    g_string_append (text, "ok");
  return g_string_free (text, FALSE);
}

/* "moviuscorp.net" of "dal12.moviuscorp.net". */
static const char *
domain_of (const char *name)
{
  const char *domain = name;

  for (const char *dot = strchr (name, '.'); dot != NULL; dot = strchr (dot + 1, '.'))
    if (strchr (dot + 1, '.') != NULL)
      domain = dot + 1;
  return domain;
}

static gboolean
is_in_domain (const char *name, const char *domain)
{
  gsize length = strlen (name);
  gsize suffix = strlen (domain);

  if (length < suffix || g_ascii_strcasecmp (name + length - suffix, domain) != 0)
    return FALSE;
  return length == suffix || name[length - suffix - 1] == '.';
}

gboolean
lc_tls_facts_fit_address (const LcTlsFacts *facts, const char *address, const char *lent_name)
{
  g_autoptr (LcCertificate) leaf = NULL;

  if (facts->chain->len == 0)
    return FALSE;
  leaf = lc_certificate_facts_read (facts->chain->pdata[0]);
  for (guint i = 0; leaf->names != NULL && leaf->names[i] != NULL; i++)
    if (g_str_equal (leaf->names[i], address)
        || is_in_domain (leaf->names[i], domain_of (lent_name)))
      return TRUE;
  return FALSE;
}

/* Authorities sign each other's keys, so that a path may end at one that nobody knows any
 * more: any of its keys may be a public one. */
static gboolean
has_public_key (GPtrArray *path, const LcRootList *roots)
{
  for (guint i = path->len; i > 0; i--) {
    g_autoptr (LcCertificate) authority = lc_certificate_facts_read (path->pdata[i - 1]);

    if (lc_root_list_has_key (roots, authority->key_sha256))
      return TRUE;
  }
  return FALSE;
}

/* A leaf with timestamps of the public log was not made by a proxy; a root that is not in
 * the list and vouches for it is one that the list lacks. */
static LcPublicity
get_publicity (const LcTlsFacts *facts,
               const LcCertificate *anchor,
               const LcCertificate *leaf,
               const LcRootList *roots)
{
  if (has_public_key (facts->path, roots))
    return LC_PUBLICITY_PUBLIC;
  if (leaf->sct || lc_root_list_may_lack (roots, anchor->not_before))
    return LC_PUBLICITY_UNKNOWN;
  return LC_PUBLICITY_PRIVATE;
}

static LcAnchor *
read_anchor (const LcTlsFacts *facts, const LcCertificate *leaf, const LcRootList *roots)
{
  g_autoptr (LcCertificate) certificate = NULL;
  LcAnchor *anchor;

  if (facts->path->len == 0)
    return NULL;
  certificate = lc_certificate_facts_read (facts->path->pdata[facts->path->len - 1]);
  anchor = lc_anchor_new ();
  anchor->publicity = get_publicity (facts, certificate, leaf, roots);
  anchor->subject = g_steal_pointer (&certificate->subject);
  anchor->sha256 = g_steal_pointer (&certificate->sha256);
  anchor->key_sha256 = g_steal_pointer (&certificate->key_sha256);
  return anchor;
}

LcTls *
lc_tls_facts_to_record (const LcTlsFacts *facts,
                        const char *name,
                        LcVerifyFlags verify,
                        const LcRootList *roots)
{
  LcTls *tls;

  g_return_val_if_fail (facts != NULL, NULL);
  g_return_val_if_fail (roots != NULL, NULL);

  tls = lc_tls_new ();
  tls->version = g_strdup (facts->version);
  tls->cipher = g_strdup (facts->cipher);
  tls->alpn = g_strdup (facts->alpn);
  tls->name = g_strdup (name);
  tls->verify = verify_words (verify);
  g_clear_pointer (&tls->chain, g_ptr_array_unref);
  tls->chain = g_ptr_array_new_with_free_func (certificate_destroy);
  for (guint i = 0; i < facts->chain->len && i < MAX_CHAIN; i++)
    g_ptr_array_add (tls->chain, lc_certificate_facts_read (facts->chain->pdata[i]));
  if (tls->chain->len > 0)
    tls->anchor = read_anchor (facts, tls->chain->pdata[0], roots);
  return tls;
}
