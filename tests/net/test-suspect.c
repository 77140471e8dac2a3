/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-suspect.h"

/* What a suspect's comparisons were, one a letter: 'r' its control was answered by
 * a router, 'h' by the host, '.' by nobody, 'A' the suspect itself was answered. */
typedef struct
{
  const char *comparisons;
  guint needed;
  gboolean stopped;
} Case;

static const Case cases[] = {
  { "", LC_SUSPECT_PORT_COMPARISONS, FALSE },
  { "r", LC_SUSPECT_PORT_COMPARISONS, FALSE },
  { "rr", LC_SUSPECT_PORT_COMPARISONS, FALSE },
  { "rrr", LC_SUSPECT_PORT_COMPARISONS, TRUE },
  { "r", LC_SUSPECT_TRACE_COMPARISONS, FALSE },
  { "rr", LC_SUSPECT_TRACE_COMPARISONS, TRUE },
  /* A comparison whose control drew nothing is void, and does not undo others. */
  { "r.r", LC_SUSPECT_PORT_COMPARISONS, FALSE },
  { "r.r..r", LC_SUSPECT_PORT_COMPARISONS, TRUE },
  { ".........", LC_SUSPECT_PORT_COMPARISONS, FALSE },
  /* A host's own answer says nothing about the routers before it. */
  { "hhhhhhhhh", LC_SUSPECT_PORT_COMPARISONS, FALSE },
  { "hh", LC_SUSPECT_TRACE_COMPARISONS, FALSE },
  { "rrhh", LC_SUSPECT_PORT_COMPARISONS, FALSE },
  /* One answer clears it of everything. */
  { "rrA", LC_SUSPECT_PORT_COMPARISONS, FALSE },
  { "rrArr", LC_SUSPECT_PORT_COMPARISONS, FALSE },
  { "rrArrr", LC_SUSPECT_PORT_COMPARISONS, TRUE },
  { "rA", LC_SUSPECT_TRACE_COMPARISONS, FALSE },
};

static LcControlAnswer
control_of (char letter)
{
  if (letter == 'r')
    return LC_CONTROL_ROUTER;
  return letter == 'h' ? LC_CONTROL_HOST : LC_CONTROL_SILENT;
}

static void
test_comparisons (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    LcSuspect suspect = { 0 };

    for (const char *at = cases[i].comparisons; *at != '\0'; at++)
      lc_suspect_end_comparison (&suspect, *at == 'A', control_of (*at));
    g_test_message ("\"%s\" of %u", cases[i].comparisons, cases[i].needed);
    g_assert_cmpint (lc_suspect_is_stopped (&suspect, cases[i].needed), ==, cases[i].stopped);
  }
}

/* The numbers are what the texts and the waiting times are made for. */
static void
test_numbers (void)
{
  g_assert_cmpuint (LC_SUSPECT_PORT_COMPARISONS, ==, 3);
  g_assert_cmpuint (LC_SUSPECT_TRACE_COMPARISONS, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/suspect/comparisons", test_comparisons);
  g_test_add_func ("/suspect/numbers", test_numbers);
  return g_test_run ();
}
