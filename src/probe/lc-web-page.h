/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-attempt.h"

G_BEGIN_DECLS

/* What a page says of itself. Marks, in LcHttp.marks:
 * "html"           the body is a page
 * "login-form"     it has a password field
 * "portal-words"   it speaks of joining a guest or hotspot network
 * "wispr"          it has a WISPr gateway reply, which only hotspots send
 * "blocked-words"  it says that a filter has blocked access
 * "meta-refresh"   it sends the browser elsewhere; the target is LcHttp.location where that is unset */

#define LC_MARK_HTML "html"
#define LC_MARK_LOGIN_FORM "login-form"
#define LC_MARK_PORTAL_WORDS "portal-words"
#define LC_MARK_WISPR "wispr"
#define LC_MARK_BLOCKED_WORDS "blocked-words"
#define LC_MARK_META_REFRESH "meta-refresh"

/* What a page or a header says, for the record: valid UTF-8 of at most @max characters,
 * with @instead in place of what is not printable. Returns: (transfer full). */
char *lc_web_page_text (const char *bytes, gsize length, gsize max, char instead);

/* Fills title, marks and, from a refresh, location. @body may be anything. */
void lc_web_page_read (LcHttp *http, const char *body, gsize length);

gboolean lc_http_has_mark (const LcHttp *http, const char *mark);

G_END_DECLS
