/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-attempt.h"

static void
free_step (gpointer data)
{
  lc_step_free (data);
}

static void
free_certificate (gpointer data)
{
  lc_certificate_free (data);
}

static void
free_sample (gpointer data)
{
  lc_sample_free (data);
}

static void
free_attempt (gpointer data)
{
  lc_attempt_free (data);
}

static void
free_hop (gpointer data)
{
  lc_hop_free (data);
}

LcStep *
lc_step_new (LcPhase phase, LcStatus status, LcCode code, gint64 us, const char *detail)
{
  LcStep *step = g_new0 (LcStep, 1);

  step->phase = phase;
  step->status = status;
  step->code = code;
  step->us = us;
  step->detail = g_strdup (detail);
  return step;
}

void
lc_step_free (LcStep *step)
{
  if (step == NULL)
    return;
  g_free (step->detail);
  g_free (step);
}

LcIcmp *
lc_icmp_new (const char *address, guint8 type, guint8 code, gint64 us)
{
  LcIcmp *icmp = g_new0 (LcIcmp, 1);

  icmp->address = g_strdup (address);
  icmp->type = type;
  icmp->code = code;
  icmp->us = us;
  return icmp;
}

void
lc_icmp_free (LcIcmp *icmp)
{
  if (icmp == NULL)
    return;
  g_free (icmp->address);
  g_free (icmp);
}

LcCertificate *
lc_certificate_new (void)
{
  return g_new0 (LcCertificate, 1);
}

void
lc_certificate_free (LcCertificate *certificate)
{
  if (certificate == NULL)
    return;
  g_free (certificate->subject);
  g_free (certificate->issuer);
  g_free (certificate->not_before);
  g_free (certificate->not_after);
  g_free (certificate->sha256);
  g_free (certificate->key_sha256);
  g_strfreev (certificate->names);
  g_free (certificate);
}

LcAnchor *
lc_anchor_new (void)
{
  return g_new0 (LcAnchor, 1);
}

void
lc_anchor_free (LcAnchor *anchor)
{
  if (anchor == NULL)
    return;
  g_free (anchor->subject);
  g_free (anchor->sha256);
  g_free (anchor->key_sha256);
  g_free (anchor);
}

LcTls *
lc_tls_new (void)
{
  LcTls *tls = g_new0 (LcTls, 1);

  tls->chain = g_ptr_array_new_with_free_func (free_certificate);
  return tls;
}

void
lc_tls_free (LcTls *tls)
{
  if (tls == NULL)
    return;
  g_free (tls->version);
  g_free (tls->cipher);
  g_free (tls->name);
  g_free (tls->verify);
  g_free (tls->alpn);
  g_clear_pointer (&tls->chain, g_ptr_array_unref);
  g_clear_pointer (&tls->anchor, lc_anchor_free);
  g_free (tls);
}

const LcCertificate *
lc_tls_get_expired (const LcTls *tls)
{
  const LcCertificate *first = NULL;

  g_return_val_if_fail (tls != NULL, NULL);

  for (guint i = 0; i < tls->chain->len; i++) {
    const LcCertificate *certificate = g_ptr_array_index (tls->chain, i);

    /* ISO 8601 in UTC sorts as it stands. */
    if (certificate->not_after != NULL
        && (first == NULL || strcmp (certificate->not_after, first->not_after) < 0))
      first = certificate;
  }
  return first;
}

LcHttp *
lc_http_new (void)
{
  return g_new0 (LcHttp, 1);
}

void
lc_http_free (LcHttp *http)
{
  if (http == NULL)
    return;
  g_free (http->server);
  g_free (http->location);
  g_free (http->content_type);
  g_free (http->title);
  g_free (http->date);
  g_free (http->body_sha256);
  g_strfreev (http->marks);
  g_free (http->upgrade);
  g_free (http->via);
  g_free (http);
}

LcStun *
lc_stun_new (void)
{
  LcStun *stun = g_new0 (LcStun, 1);

  stun->jitter_us = LC_US_NONE;
  stun->trains = g_array_new (FALSE, FALSE, sizeof (LcStunTrain));
  return stun;
}

void
lc_stun_free (LcStun *stun)
{
  if (stun == NULL)
    return;
  g_free (stun->mapped);
  g_free (stun->local);
  g_clear_pointer (&stun->trains, g_array_unref);
  g_free (stun);
}

void
lc_stun_add_train (LcStun *stun, guint rate, guint sent, guint answered)
{
  LcStunTrain train = { rate, sent, answered };

  g_return_if_fail (stun != NULL);
  g_return_if_fail (rate > 0 && answered <= sent);

  g_array_append_val (stun->trains, train);
}

LcHop *
lc_hop_new (guint8 ttl, const char *address, gint64 us)
{
  LcHop *hop = g_new0 (LcHop, 1);

  hop->ttl = ttl;
  hop->address = g_strdup (address);
  hop->us = us;
  return hop;
}

void
lc_hop_free (LcHop *hop)
{
  if (hop == NULL)
    return;
  g_free (hop->address);
  g_free (hop);
}

LcPath *
lc_path_new (LcTransport transport, guint16 port)
{
  LcPath *path = g_new0 (LcPath, 1);

  path->transport = transport;
  path->port = port;
  path->hops = g_ptr_array_new_with_free_func (free_hop);
  path->control_transport = transport;
  path->control_hops = g_ptr_array_new_with_free_func (free_hop);
  return path;
}

void
lc_path_free (LcPath *path)
{
  if (path == NULL)
    return;
  g_clear_pointer (&path->hops, g_ptr_array_unref);
  g_free (path->stopped_at);
  g_free (path->answer_address);
  g_free (path->control_address);
  g_clear_pointer (&path->control_hops, g_ptr_array_unref);
  g_free (path);
}

LcSample *
lc_sample_new (guint16 port)
{
  LcSample *sample = g_new0 (LcSample, 1);

  sample->port = port;
  sample->status = LC_STATUS_CANCELLED;
  sample->code = LC_CODE_CANCELLED;
  sample->type = -1;
  sample->icmp_code = -1;
  return sample;
}

void
lc_sample_free (LcSample *sample)
{
  if (sample == NULL)
    return;
  g_free (sample->address);
  g_free (sample);
}

GPtrArray *
lc_samples_new (void)
{
  return g_ptr_array_new_with_free_func (free_sample);
}

LcAttempt *
lc_attempt_new (const char *address)
{
  LcAttempt *attempt = g_new0 (LcAttempt, 1);

  attempt->address = g_strdup (address);
  attempt->status = LC_STATUS_CANCELLED;
  attempt->code = LC_CODE_CANCELLED;
  attempt->latency_us = LC_US_NONE;
  attempt->steps = g_ptr_array_new_with_free_func (free_step);
  return attempt;
}

void
lc_attempt_free (LcAttempt *attempt)
{
  if (attempt == NULL)
    return;
  g_free (attempt->address);
  g_free (attempt->local);
  g_free (attempt->proxy);
  g_clear_pointer (&attempt->steps, g_ptr_array_unref);
  g_clear_pointer (&attempt->icmp, lc_icmp_free);
  g_clear_pointer (&attempt->tls, lc_tls_free);
  g_clear_pointer (&attempt->http, lc_http_free);
  g_clear_pointer (&attempt->stun, lc_stun_free);
  g_free (attempt->reply);
  g_clear_pointer (&attempt->path, lc_path_free);
  g_clear_pointer (&attempt->samples, g_ptr_array_unref);
  g_free (attempt);
}

GPtrArray *
lc_attempts_new (void)
{
  return g_ptr_array_new_with_free_func (free_attempt);
}

void
lc_attempt_take_step (LcAttempt *attempt, LcStep *step)
{
  g_return_if_fail (attempt != NULL && step != NULL);

  g_ptr_array_add (attempt->steps, step);
}

void
lc_attempt_take_sample (LcAttempt *attempt, LcSample *sample)
{
  g_return_if_fail (attempt != NULL && sample != NULL);

  if (attempt->samples == NULL)
    attempt->samples = lc_samples_new ();
  g_ptr_array_add (attempt->samples, sample);
}

LcStep *
lc_attempt_get_failed_step (const LcAttempt *attempt)
{
  g_return_val_if_fail (attempt != NULL, NULL);

  for (guint i = 0; i < attempt->steps->len; i++) {
    LcStep *step = g_ptr_array_index (attempt->steps, i);

    if (step->status != LC_STATUS_PASS)
      return step;
  }
  return NULL;
}

LcStep *
lc_attempt_get_step (const LcAttempt *attempt, LcPhase phase)
{
  g_return_val_if_fail (attempt != NULL, NULL);

  for (guint i = 0; i < attempt->steps->len; i++) {
    LcStep *step = g_ptr_array_index (attempt->steps, i);

    if (step->phase == phase)
      return step;
  }
  return NULL;
}
