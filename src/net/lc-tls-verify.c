/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-tls-verify.h"

#include <gnutls/x509.h>

#define MAX_PATH 16 /* GnuTLS takes no longer chain */
#define MAX_LINKS 256

/* What says that nobody vouches; a date or a weak algorithm does not. */
#define NOT_TRUSTED                                                                                \
  (GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNER_NOT_CA | GNUTLS_CERT_SIGNATURE_FAILURE        \
   | GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE | GNUTLS_CERT_PURPOSE_MISMATCH                         \
   | GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS)

/* One signature that GnuTLS looked at. */
typedef struct
{
  GBytes *certificate;
  GBytes *issuer;
  unsigned int status; /* 0 where all is well with it */
} Link;

/* GnuTLS tells a function about each signature, and hands it nothing of the caller's. */
static _Thread_local GArray *links;

static void
clear_link (gpointer data)
{
  Link *link = data;

  g_bytes_unref (link->certificate);
  g_bytes_unref (link->issuer);
}

static GBytes *
copy_certificate (gnutls_x509_crt_t certificate)
{
  gnutls_datum_t der = { NULL, 0 };
  GBytes *bytes;

  if (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_DER, &der) != GNUTLS_E_SUCCESS)
    return g_bytes_new (NULL, 0);
  bytes = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);
  return bytes;
}

static int
take_link (gnutls_x509_crt_t certificate,
           gnutls_x509_crt_t issuer,
           gnutls_x509_crl_t crl,
           unsigned int status)
{
  Link link = { .status = status };

  if (links == NULL || crl != NULL || issuer == NULL || (status & NOT_TRUSTED) != 0
      || links->len >= MAX_LINKS)
    return 0;
  link.certificate = copy_certificate (certificate);
  link.issuer = copy_certificate (issuer);
  g_array_append_val (links, link);
  return 0;
}

/* The latest that was found: attempts that failed come first. */
static const Link *
find_link (GArray *found, GBytes *certificate, gboolean clean)
{
  for (guint i = found->len; i > 0; i--) {
    const Link *link = &g_array_index (found, Link, i - 1);

    if (g_bytes_equal (link->certificate, certificate) && (link->status == 0 || !clean)
        && !g_bytes_equal (link->issuer, certificate))
      return link;
  }
  return NULL;
}

static void
collect_path (GArray *found, GBytes *leaf, gboolean clean, GPtrArray *path)
{
  const Link *link = find_link (found, leaf, clean);

  while (link != NULL && path->len < MAX_PATH) {
    g_ptr_array_add (path, g_bytes_ref (link->issuer));
    link = find_link (found, link->issuer, clean);
  }
}

static LcVerifyFlags
get_flags (unsigned int status)
{
  static const struct
  {
    unsigned int status;
    LcVerifyFlags flag;
  } meanings[] = {
    { NOT_TRUSTED, LC_VERIFY_UNTRUSTED },
    { GNUTLS_CERT_UNEXPECTED_OWNER, LC_VERIFY_NAME_MISMATCH },
    { GNUTLS_CERT_EXPIRED, LC_VERIFY_EXPIRED },
    { GNUTLS_CERT_NOT_ACTIVATED, LC_VERIFY_NOT_YET_VALID },
    { GNUTLS_CERT_REVOKED, LC_VERIFY_REVOKED },
    { GNUTLS_CERT_INSECURE_ALGORITHM, LC_VERIFY_INSECURE },
  };
  LcVerifyFlags flags = LC_VERIFY_OK;

  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (status & meanings[i].status)
      flags |= meanings[i].flag;
  return flags == LC_VERIFY_OK && status != 0 ? LC_VERIFY_UNTRUSTED : flags;
}

/* Where GnuTLS knows nobody who signed the last authority of a chain it looks no
 * further down, and says nothing of the leaf's dates; they tell a wrong clock. */
static LcVerifyFlags
get_date_flags (GBytes *leaf)
{
  gnutls_x509_crt_t certificate = NULL;
  gnutls_datum_t der = { NULL, 0 };
  gsize size;
  time_t now = time (NULL);
  LcVerifyFlags flags = LC_VERIFY_OK;

  if (gnutls_x509_crt_init (&certificate) != GNUTLS_E_SUCCESS)
    return LC_VERIFY_OK;
  der.data = (unsigned char *) g_bytes_get_data (leaf, &size);
  der.size = (unsigned int) size;
  if (gnutls_x509_crt_import (certificate, &der, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS) {
    if (gnutls_x509_crt_get_expiration_time (certificate) < now)
      flags |= LC_VERIFY_EXPIRED;
    if (gnutls_x509_crt_get_activation_time (certificate) > now)
      flags |= LC_VERIFY_NOT_YET_VALID;
  }
  gnutls_x509_crt_deinit (certificate);
  return flags;
}

static GBytes *
copy_leaf (gnutls_session_t session)
{
  unsigned int count = 0;
  const gnutls_datum_t *certificates = gnutls_certificate_get_peers (session, &count);

  return certificates != NULL && count > 0
             ? g_bytes_new (certificates[0].data, certificates[0].size)
             : NULL;
}

LcVerifyFlags
lc_tls_verify (gnutls_session_t session, const char *name, GPtrArray *path)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Link));
  g_autoptr (GBytes) leaf = copy_leaf (session);
  unsigned int status = 0;
  LcVerifyFlags flags;
  int done;

  g_return_val_if_fail (path != NULL, LC_VERIFY_UNTRUSTED);

  g_array_set_clear_func (found, clear_link);
  gnutls_session_set_verify_output_function (session, take_link);
  links = found;
  done = gnutls_certificate_verify_peers3 (session, name, &status);
  links = NULL;
  if (done != GNUTLS_E_SUCCESS)
    return LC_VERIFY_UNTRUSTED;
  flags = get_flags (status);
  if (leaf == NULL)
    return flags;
  if (flags & LC_VERIFY_UNTRUSTED)
    flags |= get_date_flags (leaf);
  else
    collect_path (found, leaf, (flags & ~LC_VERIFY_NAME_MISMATCH) == LC_VERIFY_OK, path);
  return flags;
}
