/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/lc-icmp-message.h"

typedef struct
{
  gboolean ipv6;
  guint8 type;
  guint8 code;
  LcIcmpKind kind;
  gboolean no_way_on;
} Case;

static const Case cases[] = {
  { FALSE, 3, 0, LC_ICMP_NO_ROUTE, TRUE },
  { FALSE, 3, 1, LC_ICMP_HOST_UNREACHABLE, TRUE },
  { FALSE, 3, 2, LC_ICMP_OTHER, FALSE },
  { FALSE, 3, 3, LC_ICMP_PORT_UNREACHABLE, FALSE },
  { FALSE, 3, 4, LC_ICMP_TOO_BIG, FALSE },
  { FALSE, 3, 6, LC_ICMP_NO_ROUTE, TRUE },
  { FALSE, 3, 7, LC_ICMP_HOST_UNREACHABLE, TRUE },
  { FALSE, 3, 9, LC_ICMP_PROHIBITED, FALSE },
  { FALSE, 3, 10, LC_ICMP_PROHIBITED, FALSE },
  { FALSE, 3, 11, LC_ICMP_NO_ROUTE, TRUE },
  { FALSE, 3, 12, LC_ICMP_HOST_UNREACHABLE, TRUE },
  { FALSE, 3, 13, LC_ICMP_PROHIBITED, FALSE },
  { FALSE, 3, 200, LC_ICMP_OTHER, FALSE },
  { FALSE, 11, 0, LC_ICMP_TIME_EXCEEDED, FALSE },
  { FALSE, 11, 7, LC_ICMP_TIME_EXCEEDED, FALSE },
  { FALSE, 12, 0, LC_ICMP_OTHER, FALSE },
  { FALSE, 1, 0, LC_ICMP_OTHER, FALSE },
  { TRUE, 1, 0, LC_ICMP_NO_ROUTE, TRUE },
  { TRUE, 1, 1, LC_ICMP_PROHIBITED, FALSE },
  { TRUE, 1, 3, LC_ICMP_HOST_UNREACHABLE, TRUE },
  { TRUE, 1, 4, LC_ICMP_PORT_UNREACHABLE, FALSE },
  { TRUE, 1, 5, LC_ICMP_PROHIBITED, FALSE },
  { TRUE, 1, 6, LC_ICMP_PROHIBITED, FALSE },
  { TRUE, 2, 0, LC_ICMP_TOO_BIG, FALSE },
  { TRUE, 3, 0, LC_ICMP_TIME_EXCEEDED, FALSE },
  { TRUE, 3, 3, LC_ICMP_TIME_EXCEEDED, FALSE },
  { TRUE, 11, 0, LC_ICMP_OTHER, FALSE },
};

static void
test_kinds (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Case *test = &cases[i];

    g_test_message ("ICMPv%d %u/%u", test->ipv6 ? 6 : 4, test->type, test->code);
    g_assert_cmpint (lc_icmp_get_kind (test->ipv6, test->type, test->code), ==, test->kind);
    g_assert_cmpint (lc_icmp_says_no_way_on (test->ipv6, test->type, test->code), ==,
                     test->no_way_on);
    g_assert_cmpint (lc_icmp_is_port_unreachable (test->ipv6, test->type, test->code), ==,
                     test->kind == LC_ICMP_PORT_UNREACHABLE);
    g_assert_cmpint (lc_icmp_type_is_time_exceeded (test->ipv6, test->type), ==,
                     test->kind == LC_ICMP_TIME_EXCEEDED);
    g_assert_cmpint (lc_icmp_is_unreachable (test->ipv6, test->type), ==,
                     test->type == (test->ipv6 ? 1 : 3));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/icmp-message/kinds", test_kinds);
  return g_test_run ();
}
