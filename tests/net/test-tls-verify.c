/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gnutls/x509.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/lc-tls-verify.h"

#define DAY (24 * 60 * 60)
#define NAME "service.test"
#define MAX_TURNS 1000

/* An entity: its key, and a certificate for it. */
typedef struct
{
  gnutls_x509_crt_t certificate;
  gnutls_x509_privkey_t key;
} Entity;

typedef struct
{
  LcVerifyFlags flags;
  GPtrArray *path; /* (owned) (element-type GBytes) */
} Verified;

static void
free_bytes (gpointer data)
{
  g_bytes_unref (data);
}

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

/* GnuTLS finds issuers by what it has read, not by what it was told. */
static gnutls_x509_crt_t
reread (gnutls_x509_crt_t certificate)
{
  gnutls_datum_t der;
  gnutls_x509_crt_t copy;

  check (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_DER, &der));
  check (gnutls_x509_crt_init (&copy));
  check (gnutls_x509_crt_import (copy, &der, GNUTLS_X509_FMT_DER));
  gnutls_free (der.data);
  gnutls_x509_crt_deinit (certificate);
  return copy;
}

/* @signer: (nullable): itself. Takes no key over. */
static gnutls_x509_crt_t
sign (const char *name, gnutls_x509_privkey_t key, const Entity *signer, int begins, int ends)
{
  static guint8 serial = 0;
  g_autofree char *subject = g_strdup_printf ("CN=%s", name);
  gboolean leaf = g_str_equal (name, NAME);
  gnutls_x509_crt_t certificate;
  const char *problem;

  serial++;
  check (gnutls_x509_crt_init (&certificate));
  check (gnutls_x509_crt_set_version (certificate, 3));
  check (gnutls_x509_crt_set_serial (certificate, &serial, sizeof serial));
  check (gnutls_x509_crt_set_activation_time (certificate, time (NULL) + begins * DAY));
  check (gnutls_x509_crt_set_expiration_time (certificate, time (NULL) + ends * DAY));
  check (gnutls_x509_crt_set_dn (certificate, subject, &problem));
  check (gnutls_x509_crt_set_key (certificate, key));
  check (gnutls_x509_crt_set_ca_status (certificate, !leaf));
  if (leaf)
    check (gnutls_x509_crt_set_subject_alternative_name (certificate, GNUTLS_SAN_DNSNAME, NAME));
  else
    check (gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_KEY_CERT_SIGN));
  check (gnutls_x509_crt_sign2 (certificate, signer != NULL ? signer->certificate : certificate,
                                signer != NULL ? signer->key : key, GNUTLS_DIG_SHA256, 0));
  return reread (certificate);
}

static Entity
entity_new (const char *name, const Entity *signer, int begins, int ends)
{
  Entity entity = { .key = new_key () };

  entity.certificate = sign (name, entity.key, signer, begins, ends);
  return entity;
}

static void
entity_clear (Entity *entity)
{
  gnutls_x509_crt_deinit (entity->certificate);
  gnutls_x509_privkey_deinit (entity->key);
}

static gnutls_session_t
session_new (unsigned int flags, gnutls_certificate_credentials_t credentials, int file)
{
  gnutls_session_t session;

  check (gnutls_init (&session, flags | GNUTLS_NONBLOCK));
  check (gnutls_set_default_priority (session));
  check (gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials));
  gnutls_transport_set_int (session, file);
  return session;
}

static void
shake_hands (gnutls_session_t client, gnutls_session_t server)
{
  int own = GNUTLS_E_AGAIN;
  int other = GNUTLS_E_AGAIN;

  for (guint i = 0; i < MAX_TURNS && (own != GNUTLS_E_SUCCESS || other != GNUTLS_E_SUCCESS); i++) {
    if (own != GNUTLS_E_SUCCESS)
      own = gnutls_handshake (client);
    if (other != GNUTLS_E_SUCCESS)
      other = gnutls_handshake (server);
  }
  check (own);
  check (other);
}

/* What a client makes of @chain that trusts @trusted; both end with NULL, and the leaf's
 * key comes with it. */
static Verified
verify (const Entity *leaf, gnutls_x509_crt_t *authorities, gnutls_x509_crt_t *trusted)
{
  Verified verified = { .path = g_ptr_array_new_with_free_func (free_bytes) };
  gnutls_certificate_credentials_t own, other;
  gnutls_x509_crt_t chain[8] = { leaf->certificate };
  gnutls_session_t client, server;
  int files[2];
  int count = 1;

  for (; *authorities != NULL; authorities++)
    chain[count++] = *authorities;
  check (gnutls_certificate_allocate_credentials (&own));
  check (gnutls_certificate_allocate_credentials (&other));
  for (; *trusted != NULL; trusted++)
    check (gnutls_certificate_set_x509_trust (own, trusted, 1));
  check (gnutls_certificate_set_x509_key (other, chain, count, leaf->key));
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, files), ==, 0);
  client = session_new (GNUTLS_CLIENT, own, files[0]);
  server = session_new (GNUTLS_SERVER, other, files[1]);
  shake_hands (client, server);
  verified.flags = lc_tls_verify (client, NAME, verified.path);
  gnutls_deinit (client);
  gnutls_deinit (server);
  gnutls_certificate_free_credentials (own);
  gnutls_certificate_free_credentials (other);
  close (files[0]);
  close (files[1]);
  return verified;
}

static void
assert_path (Verified *verified, LcVerifyFlags flags, gnutls_x509_crt_t *path)
{
  guint count = 0;

  g_assert_cmpint (verified->flags, ==, flags);
  for (; path[count] != NULL; count++) {
    gnutls_datum_t der;
    gsize size;
    gconstpointer data;

    g_assert_cmpuint (count, <, verified->path->len);
    data = g_bytes_get_data (verified->path->pdata[count], &size);
    check (gnutls_x509_crt_export2 (path[count], GNUTLS_X509_FMT_DER, &der));
    g_assert_cmpmem (data, size, der.data, der.size);
    gnutls_free (der.data);
  }
  g_assert_cmpuint (verified->path->len, ==, count);
  g_ptr_array_unref (verified->path);
}

#define CERTIFICATES(...) ((gnutls_x509_crt_t[]){ __VA_ARGS__, NULL })
#define NONE ((gnutls_x509_crt_t[]){ NULL })

/* A plain hierarchy: root, intermediate, leaf. */
static void
test_path (void)
{
  Entity root = entity_new ("Root", NULL, -100, 100);
  Entity middle = entity_new ("Middle", &root, -100, 100);
  Entity leaf = entity_new (NAME, &middle, -10, 10);
  Entity other = entity_new ("Other", NULL, -100, 100);
  gnutls_x509_crt_t r = root.certificate, m = middle.certificate, o = other.certificate;
  Verified verified = verify (&leaf, CERTIFICATES (m), CERTIFICATES (o, r));

  assert_path (&verified, LC_VERIFY_OK, CERTIFICATES (m, r));
  /* The root is sent, too, and changes nothing. */
  verified = verify (&leaf, CERTIFICATES (m, r), CERTIFICATES (r));
  assert_path (&verified, LC_VERIFY_OK, CERTIFICATES (m, r));
  verified = verify (&leaf, CERTIFICATES (m, r), CERTIFICATES (o));
  assert_path (&verified, LC_VERIFY_UNTRUSTED, NONE);
  verified = verify (&leaf, CERTIFICATES (m, r), NONE);
  assert_path (&verified, LC_VERIFY_UNTRUSTED, NONE);
  /* An intermediate may be an anchor of its own. */
  verified = verify (&leaf, CERTIFICATES (m), CERTIFICATES (m));
  assert_path (&verified, LC_VERIFY_OK, CERTIFICATES (m));
  entity_clear (&root);
  entity_clear (&middle);
  entity_clear (&leaf);
  entity_clear (&other);
}

/* An authority that an older one signed as well: the way that verifies is told, never the
 * one that was tried in vain. */
static void
test_cross_signed (void)
{
  Entity older = entity_new ("Older", NULL, -900, 100);
  Entity run_out = { .key = older.key };
  Entity root = entity_new ("Root", NULL, -100, 100);
  Entity middle = entity_new ("Middle", &root, -100, 100);
  Entity leaf = entity_new (NAME, &middle, -10, 10);
  gnutls_x509_crt_t cross = sign ("Root", root.key, &older, -50, 50);
  gnutls_x509_crt_t m = middle.certificate, r = root.certificate, o = older.certificate;
  Verified verified;

  run_out.certificate = sign ("Older", older.key, NULL, -900, -5);
  verified = verify (&leaf, CERTIFICATES (m, cross), CERTIFICATES (r));
  assert_path (&verified, LC_VERIFY_OK, CERTIFICATES (m, r));
  verified = verify (&leaf, CERTIFICATES (m, cross), CERTIFICATES (o));
  assert_path (&verified, LC_VERIFY_OK, CERTIFICATES (m, cross, o));
  verified = verify (&leaf, CERTIFICATES (m, cross), CERTIFICATES (run_out.certificate, r));
  assert_path (&verified, LC_VERIFY_OK, CERTIFICATES (m, r));
  gnutls_x509_crt_deinit (cross);
  gnutls_x509_crt_deinit (run_out.certificate);
  entity_clear (&older);
  entity_clear (&root);
  entity_clear (&middle);
  entity_clear (&leaf);
}

/* Dates are not trust: it is known who vouches, though too late or too early. */
static void
test_dates (void)
{
  Entity root = entity_new ("Root", NULL, -100, 100);
  Entity middle = entity_new ("Middle", &root, -100, -3);
  Entity good = entity_new ("Good", &root, -100, 100);
  Entity leaf = entity_new (NAME, &middle, -10, 10);
  Entity late = entity_new (NAME, &good, -90, -10);
  Entity early = entity_new (NAME, &good, 10, 90);
  Entity other = entity_new ("Other", NULL, -100, 100);
  gnutls_x509_crt_t r = root.certificate, m = middle.certificate, g = good.certificate;
  Verified verified = verify (&leaf, CERTIFICATES (m), CERTIFICATES (r));

  /* GnuTLS looks no further down than at what has expired: nothing is known of the rest. */
  assert_path (&verified, LC_VERIFY_EXPIRED, NONE);
  verified = verify (&late, CERTIFICATES (g), CERTIFICATES (r));
  assert_path (&verified, LC_VERIFY_EXPIRED, CERTIFICATES (g, r));
  verified = verify (&early, CERTIFICATES (g), CERTIFICATES (r));
  assert_path (&verified, LC_VERIFY_NOT_YET_VALID, CERTIFICATES (g, r));
  /* GnuTLS itself does not look at the leaf of a chain that leads nowhere. */
  verified = verify (&late, CERTIFICATES (g), CERTIFICATES (other.certificate));
  assert_path (&verified, LC_VERIFY_UNTRUSTED | LC_VERIFY_EXPIRED, NONE);
  verified = verify (&early, CERTIFICATES (g), CERTIFICATES (other.certificate));
  assert_path (&verified, LC_VERIFY_UNTRUSTED | LC_VERIFY_NOT_YET_VALID, NONE);
  entity_clear (&root);
  entity_clear (&middle);
  entity_clear (&good);
  entity_clear (&leaf);
  entity_clear (&late);
  entity_clear (&early);
  entity_clear (&other);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tls-verify/path", test_path);
  g_test_add_func ("/tls-verify/cross-signed", test_cross_signed);
  g_test_add_func ("/tls-verify/dates", test_dates);
  return g_test_run ();
}
