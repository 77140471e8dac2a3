/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct
{
  char  *name;      /* "eth0" */
  char  *kind;      /* "ethernet" "wifi" "tunnel" "other" */
  char **addresses; /* without loopback interfaces and link-local addresses */
} LcInterface;

/* A name that cannot exist, asked for to see whether this network's resolver
 * makes answers up. JSON: elements of "dns_probes". */
typedef struct
{
  char  *name;
  char  *code;      /* an LcCode identifier: an honest resolver says "dns-not-found", not "ok" */
  char **addresses; /* (nullable) */
} LcDnsProbe;

/* Plain HTTP on port 80 of one of the site's own hosts, asked for only when its
 * HTTPS failed: where a portal shows itself. JSON: elements of "http_probes". */
typedef struct
{
  char *host;
  char *address;
  guint status;   /* 0: no HTTP answer */
  char *location; /* (nullable) */
  char *title;    /* (nullable) */
  char *server;   /* (nullable) */
  char **marks;   /* (nullable) as LcHttp.marks */
} LcHttpProbe;

/* The list of public authorities that certificates were held against. */
typedef struct
{
  char    *dated;    /* the day of the list, YYYY-MM-DD */
  guint    count;    /* the authorities in it, those that were added included */
  gboolean extended; /* roots were added to it, by LINECHECK_PUBLIC_ROOTS */
} LcPublicRoots;

/**
 * LcEnvironment:
 *
 * What the computer's network looks like. An item is NULL, empty or
 * LC_US_NONE-like where it is not known, and is then absent in JSON.
 */
typedef struct
{
  GPtrArray *interfaces;     /* (element-type LcInterface) JSON "interfaces" */
  char     **gateways;       /* (nullable) JSON "gateways": default routes' next hops */
  char     **dns_servers;    /* (nullable) JSON "dns_servers" */
  char      *proxy;          /* (nullable) JSON "proxy": "http://10.1.0.1:3128", never a password */
  char      *captive_portal; /* (nullable) JSON "captive_portal": its address, or "yes" */
  char      *portal_source;  /* (nullable) JSON "captive_portal_source": "network-manager",
                                "rows" */
  char      *vpn;            /* (nullable) JSON "vpn": the tunnel interface that the site's
                                addresses are routed to */
  char     **vpn_addresses;  /* (nullable) JSON "vpn_addresses": which of the site's addresses
                                go there */
  char      *public_address; /* (nullable) JSON "public_address": as STUN saw it */
  gboolean   has_clock_skew;
  gint64     clock_skew_s;   /* JSON "clock_skew_s": other clocks minus this computer's,
                                median of HTTP dates */
  gboolean   has_online;
  gboolean   online;         /* JSON "online": an interface is up with an address and a route */
  gboolean   has_ipv4;
  gboolean   ipv4;           /* JSON "ipv4": there is a route for public IPv4 addresses */
  gboolean   has_ipv6;
  gboolean   ipv6;           /* JSON "ipv6": likewise for IPv6 */
  char      *nat64_prefix;   /* (nullable) JSON "nat64_prefix": RFC 7050 */
  GPtrArray *dns_probes;     /* (element-type LcDnsProbe) */
  GPtrArray *http_probes;    /* (element-type LcHttpProbe) */
  LcPublicRoots *public_roots; /* (nullable) JSON "public_roots" */
} LcEnvironment;

/* Strings are copied; (nullable) where a reader fills them in afterwards. */
LcEnvironment *lc_environment_new (void);
void           lc_environment_free (LcEnvironment *environment);
LcInterface   *lc_interface_new (const char *name, const char *kind);
void           lc_interface_free (LcInterface *interface);
LcDnsProbe    *lc_dns_probe_new (const char *name);
void           lc_dns_probe_free (LcDnsProbe *probe);
LcHttpProbe   *lc_http_probe_new (const char *host, const char *address);
void           lc_http_probe_free (LcHttpProbe *probe);
LcPublicRoots *lc_public_roots_new (const char *dated, guint count, gboolean extended);
void           lc_public_roots_free (LcPublicRoots *roots);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcPublicRoots, lc_public_roots_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcEnvironment, lc_environment_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcInterface, lc_interface_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcDnsProbe, lc_dns_probe_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcHttpProbe, lc_http_probe_free)

G_END_DECLS
