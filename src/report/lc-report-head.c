/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-private.h"

/* What a report says of itself: whose it is, by which program and which catalogue,
 * and after which other. */

const char *
lc_report_get_site (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->site;
}

const char *
lc_report_get_site_title (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->site_title;
}

const char *
lc_report_get_generator_name (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->generator_name;
}

const char *
lc_report_get_generator_version (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->generator_version;
}

const char *
lc_report_get_language (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->language;
}

const char *
lc_report_get_catalog_revision (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->catalog_revision;
}

const char *
lc_report_get_catalog_dated (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->catalog_dated;
}

const char *
lc_report_get_catalog_source (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->catalog_source;
}

const char *
lc_report_get_catalog_sha256 (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->catalog_sha256;
}

LcAgain *
lc_again_new (const char *of, const char *sha256, const char *ticket)
{
  LcAgain *again = g_new0 (LcAgain, 1);

  again->of = g_strdup (of);
  again->sha256 = g_strdup (sha256);
  again->ticket = g_strdup (ticket);
  return again;
}

void
lc_again_free (LcAgain *again)
{
  if (again == NULL)
    return;
  g_free (again->of);
  g_free (again->sha256);
  g_free (again->ticket);
  g_free (again);
}

const LcAgain *
lc_report_get_again (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->again;
}

void
lc_report_take_again (LcReport *self, LcAgain *again)
{
  g_return_if_fail (LC_IS_REPORT (self));

  lc_again_free (self->again);
  self->again = again;
}

const char *
lc_report_get_support_code (LcReport *self)
{
  g_return_val_if_fail (LC_IS_REPORT (self), NULL);

  return self->support_code;
}

void
lc_report_set_support_code (LcReport *self, const char *code)
{
  g_return_if_fail (LC_IS_REPORT (self));

  g_free (self->support_code);
  self->support_code = g_strdup (code);
}
