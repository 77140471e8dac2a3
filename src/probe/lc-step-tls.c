/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "probe/lc-certificate-facts.h"
#include "probe/lc-run.h"
#include "report/lc-report-words.h"

/* The handshake. A certificate that does not verify fails the step, and the
 * steps after it run all the same: what answers behind it tells a block page
 * from the service. */

static const struct
{
  LcTlsError error;
  LcCode code;
} error_codes[] = {
  { LC_TLS_ERROR_RESET, LC_CODE_TLS_RESET },    { LC_TLS_ERROR_CLOSED, LC_CODE_TLS_CLOSED },
  { LC_TLS_ERROR_ALERT, LC_CODE_TLS_ALERT },    { LC_TLS_ERROR_NOT_TLS, LC_CODE_TLS_NOT_TLS },
  { LC_TLS_ERROR_PROTOCOL, LC_CODE_TLS_ALERT }, { LC_TLS_ERROR_TOO_LONG, LC_CODE_INTERNAL_ERROR },
};

/* What is wrong first with a chain is what has to be mended first. */
static const struct
{
  LcVerifyFlags flag;
  LcCode code;
} verify_codes[] = {
  { LC_VERIFY_UNTRUSTED, LC_CODE_TLS_UNTRUSTED },
  { LC_VERIFY_REVOKED, LC_CODE_TLS_UNTRUSTED },
  { LC_VERIFY_INSECURE, LC_CODE_TLS_UNTRUSTED },
  { LC_VERIFY_EXPIRED, LC_CODE_TLS_EXPIRED },
  { LC_VERIFY_NOT_YET_VALID, LC_CODE_TLS_NOT_YET_VALID },
  { LC_VERIFY_NAME_MISMATCH, LC_CODE_TLS_NAME_MISMATCH },
};

static LcCode
code_for_error (const GError *error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (error_codes); i++)
    if (g_error_matches (error, LC_TLS_ERROR, error_codes[i].error))
      return error_codes[i].code;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return LC_CODE_CANCELLED;
  return LC_CODE_TLS_RESET;
}

/* How far a handshake came that the other side broke off, or left. */
static char *
describe_received (LcChannel *channel)
{
  gsize received = lc_channel_get_handshake_bytes (channel);

  if (received == 0)
    return g_strdup (_ ("Nothing had come in answer to the TLS hello."));
  if (lc_channel_has_certificates (channel))
    return g_strdup (_ ("The server’s certificates had come before."));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%lu byte of an answer to the TLS hello had come before.",
                                       "%lu bytes of an answer to the TLS hello had come before.",
                                       (gulong) received),
                          (gulong) received);
}

/* What was waited for, and for how long. */
static char *
describe_wait (LcRun *run)
{
  g_autofree char *time = lc_describe_us (lc_run_get_step_us (run));

  if (lc_channel_get_handshake_bytes (run->channel) == 0)
    return g_strdup_printf (_ ("No answer to the TLS hello came within %s."), time);
  if (lc_channel_has_certificates (run->channel))
    return g_strdup_printf (_ ("The TLS handshake was answered, and then it stalled: the server’s "
                               "certificates came, and its end did not within %s."),
                            time);
  return g_strdup_printf (_ ("The TLS handshake was answered, and then it stalled: the server’s "
                             "certificates did not come within %s."),
                          time);
}

static char *
describe_error (LcRun *run, const GError *error)
{
  if (g_error_matches (error, LC_TLS_ERROR, LC_TLS_ERROR_RESET)
      || g_error_matches (error, LC_TLS_ERROR, LC_TLS_ERROR_CLOSED))
    return describe_received (run->channel);
  if (g_error_matches (error, LC_TLS_ERROR, LC_TLS_ERROR_NOT_TLS))
    return g_strdup_printf (_ ("The answer is not TLS. It begins with “%s”."), error->message);
  if (g_error_matches (error, LC_TLS_ERROR, LC_TLS_ERROR_ALERT))
    return g_strdup_printf (_ ("The other side ended the handshake with the alert “%s”."),
                            error->message);
  if (g_error_matches (error, LC_TLS_ERROR, LC_TLS_ERROR_PROTOCOL))
    return g_strdup_printf (_ ("The TLS handshake failed: %s"), error->message);
  if (g_error_matches (error, LC_TLS_ERROR, LC_TLS_ERROR_TOO_LONG))
    return g_strdup (
        _ ("The other side’s part of the TLS handshake is longer than Linecheck reads."));
  return NULL;
}

static LcCode
code_for_verify (LcVerifyFlags flags)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verify_codes); i++)
    if (flags & verify_codes[i].flag)
      return verify_codes[i].code;
  return LC_CODE_OK;
}

static char *
describe_certificate (LcTls *tls, LcCode code, LcVerifyFlags flags)
{
  LcCertificate *leaf = tls->chain->len > 0 ? tls->chain->pdata[0] : NULL;
  const LcCertificate *expired;
  g_autofree char *begin = NULL;
  g_autofree char *end = NULL;

  if (leaf == NULL)
    return NULL;
  expired = lc_tls_get_expired (tls);
  end = lc_describe_time (expired != NULL ? expired->not_after : NULL);
  begin = lc_describe_time (leaf->not_before);
  switch (code) {
  case LC_CODE_TLS_EXPIRED:
    if (expired != NULL && expired != leaf)
      return g_strdup_printf (_ ("The certificate of “%s”, which signs for it, expired on %s."),
                              expired->subject, end);
    return g_strdup_printf (_ ("The certificate expired on %s."), end);
  case LC_CODE_TLS_NOT_YET_VALID:
    return g_strdup_printf (_ ("The certificate is valid only from %s."), begin);
  case LC_CODE_TLS_NAME_MISMATCH:
    return g_strdup_printf (_ ("The certificate is for “%s”, not for “%s”."), leaf->subject,
                            tls->name);
  case LC_CODE_TLS_UNTRUSTED:
    if (flags & LC_VERIFY_NO_AUTHORITIES)
      return g_strdup (
          _ ("This computer has no list of authorities whose certificates it trusts."));
    return g_strdup_printf (_ ("This computer does not trust the certificate’s issuer, “%s”."),
                            leaf->issuer);
  default:
    return NULL;
  }
}

/* The document gives an address literal no name: the one that is used was lent
 * by another row, and any certificate of the same operator fits as well. */
static LcVerifyFlags
flags_for_row (LcRun *run, const LcTlsFacts *facts)
{
  if (lc_row_get_host_is_literal (run->row) && (facts->verify & LC_VERIFY_NAME_MISMATCH)
      && lc_tls_facts_fit_address (facts, run->address, lc_row_get_tls_name (run->row)))
    return facts->verify & ~LC_VERIFY_NAME_MISMATCH;
  return facts->verify;
}

static void
end_with_certificate (GTask *task, LcRun *run)
{
  const LcTlsFacts *facts = lc_channel_get_tls_facts (run->channel);
  LcVerifyFlags flags = flags_for_row (run, facts);
  LcCode code = code_for_verify (flags);
  LcStatus status = lc_code_get_status (code);

  run->attempt->tls
      = lc_tls_facts_to_record (facts, lc_row_get_tls_name (run->row), flags,
                                lc_tls_context_get_roots (lc_probe_context_get_tls (run->context)));
  if (code == LC_CODE_TLS_NAME_MISMATCH && lc_row_get_host_is_literal (run->row))
    status = LC_STATUS_DEGRADED;
  lc_run_end_step_full (task, status, code, lc_run_get_step_us (run), TRUE,
                        describe_certificate (run->attempt->tls, code, flags));
}

static gboolean
has_timed_out (LcRun *run, const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
         && lc_deadline_has_passed (run->deadline);
}

static void
shaken_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcRun *run = lc_run_get (task);
  g_autoptr (GError) error = NULL;

  if (lc_channel_handshake_finish (LC_CHANNEL (object), result, &error)) {
    end_with_certificate (g_steal_pointer (&task), run);
    return;
  }
  if (has_timed_out (run, error)) {
    lc_run_end_step (g_steal_pointer (&task), LC_CODE_TLS_TIMEOUT, describe_wait (run));
    return;
  }
  if (g_error_matches (error, LC_TLS_ERROR, LC_TLS_ERROR_NOT_TLS))
    run->attempt->reply = g_strdup (error->message);
  lc_run_end_step (g_steal_pointer (&task), code_for_error (error), describe_error (run, error));
}

static gboolean
speaks_http (LcRun *run)
{
  LcProtocol protocol = lc_row_get_protocol (run->row);

  return protocol == LC_PROTOCOL_HTTPS || protocol == LC_PROTOCOL_WEBSOCKET;
}

static void
start (GTask *task, LcRun *run)
{
  lc_channel_handshake_async (run->channel, lc_probe_context_get_tls (run->context),
                              lc_row_get_tls_name (run->row), speaks_http (run) ? "http/1.1" : NULL,
                              run->cancellable, shaken_cb, task);
}

const LcStepKind lc_step_tls = {
  .phase = LC_PHASE_TLS,
  .timeout_code = LC_CODE_TLS_TIMEOUT,
  .activity = N_ ("Asking %s for a TLS handshake"),
  .start = start,
};
