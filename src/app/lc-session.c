/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-session.h"

struct _LcSession
{
  GObject parent_instance;

  LcCatalog *catalog;        /* (owned) */
  LcReport *report;          /* (owned) (nullable) what is shown */
  LcReport *own;             /* (owned) (nullable) the last that was checked here */
  char *origin;              /* (owned) (nullable) */
  LcCheck *check;            /* (owned) (nullable) the one that fills the report in */
  GCancellable *cancellable; /* (owned) (nullable) the check's */
  guint timeout_ms;
  guint jobs;
};

typedef enum
{
  PROP_REPORT = 1,
  PROP_RUNNING,
  PROP_ORIGIN,
  PROP_CATALOG,
} Property;

enum
{
  SIGNAL_ENDED,
  SIGNAL_FAILED,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_CATALOG + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LcSession, lc_session, G_TYPE_OBJECT)

static void
set_report (LcSession *self, LcReport *report, const char *origin)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_object (&self->report, report))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPORT]);
  if (g_strcmp0 (self->origin, origin) != 0) {
    g_free (self->origin);
    self->origin = g_strdup (origin);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ORIGIN]);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
forget_check (LcSession *self)
{
  g_clear_object (&self->check);
  g_clear_object (&self->cancellable);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcSession) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ours = self->check == LC_CHECK (source);

  if (!lc_check_run_finish (LC_CHECK (source), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && ours)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
  if (ours)
    forget_check (self);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, lc_check_get_report (LC_CHECK (source)));
}

static void
run (LcSession *self, LcCheck *check)
{
  self->check = g_object_ref (check);
  self->cancellable = g_cancellable_new ();
  g_set_object (&self->own, lc_check_get_report (check));
  set_report (self, self->own, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  lc_check_run_async (check, self->cancellable, ran_cb, g_object_ref (self));
}

static void
lc_session_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  LcSession *self = LC_SESSION (object);

  switch ((Property) property_id) {
  case PROP_REPORT:
    g_value_set_object (value, self->report);
    break;
  case PROP_RUNNING:
    g_value_set_boolean (value, self->check != NULL);
    break;
  case PROP_ORIGIN:
    g_value_set_string (value, self->origin);
    break;
  case PROP_CATALOG:
    g_value_set_object (value, self->catalog);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
lc_session_dispose (GObject *object)
{
  LcSession *self = LC_SESSION (object);

  g_assert (self->check == NULL);
  g_clear_object (&self->catalog);
  g_clear_object (&self->report);
  g_clear_object (&self->own);
  G_OBJECT_CLASS (lc_session_parent_class)->dispose (object);
}

static void
lc_session_finalize (GObject *object)
{
  LcSession *self = LC_SESSION (object);

  g_free (self->origin);
  G_OBJECT_CLASS (lc_session_parent_class)->finalize (object);
}

static void
lc_session_class_init (LcSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lc_session_get_property;
  object_class->dispose = lc_session_dispose;
  object_class->finalize = lc_session_finalize;

  properties[PROP_REPORT] = g_param_spec_object ("report", NULL, NULL, LC_TYPE_REPORT, flags);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_ORIGIN] = g_param_spec_string ("origin", NULL, NULL, NULL, flags);
  properties[PROP_CATALOG] = g_param_spec_object ("catalog", NULL, NULL, LC_TYPE_CATALOG, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_ENDED] = g_signal_new ("ended", LC_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, LC_TYPE_REPORT);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", LC_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
lc_session_init (LcSession *self)
{
  self->timeout_ms = LC_CHECK_DEFAULT_TIMEOUT_MS;
  self->jobs = LC_CHECK_DEFAULT_JOBS;
}

LcSession *
lc_session_new (LcCatalog *catalog)
{
  LcSession *self = g_object_new (LC_TYPE_SESSION, NULL);

  g_set_object (&self->catalog, catalog);
  return self;
}

LcCatalog *
lc_session_get_catalog (LcSession *self)
{
  g_return_val_if_fail (LC_IS_SESSION (self), NULL);

  return self->catalog;
}

void
lc_session_set_catalog (LcSession *self, LcCatalog *catalog)
{
  g_return_if_fail (LC_IS_SESSION (self));
  g_return_if_fail (LC_IS_CATALOG (catalog));

  if (g_set_object (&self->catalog, catalog))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CATALOG]);
}

LcReport *
lc_session_get_report (LcSession *self)
{
  g_return_val_if_fail (LC_IS_SESSION (self), NULL);

  return self->report;
}

LcReport *
lc_session_get_own_report (LcSession *self)
{
  g_return_val_if_fail (LC_IS_SESSION (self), NULL);

  return self->own;
}

gboolean
lc_session_get_running (LcSession *self)
{
  g_return_val_if_fail (LC_IS_SESSION (self), FALSE);

  return self->check != NULL;
}

const char *
lc_session_get_origin (LcSession *self)
{
  g_return_val_if_fail (LC_IS_SESSION (self), NULL);

  return self->origin;
}

void
lc_session_set_limits (LcSession *self, guint timeout_ms, guint jobs)
{
  g_return_if_fail (LC_IS_SESSION (self));

  self->timeout_ms = timeout_ms;
  self->jobs = jobs;
}

static LcCheckOptions
get_options (LcSession *self)
{
  LcCheckOptions options = LC_CHECK_OPTIONS_INIT;

  options.timeout_ms = self->timeout_ms;
  options.jobs = self->jobs;
  return options;
}

gboolean
lc_session_start (LcSession *self, const char *site)
{
  LcCheckOptions options = get_options (self);
  const LcSite *found;
  g_autoptr (LcCheck) check = NULL;

  g_return_val_if_fail (LC_IS_SESSION (self), FALSE);
  g_return_val_if_fail (site != NULL, FALSE);

  found = lc_catalog_find_site (self->catalog, site);
  if (found == NULL || self->check != NULL)
    return FALSE;
  check = lc_check_new (self->catalog, found, &options);
  run (self, check);
  return TRUE;
}

gboolean
lc_session_can_check_rows (LcSession *self)
{
  g_return_val_if_fail (LC_IS_SESSION (self), FALSE);

  return self->report != NULL && self->origin == NULL && self->check == NULL;
}

gboolean
lc_session_check_rows (LcSession *self, GPtrArray *ids)
{
  LcCheckOptions options = get_options (self);
  g_autoptr (LcCheck) check = NULL;

  g_return_val_if_fail (LC_IS_SESSION (self), FALSE);
  g_return_val_if_fail (ids != NULL, FALSE);

  if (!lc_session_can_check_rows (self) || ids->len == 0)
    return FALSE;
  options.rows = ids;
  check = lc_check_new_again (self->report, &options);
  run (self, check);
  return TRUE;
}

void
lc_session_stop (LcSession *self)
{
  g_return_if_fail (LC_IS_SESSION (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

void
lc_session_open (LcSession *self, LcReport *report, const char *origin)
{
  g_return_if_fail (LC_IS_SESSION (self));
  g_return_if_fail (LC_IS_REPORT (report));
  g_return_if_fail (origin != NULL);

  if (self->check != NULL) {
    lc_session_stop (self);
    forget_check (self);
  }
  set_report (self, report, origin);
}

void
lc_session_close (LcSession *self)
{
  g_return_if_fail (LC_IS_SESSION (self));

  if (self->origin != NULL)
    set_report (self, self->own, NULL);
}
