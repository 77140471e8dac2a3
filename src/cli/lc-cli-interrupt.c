/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lc-cli-interrupt.h"

#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#include "cli/lc-cli-error.h"

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

struct _LcCliInterrupt
{
  GCancellable *cancellable; /* (owned) */
  guint sources[G_N_ELEMENTS (signals)];
};

/* The person has asked twice: whatever the program is busy with, it ends. */
static void
interrupted_again_cb (int signum)
{
  _exit (LC_CLI_EXIT_INTERRUPTED);
}

static void
end_at_next_signal (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    signal (signals[i], interrupted_again_cb);
}

/* The sources stay, though nothing dispatches them any more: GLib sets a signal
 * back to its default when it loses its last source. */
static gboolean
interrupted_cb (gpointer user_data)
{
  LcCliInterrupt *interrupt = user_data;

  end_at_next_signal ();
  g_cancellable_cancel (interrupt->cancellable);
  return G_SOURCE_CONTINUE;
}

LcCliInterrupt *
lc_cli_interrupt_new (GCancellable *cancellable)
{
  LcCliInterrupt *interrupt = g_new0 (LcCliInterrupt, 1);

  g_return_val_if_fail (G_IS_CANCELLABLE (cancellable), NULL);

  interrupt->cancellable = g_object_ref (cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    interrupt->sources[i] = g_unix_signal_add (signals[i], interrupted_cb, interrupt);
  return interrupt;
}

void
lc_cli_interrupt_free (LcCliInterrupt *interrupt)
{
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (interrupt->sources[i]);
  end_at_next_signal ();
  g_object_unref (interrupt->cancellable);
  g_free (interrupt);
}
