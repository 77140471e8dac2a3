/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-report-private.h"

/* What a report says of itself: whose it is, by which program and which catalogue. */

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
