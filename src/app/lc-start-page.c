/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/lc-start-page.h"

#include <glib/gi18n-lib.h>

#include "app/lc-catalog-fetch.h"
#include "app/lc-children.h"
#include "app/lc-column.h"
#include "app/lc-status-look.h"
#include "app/lc-text-size.h"
#include "catalog/lc-catalog-words.h"

#define MAX_ENTRIES 5 /* earlier checks that are offered */

struct _LcStartPage
{
  GtkBox parent_instance;

  GtkBox *sites;
  GtkWidget *start;
  GtkWidget *earlier;
  GtkBox *entries;
  GtkWidget *company;
  GtkLabel *company_text;
  GtkWidget *company_fetch;

  GSettings *settings;   /* (owned) */
  LcCatalog *catalog;    /* (owned) (nullable) */
  LcHistory *history;    /* (owned) (nullable) */
  LcCatalogStore *store; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LcStartPage, lc_start_page, GTK_TYPE_BOX)

static void
toggled_cb (LcStartPage *self, GtkCheckButton *button)
{
  if (gtk_check_button_get_active (button))
    g_settings_set_string (self->settings, "site", gtk_widget_get_name (GTK_WIDGET (button)));
}

static GtkWidget *
make_line (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  lc_label_wrap (GTK_LABEL (label));
  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
make_site (LcStartPage *self, const LcSite *site)
{
  GtkWidget *button
      = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *title = lc_catalog_translate (site->title);
  const char *places = lc_catalog_translate (site->places);

  gtk_box_append (GTK_BOX (lines), make_line (title, "lc-site-title"));
  if (places != NULL && *places != '\0' && !g_str_equal (places, title))
    gtk_box_append (GTK_BOX (lines), make_line (places, "dim-label"));
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), lines);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, places != NULL ? places : "",
                                  -1);
  gtk_widget_set_name (button, site->id);
  gtk_widget_add_css_class (button, "lc-site");
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static void
fill_sites (LcStartPage *self)
{
  GPtrArray *sites = lc_catalog_get_sites (self->catalog);
  g_autofree char *chosen = g_settings_get_string (self->settings, "site");
  GtkWidget *first = NULL;
  GtkWidget *active = NULL;

  for (guint i = 0; i < sites->len; i++) {
    const LcSite *site = g_ptr_array_index (sites, i);
    GtkWidget *button = make_site (self, site);

    if (first == NULL)
      first = button;
    else
      gtk_check_button_set_group (GTK_CHECK_BUTTON (button), GTK_CHECK_BUTTON (first));
    if (g_str_equal (site->id, chosen))
      active = button;
    gtk_box_append (self->sites, button);
  }
  if (active == NULL)
    active = first;
  /* Where there is no choice, nothing is to be taken back. One that is only not focusable would
   * take a Tab, and lead it nowhere. */
  if (sites->len == 1) {
    gtk_widget_set_can_target (first, FALSE);
    gtk_widget_set_can_focus (first, FALSE);
  }
  if (active != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (active), TRUE);
}

/* "United States · 22 November 2026, 08:14", in this computer's time zone. */
static char *
describe_entry (LcStartPage *self, const LcHistoryEntry *entry)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (entry->started);
  /* Translators: a day and a time of day; see strftime(3). */
  g_autofree char *when = g_date_time_format (local, _ ("%-d %B %Y, %H:%M"));
  const LcSite *site
      = self->catalog != NULL ? lc_catalog_find_site (self->catalog, entry->site) : NULL;

  return g_strdup_printf ("%s · %s",
                          site != NULL ? lc_catalog_translate (site->title) : entry->site, when);
}

static GtkWidget *
make_entry (LcStartPage *self, const LcHistoryEntry *entry)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", lc_verdict_get_icon (entry->verdict),
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *text = describe_entry (self, entry);
  g_autofree char *uri = g_file_get_uri (entry->file);

  gtk_widget_add_css_class (icon, "lc-status-icon");
  gtk_widget_add_css_class (icon, lc_verdict_get_style (entry->verdict));
  gtk_box_append (GTK_BOX (lines),
                  make_line (lc_verdict_get_label (entry->verdict), "lc-site-title"));
  gtk_box_append (GTK_BOX (lines), make_line (text, "dim-label"));
  gtk_button_set_child (GTK_BUTTON (button), lc_line_new (icon, lines, 12));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  lc_verdict_get_label (entry->verdict),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "lc-entry");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open-uri");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", uri);
  return button;
}

static void
show_history (LcStartPage *self)
{
  g_autoptr (GPtrArray) entries = lc_history_list (self->history);

  lc_widget_remove_children (GTK_WIDGET (self->entries));
  for (guint i = 0; i < MIN (entries->len, MAX_ENTRIES); i++)
    gtk_box_append (self->entries, make_entry (self, g_ptr_array_index (entries, i)));
  gtk_widget_set_visible (self->earlier, entries->len > 0);
}

/* Says what is checked where that is not what the program came with. */
static void
show_company (LcStartPage *self)
{
  const char *address = lc_catalog_store_get_address (self->store);
  gboolean missing = lc_catalog_store_is_missing (self->store);
  g_autofree char *name = address != NULL ? lc_catalog_describe_address (address) : NULL;
  g_autofree char *text = NULL;

  if (missing && name == NULL)
    text = g_strdup (lc_catalog_store_get_problem (self->store));
  else if (missing)
    /* Translators: a file’s name or an address. */
    text = g_strdup_printf (_ ("Your company’s catalogue, %s, is not here yet. Until then the "
                               "built-in one is used."),
                            name);
  else if (name != NULL)
    /* Translators: a file’s name or an address. */
    text = g_strdup_printf (_ ("What is checked comes from your company’s catalogue, %s."), name);
  gtk_widget_set_visible (self->company, text != NULL);
  gtk_label_set_text (self->company_text, text != NULL ? text : "");
  gtk_widget_set_visible (self->company_fetch, missing && name != NULL);
  gtk_widget_set_sensitive (self->company_fetch, !lc_catalog_store_get_busy (self->store));
}

static void
fetch_cb (LcStartPage *self)
{
  lc_catalog_store_refresh (self->store);
}

static void
lc_start_page_dispose (GObject *object)
{
  LcStartPage *self = LC_START_PAGE (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->catalog);
  g_clear_object (&self->history);
  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (object), LC_TYPE_START_PAGE);
  G_OBJECT_CLASS (lc_start_page_parent_class)->dispose (object);
}

static void
lc_start_page_class_init (LcStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lc_start_page_dispose;
  g_type_ensure (LC_TYPE_COLUMN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/linecheck/Linecheck/lc-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LcStartPage, sites);
  gtk_widget_class_bind_template_child (widget_class, LcStartPage, start);
  gtk_widget_class_bind_template_child (widget_class, LcStartPage, earlier);
  gtk_widget_class_bind_template_child (widget_class, LcStartPage, entries);
  gtk_widget_class_bind_template_child (widget_class, LcStartPage, company);
  gtk_widget_class_bind_template_child (widget_class, LcStartPage, company_text);
  gtk_widget_class_bind_template_child (widget_class, LcStartPage, company_fetch);
  gtk_widget_class_bind_template_callback (widget_class, fetch_cb);
}

static void
lc_start_page_init (LcStartPage *self)
{
  self->settings = g_settings_new (LC_APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lc_start_page_new (void)
{
  return g_object_new (LC_TYPE_START_PAGE, NULL);
}

void
lc_start_page_set_catalog (LcStartPage *self, LcCatalog *catalog)
{
  g_return_if_fail (LC_IS_START_PAGE (self));
  g_return_if_fail (LC_IS_CATALOG (catalog));

  g_set_object (&self->catalog, catalog);
  lc_widget_remove_children (GTK_WIDGET (self->sites));
  fill_sites (self);
}

void
lc_start_page_set_history (LcStartPage *self, LcHistory *history)
{
  g_return_if_fail (LC_IS_START_PAGE (self));
  g_return_if_fail (LC_IS_HISTORY (history));
  g_return_if_fail (self->history == NULL);

  self->history = g_object_ref (history);
  g_signal_connect_object (history, "changed", G_CALLBACK (show_history), self, G_CONNECT_SWAPPED);
  show_history (self);
}

void
lc_start_page_set_store (LcStartPage *self, LcCatalogStore *store)
{
  g_return_if_fail (LC_IS_START_PAGE (self));
  g_return_if_fail (LC_IS_CATALOG_STORE (store));
  g_return_if_fail (self->store == NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "notify", G_CALLBACK (show_company), self, G_CONNECT_SWAPPED);
  show_company (self);
}

const char *
lc_start_page_get_site (LcStartPage *self)
{
  GtkWidget *child;

  g_return_val_if_fail (LC_IS_START_PAGE (self), NULL);

  child = gtk_widget_get_first_child (GTK_WIDGET (self->sites));
  while (child != NULL && !gtk_check_button_get_active (GTK_CHECK_BUTTON (child)))
    child = gtk_widget_get_next_sibling (child);
  return child != NULL ? gtk_widget_get_name (child) : NULL;
}

void
lc_start_page_choose (LcStartPage *self, const char *site)
{
  g_return_if_fail (LC_IS_START_PAGE (self));
  g_return_if_fail (site != NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->sites)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_ascii_strcasecmp (gtk_widget_get_name (child), site) == 0)
      gtk_check_button_set_active (GTK_CHECK_BUTTON (child), TRUE);
}

void
lc_start_page_focus (LcStartPage *self)
{
  g_return_if_fail (LC_IS_START_PAGE (self));

  gtk_widget_grab_focus (self->start);
}
