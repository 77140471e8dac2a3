/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-support-code.h"

#include <string.h>

#define DATA 3 /* characters of a group that are not its check */
#define BITS 5 /* of a character */
#define MAX_GROUPS 6
#define MAX_DATA (MAX_GROUPS * DATA)
#define MAX_SYMBOLS (MAX_GROUPS * LC_SUPPORT_CODE_GROUP)
#define FIELD 32        /* elements of GF(32) */
#define POLYNOMIAL 0x25 /* x^5 + x^2 + 1, primitive over GF(2) */

/* Crockford's alphabet, without I, L, O and U. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* All that follows is version 1 for good: what is added comes last, and nothing moves. */
static const struct
{
  const char *id;
  guint n_groups;
  guint n_rows;
} sites[] = { { "us", 6, 34 }, { "uk", 5, 17 }, { "sg", 5, 18 } };

static const LcVerdict verdicts[]
    = { LC_VERDICT_OK, LC_VERDICT_DEGRADED, LC_VERDICT_BLOCKED, LC_VERDICT_INCONCLUSIVE };

static const LcOwner owners[]
    = { LC_OWNER_NONE,    LC_OWNER_DEVICE,   LC_OWNER_VPN, LC_OWNER_LOCAL_NETWORK,
        LC_OWNER_PROXY,   LC_OWNER_FIREWALL, LC_OWNER_DNS, LC_OWNER_PROVIDER,
        LC_OWNER_SERVICE, LC_OWNER_UNKNOWN };

static const char *const findings[] = {
  NULL,
  "offline",
  "captive-portal",
  "dns-failing",
  "dns-silent",
  "dns-sinkhole",
  "dns-lies",
  "dns-wildcard",
  "port-blocked",
  "destination-blocked",
  "web-only",
  "udp-blocked",
  "rtp-blocked",
  "rtp-unproven",
  "refused-nearby",
  "tls-inspection",
  "tls-blocked",
  "certificate-invalid",
  "clock-wrong",
  "proxy-required",
  "proxy-denies-port",
  "proxy-sign-in",
  "block-page",
  "websocket-stripped",
  "mtu-black-hole",
  "vpn-active",
  "nat64-only",
  "nat-varies",
  "udp-loss",
  "service-down",
  "site-degraded",
  "address-changed",
  "optional-blocked",
  "catalog-old",
  "not-tested",
  "dns-truncated",
  "ipv6-broken",
  "proxy-breaks",
  "proxy-denies-host",
  "proxy-failing",
  "proxy-unreachable",
  "proxy-untried",
  "stun-rate-limited",
  "unexplained",
};

G_STATIC_ASSERT (G_N_ELEMENTS (findings) <= LC_SUPPORT_CODE_OTHER);

/* The data of a code, bit by bit, the most significant of each number first. */
typedef struct
{
  guint8 symbols[MAX_DATA];
  guint at; /* bits put in or taken out so far */
} Bits;

static void
put (Bits *bits, guint64 value, guint width)
{
  for (guint i = width; i-- > 0; bits->at++) {
    if ((value >> i) & 1)
      bits->symbols[bits->at / BITS] |= 1 << (BITS - 1 - bits->at % BITS);
  }
}

static guint64
take (Bits *bits, guint width)
{
  guint64 value = 0;

  for (guint i = 0; i < width; i++, bits->at++)
    value = value << 1 | ((bits->symbols[bits->at / BITS] >> (BITS - 1 - bits->at % BITS)) & 1);
  return value;
}

/* Twice an element of GF(32). */
static guint
twice (guint element)
{
  element <<= 1;
  return element & FIELD ? element ^ POLYNOMIAL : element;
}

/* Each place in a group has a weight of its own, none of them the check's (1), so that no
 * two characters can change places; each group adds an element of its own, so that no two
 * groups can. */
static guint
get_check (const guint8 *data, guint group)
{
  guint own = 1;
  guint sum = 0;

  for (guint i = 0; i < group; i++)
    own = twice (own);
  for (guint i = DATA; i-- > 0;)
    sum = twice (sum ^ data[i]);
  return sum ^ own;
}

static guint
find_site (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (sites); i++) {
    if (g_str_equal (sites[i].id, id))
      return i;
  }
  return G_N_ELEMENTS (sites);
}

guint
lc_support_code_get_n_rows (const char *site)
{
  guint index;

  g_return_val_if_fail (site != NULL, 0);

  index = find_site (site);
  return index < G_N_ELEMENTS (sites) ? sites[index].n_rows : 0;
}

const char *
lc_support_code_get_finding (guint place)
{
  return place < G_N_ELEMENTS (findings) ? findings[place] : NULL;
}

guint
lc_support_code_find_finding (const char *code)
{
  g_return_val_if_fail (code != NULL, LC_SUPPORT_CODE_OTHER);

  for (guint i = 1; i < G_N_ELEMENTS (findings); i++) {
    if (g_str_equal (findings[i], code))
      return i;
  }
  return LC_SUPPORT_CODE_OTHER;
}

static guint
find_verdict (LcVerdict verdict)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++) {
    if (verdicts[i] == verdict)
      return i;
  }
  g_return_val_if_reached (0);
}

static guint
find_owner (LcOwner owner)
{
  for (guint i = 0; i < G_N_ELEMENTS (owners); i++) {
    if (owners[i] == owner)
      return i;
  }
  g_return_val_if_reached (0);
}

static void
put_content (Bits *bits, const LcSupportContent *content, guint site)
{
  put (bits, LC_SUPPORT_CODE_VERSION, 2);
  put (bits, site, 2);
  put (bits, content->complete, 1);
  put (bits, find_verdict (content->verdict), 2);
  put (bits, content->proxy, 1);
  put (bits, content->vpn, 1);
  put (bits, content->portal, 1);
  put (bits, content->revision, 4);
  put (bits, content->quarter, 16);
  put (bits, content->hop, 4);
  for (guint i = 0; i < LC_SUPPORT_CODE_FINDINGS; i++) {
    put (bits, content->findings[i].finding, 6);
    put (bits, find_owner (content->findings[i].owner), 4);
    put (bits, content->findings[i].proven, 1);
  }
  for (guint i = 0; i < sites[site].n_rows; i++)
    put (bits, content->works >> i & 1, 1);
}

char *
lc_support_code_encode (const LcSupportContent *content)
{
  Bits bits = { { 0 }, 0 };
  GString *out = g_string_new (NULL);
  guint site;

  g_return_val_if_fail (content != NULL, g_string_free (out, FALSE));
  site = find_site (content->site);
  g_return_val_if_fail (site < G_N_ELEMENTS (sites), g_string_free (out, FALSE));

  put_content (&bits, content, site);
  for (guint i = 0; i < sites[site].n_groups; i++) {
    const guint8 *data = bits.symbols + i * DATA;

    if (i > 0)
      g_string_append_c (out, '-');
    for (guint j = 0; j < DATA; j++)
      g_string_append_c (out, alphabet[data[j]]);
    g_string_append_c (out, alphabet[get_check (data, i)]);
  }
  return g_string_free (out, FALSE);
}

/* @bits: of a version and site that are known */
static void
take_content (Bits *bits, LcSupportContent *content)
{
  guint site;

  (void) take (bits, 2);
  site = (guint) take (bits, 2);
  content->site = sites[site].id;
  content->complete = (gboolean) take (bits, 1);
  content->verdict = verdicts[take (bits, 2)];
  content->proxy = (gboolean) take (bits, 1);
  content->vpn = (gboolean) take (bits, 1);
  content->portal = (gboolean) take (bits, 1);
  content->revision = (guint) take (bits, 4);
  content->quarter = (guint) take (bits, 16);
  content->hop = (guint) take (bits, 4);
  for (guint i = 0; i < LC_SUPPORT_CODE_FINDINGS; i++) {
    guint owner;

    content->findings[i].finding = (guint) take (bits, 6);
    owner = (guint) take (bits, 4);
    content->findings[i].owner = owners[MIN (owner, G_N_ELEMENTS (owners) - 1)];
    content->findings[i].proven = (gboolean) take (bits, 1);
  }
  for (guint i = 0; i < sites[site].n_rows; i++)
    content->works |= take (bits, 1) << i;
}

/* What was typed. */
typedef struct
{
  guint8 symbols[MAX_SYMBOLS];
  guint n;
  gboolean bad;  /* the next one is none of the alphabet */
  gboolean more; /* there are more than any code has */
} Typed;

static gboolean
is_separator (gunichar sign)
{
  return g_unichar_isspace (sign) || g_unichar_type (sign) == G_UNICODE_DASH_PUNCTUATION;
}

/* Returns: %FIELD for a sign that is no character of a code. */
static guint
read_sign (gunichar sign)
{
  const char *found;
  char capital;

  if (sign == 0 || sign > 127)
    return FIELD;
  capital = g_ascii_toupper ((char) sign);
  if (capital == 'O')
    return 0;
  if (capital == 'I' || capital == 'L')
    return 1;
  found = strchr (alphabet, capital);
  return found != NULL ? (guint) (found - alphabet) : FIELD;
}

static Typed
read_signs (const char *text)
{
  Typed typed = { { 0 }, 0, FALSE, FALSE };

  for (const char *rest = text; *rest != '\0' && !typed.bad && !typed.more;) {
    gunichar sign = g_utf8_get_char_validated (rest, -1);
    gboolean wrong_bytes = sign == (gunichar) -1 || sign == (gunichar) -2;
    guint value = wrong_bytes ? FIELD : read_sign (sign);

    /* The first of wrong bytes may promise more of them than there are. */
    rest = wrong_bytes ? rest + 1 : g_utf8_next_char (rest);
    if (!wrong_bytes && is_separator (sign))
      continue;
    if (value == FIELD)
      typed.bad = TRUE;
    else if (typed.n == MAX_SYMBOLS)
      typed.more = TRUE;
    else
      typed.symbols[typed.n++] = (guint8) value;
  }
  return typed;
}

/* Whether all groups that are whole are right; if not @group is set. */
static gboolean
check_groups (const Typed *typed, guint *group)
{
  for (guint i = 0; i < typed->n / LC_SUPPORT_CODE_GROUP; i++) {
    const guint8 *symbols = typed->symbols + i * LC_SUPPORT_CODE_GROUP;

    *group = i + 1;
    if (get_check (symbols, i) != symbols[DATA])
      return FALSE;
  }
  *group = typed->n / LC_SUPPORT_CODE_GROUP + 1;
  return !typed->bad;
}

static Bits
get_data (const Typed *typed)
{
  Bits bits = { { 0 }, 0 };

  for (guint i = 0; i < typed->n / LC_SUPPORT_CODE_GROUP; i++)
    memcpy (bits.symbols + i * DATA, typed->symbols + i * LC_SUPPORT_CODE_GROUP, DATA);
  return bits;
}

/* Whatever a program makes is made so again. */
static LcSupportFault
read_content (Bits *bits, guint site, LcSupportContent *content)
{
  LcSupportContent found = { 0 };
  Bits again = { { 0 }, 0 };

  bits->at = 0;
  take_content (bits, &found);
  put_content (&again, &found, site);
  if (memcmp (again.symbols, bits->symbols, sizeof again.symbols) != 0
      || found.quarter >= LC_SUPPORT_CODE_QUARTERS)
    return LC_SUPPORT_FAULT_CONTENT;
  if (content != NULL)
    *content = found;
  return LC_SUPPORT_FAULT_NONE;
}

LcSupportFault
lc_support_code_decode (const char *text, LcSupportContent *content, guint *group)
{
  Typed typed;
  Bits bits;
  guint at, version, site, wanted;

  g_return_val_if_fail (text != NULL, LC_SUPPORT_FAULT_SHORT);

  group = group != NULL ? group : &at;
  typed = read_signs (text);
  if (!check_groups (&typed, group))
    return LC_SUPPORT_FAULT_GROUP;
  if (typed.n < LC_SUPPORT_CODE_GROUP)
    return LC_SUPPORT_FAULT_SHORT;
  bits = get_data (&typed);
  version = (guint) take (&bits, 2);
  site = (guint) take (&bits, 2);
  if (version > LC_SUPPORT_CODE_VERSION)
    return LC_SUPPORT_FAULT_NEWER;
  if (version < LC_SUPPORT_CODE_VERSION || site >= G_N_ELEMENTS (sites))
    return LC_SUPPORT_FAULT_CONTENT;
  wanted = sites[site].n_groups * LC_SUPPORT_CODE_GROUP;
  if (typed.n > wanted || typed.more)
    return LC_SUPPORT_FAULT_LONG;
  if (typed.n < wanted)
    return LC_SUPPORT_FAULT_SHORT;
  return read_content (&bits, site, content);
}
