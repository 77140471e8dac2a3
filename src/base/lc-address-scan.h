/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LcAddressSpan:
 *
 * An address that stands in a text: text + begin to text + end.
 */
typedef struct
{
  gsize begin; /* bytes from the text's start */
  gsize end;   /* after its last byte */
  char *address; /* (owned) in its shortest form; IPv4 for an IPv4-mapped one; without a zone */
} LcAddressSpan;

void lc_address_span_clear (LcAddressSpan *span);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LcAddressSpan, lc_address_span_clear)

/**
 * lc_address_scan:
 * @text: a sentence, a URI, an endpoint: anything
 * @from: where to begin
 * @span: (out caller-allocates): the first address at or after @from
 *
 * Finds what is an address and not a part of something longer: punctuation, brackets, a port
 * and a zone may stand around it, and the colons of an IPv6 address may be percent-encoded, as
 * they are in the query of a URI (RFC 3986 2.1). "1.10.2.3.4" has no address, and none of
 * "2001:db8::1:2" is "2001:db8::1".
 *
 * Returns: %FALSE, with nothing in @span, where there is none.
 */
gboolean lc_address_scan (const char *text, gsize from, LcAddressSpan *span);

/* The form that lc_address_scan() gives an address. Returns: (transfer full) (nullable): %NULL
 * for what is no address. */
char *lc_address_normalize (const char *address);

G_END_DECLS
