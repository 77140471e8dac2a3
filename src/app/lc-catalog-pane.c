/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-catalog-pane.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "app/lc-catalog-fetch.h"
#include "catalog/lc-catalog-words.h"

struct _LcCatalogPane
{
  GtkBox parent_instance;

  GtkLabel *name;
  GtkLabel *about;
  GtkLabel *problem;
  GtkSpinner *spinner;
  GtkWidget *managed;
  GtkWidget *ways;
  GtkEditable *entry;
  GtkWidget *fetch;
  GtkWidget *refresh;
  GtkWidget *reset;

  LcCatalogStore *store;       /* (owned) (nullable) */
  GtkFileChooserNative *files; /* (owned) (nullable) while a person chooses a file */
};

G_DEFINE_FINAL_TYPE (LcCatalogPane, lc_catalog_pane, GTK_TYPE_BOX)

/* "Revision 4 of 22 November 2026: Dallas, London" */
static char *
describe_catalog (LcCatalog *catalog)
{
  g_auto (GStrv) parts = g_strsplit (lc_catalog_get_dated (catalog), "-", 3);
  g_autoptr (GDateTime) date
      = g_date_time_new_utc (atoi (parts[0]), atoi (parts[1]), atoi (parts[2]), 0, 0, 0);
  /* Translators: a day; see strftime(3). */
  g_autofree char *dated = g_date_time_format (date, _ ("%-d %B %Y"));
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();
  g_autofree char *sites = NULL;

  for (guint i = 0; i < lc_catalog_get_sites (catalog)->len; i++) {
    const LcSite *site = g_ptr_array_index (lc_catalog_get_sites (catalog), i);

    g_ptr_array_add (titles, (char *) lc_catalog_translate (site->title));
  }
  g_ptr_array_add (titles, NULL);
  sites = g_strjoinv (", ", (char **) titles->pdata);
  /* Translators: a number or a word, a day, and the catalogue’s sites. */
  return g_strdup_printf (_ ("Revision %s of %s: %s"), lc_catalog_get_revision (catalog), dated,
                          sites);
}

static char *
describe_name (LcCatalogStore *store)
{
  const char *address = lc_catalog_store_get_address (store);

  return address != NULL ? lc_catalog_describe_address (address)
                         : g_strdup (_ ("The built-in catalogue"));
}

static void
show_catalog (LcCatalogPane *self)
{
  g_autofree char *name = describe_name (self->store);
  g_autofree char *about = lc_catalog_store_is_missing (self->store)
                               ? g_strdup (_ ("It is not here yet. The built-in one is used."))
                               : describe_catalog (lc_catalog_store_get_catalog (self->store));

  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->about, about);
}

static void
update (LcCatalogPane *self)
{
  gboolean busy = lc_catalog_store_get_busy (self->store);
  gboolean locked = lc_catalog_store_is_locked (self->store);
  gboolean own = lc_catalog_store_get_address (self->store) != NULL;
  const char *problem = lc_catalog_store_get_problem (self->store);

  show_catalog (self);
  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_widget_set_visible (self->managed, locked);
  gtk_widget_set_sensitive (self->ways, !locked);
  gtk_widget_set_sensitive (self->fetch, *gtk_editable_get_text (self->entry) != '\0');
  gtk_widget_set_visible (self->refresh, own);
  gtk_widget_set_sensitive (self->refresh, !busy);
  gtk_widget_set_visible (self->reset, own && !locked);
}

static void
fetch_cb (LcCatalogPane *self)
{
  const char *address = gtk_editable_get_text (self->entry);

  if (*address != '\0')
    lc_catalog_store_choose (self->store, address);
}

static void
file_chosen_cb (LcCatalogPane *self, int response)
{
  g_autoptr (GtkFileChooserNative) files = g_steal_pointer (&self->files);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (files));
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && uri != NULL)
    lc_catalog_store_choose (self->store, uri);
}

static void
choose_file_cb (LcCatalogPane *self)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->files != NULL)
    return;
  self->files
      = gtk_file_chooser_native_new (_ ("Choose a Catalogue"),
                                     GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                     GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
  gtk_file_filter_set_name (filter, _ ("Catalogues"));
  gtk_file_filter_add_pattern (filter, "*.json");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->files), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->files), TRUE);
  g_signal_connect_object (self->files, "response", G_CALLBACK (file_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->files));
}

static void
refresh_cb (LcCatalogPane *self)
{
  lc_catalog_store_refresh (self->store);
}

static void
reset_cb (LcCatalogPane *self)
{
  lc_catalog_store_reset (self->store);
}

static void
lc_catalog_pane_dispose (GObject *object)
{
  LcCatalogPane *self = LC_CATALOG_PANE (object);

  g_clear_object (&self->files);
  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (object), LC_TYPE_CATALOG_PANE);
  G_OBJECT_CLASS (lc_catalog_pane_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/linecheck/Linecheck/lc-catalog-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, LcCatalogPane, name);
  gtk_widget_class_bind_template_child (widget_class, LcCatalogPane, about);
  gtk_widget_class_bind_template_child (widget_class, LcCatalogPane, problem);
  gtk_widget_class_bind_template_child (widget_class, LcCatalogPane, spinner);
  gtk_widget_class_bind_template_child (widget_class, LcCatalogPane, managed);
  gtk_widget_class_bind_template_child (widget_class, LcCatalogPane, ways);
  gtk_widget_class_bind_template_child (widget_class, LcCatalogPane, entry);
  gtk_widget_class_bind_template_child (widget_class, LcCatalogPane, fetch);
  gtk_widget_class_bind_template_child (widget_class, LcCatalogPane, refresh);
  gtk_widget_class_bind_template_child (widget_class, LcCatalogPane, reset);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, fetch_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_file_cb);
  gtk_widget_class_bind_template_callback (widget_class, refresh_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
}

static void
lc_catalog_pane_class_init (LcCatalogPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lc_catalog_pane_dispose;
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
lc_catalog_pane_init (LcCatalogPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lc_catalog_pane_new (void)
{
  return g_object_new (LC_TYPE_CATALOG_PANE, NULL);
}

void
lc_catalog_pane_set_store (LcCatalogPane *self, LcCatalogStore *store)
{
  const char *address;

  g_return_if_fail (LC_IS_CATALOG_PANE (self));
  g_return_if_fail (LC_IS_CATALOG_STORE (store));
  g_return_if_fail (self->store == NULL);

  self->store = g_object_ref (store);
  address = lc_catalog_store_get_address (store);
  if (address != NULL && lc_catalog_address_is_remote (address))
    gtk_editable_set_text (self->entry, address);
  g_signal_connect_object (store, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
