/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loopback-certificates.h"

#include <glib/gstdio.h>
#include <gnutls/x509.h>
#include <string.h>
#include <unistd.h>

#define DAY (24 * 60 * 60)

/* What can be wrong with a certificate, and what can be in it. */
typedef struct
{
  int begins; /* days from now */
  int ends;
  const char *name;
  const guint8 *address; /* (nullable) IPv4 */
  gboolean self_signed;
  gboolean other_authority;
  gboolean extended;
  gboolean odd_text;
} Recipe;

typedef struct
{
  gnutls_x509_crt_t certificate;
  gnutls_x509_privkey_t key;
} Authority;

static const guint8 own_address[] = { 127, 0, 0, 1 };
static const guint8 other_address[] = { 127, 0, 0, 9 };

static const Recipe recipes[] = {
  [LOOPBACK_CERTIFICATE_GOOD] = { -10, 300, LOOPBACK_NAME, own_address },
  [LOOPBACK_CERTIFICATE_EXPIRED] = { -300, -10, LOOPBACK_NAME },
  [LOOPBACK_CERTIFICATE_NOT_YET_VALID] = { 10, 300, LOOPBACK_NAME },
  [LOOPBACK_CERTIFICATE_WRONG_NAME] = { -10, 300, "other.test", other_address },
  [LOOPBACK_CERTIFICATE_SIBLING] = { -10, 300, "sibling." LOOPBACK_NAME },
  [LOOPBACK_CERTIFICATE_SELF_SIGNED] = { -10, 300, LOOPBACK_NAME, .self_signed = TRUE },
  [LOOPBACK_CERTIFICATE_OTHER_AUTHORITY] = { -10, 300, LOOPBACK_NAME, .other_authority = TRUE },
  [LOOPBACK_CERTIFICATE_EXPIRED_UNTRUSTED] = { -300, -10, LOOPBACK_NAME, .other_authority = TRUE },
  [LOOPBACK_CERTIFICATE_EXTENDED] = { -10, 300, LOOPBACK_NAME, .extended = TRUE },
  [LOOPBACK_CERTIFICATE_ODD_TEXT] = { -10, 300, LOOPBACK_NAME, .odd_text = TRUE },
};

static void
check (int status)
{
  if (status < 0)
    g_error ("%s", gnutls_strerror (status));
}

static gnutls_x509_privkey_t
new_key (void)
{
  gnutls_x509_privkey_t key;

  check (gnutls_x509_privkey_init (&key));
  check (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                       GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  return key;
}

static gnutls_x509_crt_t
new_certificate (gnutls_x509_privkey_t key, const char *subject, int begins, int ends)
{
  static guint8 serial = 0;
  gnutls_x509_crt_t certificate;
  time_t now = time (NULL);
  const char *problem;

  serial++;
  check (gnutls_x509_crt_init (&certificate));
  check (gnutls_x509_crt_set_version (certificate, 3));
  check (gnutls_x509_crt_set_serial (certificate, &serial, sizeof serial));
  check (gnutls_x509_crt_set_activation_time (certificate, now + begins * DAY));
  check (gnutls_x509_crt_set_expiration_time (certificate, now + ends * DAY));
  check (gnutls_x509_crt_set_dn (certificate, subject, &problem));
  check (gnutls_x509_crt_set_key (certificate, key));
  return certificate;
}

static Authority
new_authority (const char *subject)
{
  Authority authority = { .key = new_key () };

  authority.certificate = new_certificate (authority.key, subject, -7000, 400);
  check (gnutls_x509_crt_set_ca_status (authority.certificate, 1));
  check (gnutls_x509_crt_set_key_usage (authority.certificate,
                                        GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN));
  check (gnutls_x509_crt_sign2 (authority.certificate, authority.certificate, authority.key,
                                GNUTLS_DIG_SHA256, 0));
  return authority;
}

/* Kept to the end of the process: keys are not cheap. */
static const Authority *
get_authority (gboolean other)
{
  static Authority authorities[2];

  if (authorities[other].key == NULL)
    authorities[other] = new_authority (other ? "O=Nobody,CN=Nobody’s authority"
                                              : "O=Linecheck tests,CN=Authority of the tests");
  return &authorities[other];
}

static void
add_name (gnutls_x509_crt_t certificate,
          gnutls_x509_subject_alt_name_t type,
          const void *data,
          gsize size)
{
  check (gnutls_x509_crt_set_subject_alt_name (certificate, type, data, size, GNUTLS_FSAN_APPEND));
}

/* Only their being there is looked at. */
static void
add_public_extensions (gnutls_x509_crt_t certificate)
{
  static const char url[] = "http://authority.test/";
  static const guint8 timestamps[] = { 0x04, 0x02, 0x00, 0x00 };
  gnutls_datum_t place = { (unsigned char *) url, sizeof url - 1 };
  struct gnutls_x509_policy_st policy = { .oid = (char *) "2.23.140.1.2.1" };

  check (gnutls_x509_crt_set_authority_info_access (certificate, GNUTLS_IA_OCSP_URI, &place));
  check (
      gnutls_x509_crt_set_crl_dist_points2 (certificate, GNUTLS_SAN_URI, url, sizeof url - 1, 0));
  check (gnutls_x509_crt_set_policy (certificate, &policy, 0));
  check (gnutls_x509_crt_set_extension_by_oid (certificate, "1.3.6.1.4.1.11129.2.4.2", timestamps,
                                               sizeof timestamps, 0));
}

static void
add_odd_text (gnutls_x509_crt_t certificate)
{
  static const char place[] = "line\nend \x1b[2J \xe2\x80\xae";
  static const char *const names[] = { "a\x1b[31mred.test", "nul\0.test" };

  check (gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_LOCALITY_NAME, 0, place,
                                        sizeof place - 1));
  add_name (certificate, GNUTLS_SAN_DNSNAME, names[0], strlen (names[0]));
  add_name (certificate, GNUTLS_SAN_DNSNAME, names[1], 9);
  for (guint i = 0; i < 40; i++) {
    g_autofree char *name = g_strdup_printf ("n%u.test", i);

    add_name (certificate, GNUTLS_SAN_DNSNAME, name, strlen (name));
  }
}

static gnutls_x509_crt_t
cook (const Recipe *recipe, gnutls_x509_privkey_t key)
{
  const Authority *authority = get_authority (recipe->other_authority);
  g_autofree char *subject = g_strdup_printf ("O=Linecheck tests,CN=%s", recipe->name);
  gnutls_x509_crt_t certificate = new_certificate (key, subject, recipe->begins, recipe->ends);

  add_name (certificate, GNUTLS_SAN_DNSNAME, recipe->name, strlen (recipe->name));
  if (recipe->address != NULL)
    add_name (certificate, GNUTLS_SAN_IPADDRESS, recipe->address, sizeof own_address);
  if (recipe->extended)
    add_public_extensions (certificate);
  if (recipe->odd_text)
    add_odd_text (certificate);
  check (gnutls_x509_crt_sign2 (certificate,
                                recipe->self_signed ? certificate : authority->certificate,
                                recipe->self_signed ? key : authority->key, GNUTLS_DIG_SHA256, 0));
  return certificate;
}

gnutls_certificate_credentials_t
loopback_certificate_get (LoopbackCertificate kind)
{
  static gnutls_certificate_credentials_t all[LOOPBACK_CERTIFICATES];
  const Recipe *recipe = &recipes[kind];
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t chain[2];

  if (all[kind] != NULL)
    return all[kind];
  key = new_key ();
  chain[0] = cook (recipe, key);
  chain[1] = get_authority (recipe->other_authority)->certificate;
  check (gnutls_certificate_allocate_credentials (&all[kind]));
  check (gnutls_certificate_set_x509_key (all[kind], chain, recipe->self_signed ? 1 : 2, key));
  gnutls_x509_crt_deinit (chain[0]);
  gnutls_x509_privkey_deinit (key);
  return all[kind];
}

GBytes *
loopback_certificate_get_der (LoopbackCertificate kind)
{
  gnutls_datum_t der;

  check (gnutls_certificate_get_crt_raw (loopback_certificate_get (kind), 0, 0, &der));
  return g_bytes_new (der.data, der.size);
}

GBytes *
loopback_authority_get_der (void)
{
  gnutls_datum_t der;
  GBytes *bytes;

  check (gnutls_x509_crt_export2 (get_authority (FALSE)->certificate, GNUTLS_X509_FMT_DER, &der));
  bytes = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);
  return bytes;
}

char *
loopback_authority_save (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  gnutls_datum_t pem = { NULL, 0 };
  int file = g_file_open_tmp ("linecheck-test-XXXXXX", &path, &error);

  g_assert_no_error (error);
  close (file);
  check (gnutls_x509_crt_export2 (get_authority (FALSE)->certificate, GNUTLS_X509_FMT_PEM, &pem));
  g_file_set_contents (path, (const char *) pem.data, pem.size, &error);
  g_assert_no_error (error);
  gnutls_free (pem.data);
  return g_steal_pointer (&path);
}

LcTlsContext *
loopback_tls_context_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = loopback_authority_save ();
  LcTlsContext *context = lc_tls_context_new_for_file (path, &error);

  g_assert_no_error (error);
  g_unlink (path);
  return context;
}
