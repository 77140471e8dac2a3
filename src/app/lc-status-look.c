/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-status-look.h"

typedef struct
{
  const char *icon;
  const char *style;
} Look;

static const Look looks[] = {
  [LC_STATUS_PASS] = { "lc-pass-symbolic", "lc-pass" },
  [LC_STATUS_DEGRADED] = { "lc-degraded-symbolic", "lc-degraded" },
  [LC_STATUS_FAIL] = { "lc-fail-symbolic", "lc-fail" },
  [LC_STATUS_INCONCLUSIVE] = { "lc-inconclusive-symbolic", "lc-inconclusive" },
  [LC_STATUS_SKIPPED] = { "lc-skipped-symbolic", "lc-quiet" },
  [LC_STATUS_CANCELLED] = { "lc-stopped-symbolic", "lc-quiet" },
};

static const Look waiting_look = { "lc-waiting-symbolic", "lc-quiet" };
static const Look running_look = { "lc-checking-symbolic", "lc-running" };
static const Look note_look = { "lc-note-symbolic", "lc-quiet" };

static const Look *
get_look (LcStatus status)
{
  g_return_val_if_fail (status >= LC_STATUS_PASS && status <= LC_STATUS_CANCELLED, &waiting_look);

  return &looks[status];
}

static const Look *
get_verdict_look (LcVerdict verdict)
{
  return &looks[lc_verdict_to_status (verdict)];
}

static const Look *
get_severity_look (LcSeverity severity)
{
  switch (severity) {
  case LC_SEVERITY_ERROR:
    return &looks[LC_STATUS_FAIL];
  case LC_SEVERITY_WARNING:
    return &looks[LC_STATUS_DEGRADED];
  case LC_SEVERITY_NOTE:
  default:
    return &note_look;
  }
}

static const Look *
get_row_look (LcRowState state, LcStatus status)
{
  switch (state) {
  case LC_ROW_WAITING:
    return &waiting_look;
  case LC_ROW_RUNNING:
    return &running_look;
  case LC_ROW_ENDED:
  default:
    return get_look (status);
  }
}

const char *
lc_status_get_icon (LcStatus status)
{
  return get_look (status)->icon;
}

const char *
lc_status_get_style (LcStatus status)
{
  return get_look (status)->style;
}

const char *
lc_verdict_get_icon (LcVerdict verdict)
{
  return get_verdict_look (verdict)->icon;
}

const char *
lc_verdict_get_style (LcVerdict verdict)
{
  return get_verdict_look (verdict)->style;
}

const char *
lc_severity_get_icon (LcSeverity severity)
{
  return get_severity_look (severity)->icon;
}

const char *
lc_severity_get_style (LcSeverity severity)
{
  return get_severity_look (severity)->style;
}

const char *
lc_row_get_icon (LcRowState state, LcStatus status)
{
  return get_row_look (state, status)->icon;
}

const char *
lc_row_get_style (LcRowState state, LcStatus status)
{
  return get_row_look (state, status)->style;
}

void
lc_widget_set_status_style (GtkWidget *widget, const char *style)
{
  for (gsize i = LC_STATUS_PASS; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (widget, looks[i].style);
  gtk_widget_remove_css_class (widget, running_look.style);
  gtk_widget_add_css_class (widget, style);
}
