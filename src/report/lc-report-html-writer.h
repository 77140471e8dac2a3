/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/lc-codes.h"

G_BEGIN_DECLS

/* What pages are written with. Texts may be hostile: they are cleaned and escaped. */

/* What a person or a network has said, as text and as nothing else. @text is nullable. */
void lc_html_append_text (GString *html, const char *text);

/* The same with no number broken at the end of a line: for the inside of elements alone. */
void lc_html_append_prose (GString *html, const char *text);

/* "<p class="kind">text</p>"; nothing for an empty @text. @class_name is nullable. */
void lc_html_append_element (GString    *html,
                             const char *element,
                             const char *class_name,
                             const char *text);

/* @word with the symbol of @status before it, which has a shape of its own: a printer may have
 * no colours. */
void lc_html_append_status (GString *html, LcStatus status, const char *word);

/* @facts (element-type LcFact) as a list of labels and values, and sentences between. */
void lc_html_append_facts (GString *html, GPtrArray *facts);

G_END_DECLS
