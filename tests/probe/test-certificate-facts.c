/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "loopback-certificates.h"
#include "probe/lc-certificate-facts.h"

#define MUTATIONS 3000

static LcCertificate *
read_certificate (LoopbackCertificate kind)
{
  g_autoptr (GBytes) der = loopback_certificate_get_der (kind);

  return lc_certificate_facts_read (der);
}

static void
assert_hex (const char *text, gsize length)
{
  g_assert_cmpuint (strlen (text), ==, length);
  g_assert_cmpuint (strspn (text, "0123456789abcdef"), ==, length);
}

static void
test_good (void)
{
  g_autoptr (LcCertificate) facts = read_certificate (LOOPBACK_CERTIFICATE_GOOD);
  g_autoptr (GDateTime) begins = g_date_time_new_from_iso8601 (facts->not_before, NULL);
  g_autoptr (GDateTime) ends = g_date_time_new_from_iso8601 (facts->not_after, NULL);

  g_assert_cmpstr (facts->subject, ==, "O=Linecheck tests,CN=" LOOPBACK_NAME);
  g_assert_cmpstr (facts->issuer, ==, "O=Linecheck tests,CN=Authority of the tests");
  g_assert_cmpint (g_date_time_difference (ends, begins), ==, 310 * G_TIME_SPAN_DAY);
  assert_hex (facts->sha256, 64);
  assert_hex (facts->key_sha256, 64);
  g_assert_cmpstr (facts->names[0], ==, LOOPBACK_NAME);
  g_assert_cmpstr (facts->names[1], ==, "127.0.0.1");
  g_assert_null (facts->names[2]);
  g_assert_false (facts->self_signed);
  g_assert_false (facts->sct);
  g_assert_false (facts->authority_info);
  g_assert_false (facts->crl);
  g_assert_false (facts->policies);
}

static void
test_self_signed (void)
{
  g_autoptr (LcCertificate) facts = read_certificate (LOOPBACK_CERTIFICATE_SELF_SIGNED);

  g_assert_true (facts->self_signed);
  g_assert_cmpstr (facts->subject, ==, facts->issuer);
}

/* What public certificates have and those of inspection mostly lack. */
static void
test_extended (void)
{
  g_autoptr (LcCertificate) facts = read_certificate (LOOPBACK_CERTIFICATE_EXTENDED);

  g_assert_true (facts->sct);
  g_assert_true (facts->authority_info);
  g_assert_true (facts->crl);
  g_assert_true (facts->policies);
}

static void
assert_no_controls (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    g_assert_true (g_unichar_isprint (g_utf8_get_char (p)));
}

static void
test_odd_text (void)
{
  g_autoptr (LcCertificate) facts = read_certificate (LOOPBACK_CERTIFICATE_ODD_TEXT);

  assert_no_controls (facts->subject);
  g_assert_nonnull (strstr (facts->subject, "CN=" LOOPBACK_NAME));
  g_assert_cmpstr (facts->names[0], ==, LOOPBACK_NAME);
  g_assert_cmpuint (g_strv_length (facts->names), ==, 32);
  for (guint i = 0; facts->names[i] != NULL; i++)
    assert_no_controls (facts->names[i]);
}

static void
test_nonsense (void)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) nonsense = g_bytes_new ("nonsense", 8);
  g_autoptr (LcCertificate) empty = lc_certificate_facts_read (nothing);
  g_autoptr (LcCertificate) odd = lc_certificate_facts_read (nonsense);

  assert_hex (empty->sha256, 64);
  assert_hex (odd->sha256, 64);
  g_assert_null (odd->subject);
  g_assert_null (odd->not_after);
  g_assert_false (odd->self_signed);
}

static void
assert_sane (LcCertificate *facts)
{
  assert_hex (facts->sha256, 64);
  if (facts->key_sha256 != NULL)
    assert_hex (facts->key_sha256, 64);
  if (facts->subject != NULL)
    assert_no_controls (facts->subject);
  if (facts->issuer != NULL)
    assert_no_controls (facts->issuer);
  for (guint i = 0; facts->names != NULL && facts->names[i] != NULL; i++) {
    g_assert_cmpuint (i, <, 32);
    assert_no_controls (facts->names[i]);
  }
}

static void
check_mutations (LoopbackCertificate kind)
{
  g_autoptr (GBytes) der = loopback_certificate_get_der (kind);
  gsize size;
  const guint8 *data = g_bytes_get_data (der, &size);

  for (guint i = 0; i < MUTATIONS; i++) {
    g_autofree guint8 *copy = g_memdup2 (data, size);
    gsize length = i % 4 == 0 ? (gsize) g_test_rand_int_range (0, size) : size;
    g_autoptr (GBytes) mutated = NULL;
    g_autoptr (LcCertificate) facts = NULL;

    for (guint j = 0; j <= i % 3; j++)
      copy[g_test_rand_int_range (0, size)] = g_test_rand_int_range (0, 256);
    mutated = g_bytes_new (copy, length);
    facts = lc_certificate_facts_read (mutated);
    assert_sane (facts);
  }
}

static void
test_mutations (void)
{
  check_mutations (LOOPBACK_CERTIFICATE_GOOD);
  check_mutations (LOOPBACK_CERTIFICATE_EXTENDED);
}

static LcTlsFacts *
facts_new (LoopbackCertificate kind, guint count)
{
  LcTlsFacts *facts = g_new0 (LcTlsFacts, 1);

  facts->version = (char *) "TLS 1.3";
  facts->cipher = (char *) "AES-256-GCM";
  facts->chain = g_ptr_array_new ();
  facts->path = g_ptr_array_new ();
  for (guint i = 0; i < count; i++)
    g_ptr_array_add (facts->chain, loopback_certificate_get_der (kind));
  return facts;
}

static void
facts_free (LcTlsFacts *facts)
{
  for (guint i = 0; i < facts->chain->len; i++)
    g_bytes_unref (facts->chain->pdata[i]);
  for (guint i = 0; i < facts->path->len; i++)
    g_bytes_unref (facts->path->pdata[i]);
  g_ptr_array_unref (facts->chain);
  g_ptr_array_unref (facts->path);
  g_free (facts);
}

static void
test_record (void)
{
  static const struct
  {
    LcVerifyFlags flags;
    const char *words;
  } verdicts[] = {
    { LC_VERIFY_OK, "ok" },
    { LC_VERIFY_UNTRUSTED, "untrusted" },
    { LC_VERIFY_UNTRUSTED | LC_VERIFY_NAME_MISMATCH | LC_VERIFY_EXPIRED | LC_VERIFY_NOT_YET_VALID
          | LC_VERIFY_REVOKED | LC_VERIFY_INSECURE,
      "untrusted name-mismatch expired not-yet-valid revoked insecure" },
    { LC_VERIFY_UNTRUSTED | LC_VERIFY_NO_AUTHORITIES, "untrusted no-authorities" },
  };
  g_autoptr (LcRootList) roots = lc_root_list_new (NULL);
  LcTlsFacts *facts = facts_new (LOOPBACK_CERTIFICATE_GOOD, 2);

  for (gsize i = 0; i < G_N_ELEMENTS (verdicts); i++) {
    g_autoptr (LcTls) tls = lc_tls_facts_to_record (facts, "name.test", verdicts[i].flags, roots);

    g_assert_cmpstr (tls->verify, ==, verdicts[i].words);
    g_assert_cmpstr (tls->name, ==, "name.test");
    g_assert_cmpstr (tls->version, ==, "TLS 1.3");
    g_assert_cmpstr (tls->alpn, ==, NULL);
    g_assert_cmpuint (tls->chain->len, ==, 2);
    g_assert_null (tls->anchor);
  }
  facts_free (facts);
}

static void
test_long_chain (void)
{
  LcTlsFacts *facts = facts_new (LOOPBACK_CERTIFICATE_GOOD, 30);
  g_autoptr (LcRootList) roots = lc_root_list_new (NULL);
  g_autoptr (LcTls) tls = lc_tls_facts_to_record (facts, NULL, LC_VERIFY_OK, roots);

  g_assert_cmpuint (tls->chain->len, ==, 10);
  facts_free (facts);
}

/* Takes what is in @path over, which ends with NULL. */
static void
check_anchor (LoopbackCertificate kind,
              GBytes **path,
              const LcRootList *roots,
              LcPublicity publicity)
{
  LcTlsFacts *facts = facts_new (kind, 1);
  g_autoptr (LcTls) tls = NULL;
  g_autofree char *sha256 = NULL;

  for (; *path != NULL; path++) {
    g_ptr_array_add (facts->path, *path);
    g_free (sha256);
    sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, *path);
  }
  tls = lc_tls_facts_to_record (facts, NULL, LC_VERIFY_OK, roots);
  g_assert_cmpint (tls->anchor->publicity, ==, publicity);
  g_assert_cmpstr (tls->anchor->sha256, ==, sha256);
  g_assert_nonnull (tls->anchor->subject);
  assert_hex (tls->anchor->key_sha256, 64);
  facts_free (facts);
}

#define PATH(...) ((GBytes *[]){ __VA_ARGS__, NULL })

/* Who vouches in the end, and whether the list knows of any key on the way there. */
static void
test_anchor (void)
{
  g_autofree char *file = loopback_authority_save ();
  g_autoptr (LcRootList) plain = lc_root_list_new (NULL);
  g_autoptr (LcRootList) extended = lc_root_list_new (file);
  LoopbackCertificate good = LOOPBACK_CERTIFICATE_GOOD;

  check_anchor (good, PATH (loopback_authority_get_der ()), plain, LC_PUBLICITY_PRIVATE);
  check_anchor (good, PATH (loopback_authority_get_der ()), extended, LC_PUBLICITY_PUBLIC);
  /* Timestamps of the public log speak for a root that the list lacks. */
  check_anchor (LOOPBACK_CERTIFICATE_EXTENDED, PATH (loopback_authority_get_der ()), plain,
                LC_PUBLICITY_UNKNOWN);
  check_anchor (LOOPBACK_CERTIFICATE_EXTENDED, PATH (loopback_authority_get_der ()), extended,
                LC_PUBLICITY_PUBLIC);
  /* A root of the last days, which no list can have. */
  check_anchor (good, PATH (loopback_certificate_get_der (LOOPBACK_CERTIFICATE_SELF_SIGNED)), plain,
                LC_PUBLICITY_UNKNOWN);
  /* A public key below another anchor, whatever that is. */
  check_anchor (good,
                PATH (loopback_authority_get_der (),
                      loopback_certificate_get_der (LOOPBACK_CERTIFICATE_EXPIRED)),
                extended, LC_PUBLICITY_PUBLIC);
  check_anchor (good,
                PATH (loopback_certificate_get_der (LOOPBACK_CERTIFICATE_SELF_SIGNED),
                      loopback_authority_get_der ()),
                plain, LC_PUBLICITY_PRIVATE);
  g_unlink (file);
}

/* Whether a certificate is of the operator who lent an address its name. */
static void
test_fits_address (void)
{
  LcTlsFacts *good = facts_new (LOOPBACK_CERTIFICATE_GOOD, 1);
  LcTlsFacts *sibling = facts_new (LOOPBACK_CERTIFICATE_SIBLING, 1);
  LcTlsFacts *empty = facts_new (LOOPBACK_CERTIFICATE_GOOD, 0);

  g_assert_true (lc_tls_facts_fit_address (good, "127.0.0.1", "lent.example"));
  g_assert_false (lc_tls_facts_fit_address (good, "127.0.0.2", "lent.example"));
  g_assert_true (lc_tls_facts_fit_address (sibling, "127.0.0.1", "lent.service.test"));
  g_assert_true (lc_tls_facts_fit_address (sibling, "127.0.0.1", LOOPBACK_NAME));
  g_assert_false (lc_tls_facts_fit_address (sibling, "127.0.0.1", "a.lentservice.test"));
  g_assert_false (lc_tls_facts_fit_address (sibling, "127.0.0.1", "a.vice.test"));
  g_assert_false (lc_tls_facts_fit_address (empty, "127.0.0.1", LOOPBACK_NAME));
  facts_free (good);
  facts_free (sibling);
  facts_free (empty);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate-facts/good", test_good);
  g_test_add_func ("/certificate-facts/self-signed", test_self_signed);
  g_test_add_func ("/certificate-facts/extended", test_extended);
  g_test_add_func ("/certificate-facts/odd-text", test_odd_text);
  g_test_add_func ("/certificate-facts/nonsense", test_nonsense);
  g_test_add_func ("/certificate-facts/mutations", test_mutations);
  g_test_add_func ("/certificate-facts/record", test_record);
  g_test_add_func ("/certificate-facts/long-chain", test_long_chain);
  g_test_add_func ("/certificate-facts/anchor", test_anchor);
  g_test_add_func ("/certificate-facts/fits-address", test_fits_address);
  return g_test_run ();
}
