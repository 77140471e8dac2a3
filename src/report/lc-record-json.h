/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/lc-json-reader.h"
#include "report/lc-attempt.h"

G_BEGIN_DECLS

/* How the record's values are written to JSON and read from it: what the
 * files lc-*-json.c of single types share. Internal to src/report. */

/* Bounds of a saved report, which is hostile input. What is written keeps to
 * them too, so that it can be read again. */
#define LC_RECORD_MAX_NUMBER 64           /* bytes of a row's number, which findings repeat */
#define LC_RECORD_MAX_WORD 256            /* bytes of an identifier, a date */
#define LC_RECORD_MAX_NAME 1024           /* bytes of an id, a host */
#define LC_RECORD_MAX_TEXT (64 * 1024)    /* bytes of any other string */
#define LC_RECORD_MAX_LIST 4096           /* elements of any list that has no bound of its own */
#define LC_RECORD_MAX_INT 999999999999999999 /* 18 digits: what lc_json_scan() lets pass */

/* Writing: a member of the object that @builder stands in. Strings that are not
 * UTF-8 are made so, and are cut at LC_RECORD_MAX_TEXT. For NULL, add_string writes
 * "", add_nullable null, add_optional nothing; so do add_strv [] and
 * add_optional_strv nothing. add_us writes null for a negative number, add_nonzero
 * for 0. */
void lc_record_add_string (JsonBuilder *builder, const char *key, const char *value);
void lc_record_add_nullable (JsonBuilder *builder, const char *key, const char *value);
void lc_record_add_optional (JsonBuilder *builder, const char *key, const char *value);
void lc_record_add_int (JsonBuilder *builder, const char *key, gint64 value);
void lc_record_add_us (JsonBuilder *builder, const char *key, gint64 us);
void lc_record_add_nonzero (JsonBuilder *builder, const char *key, guint value);
void lc_record_add_bool (JsonBuilder *builder, const char *key, gboolean value);
void lc_record_add_strv (JsonBuilder *builder, const char *key, const char *const *values);
void lc_record_add_optional_strv (JsonBuilder *builder, const char *key, char **values);
void lc_record_add_strings (JsonBuilder *builder, const char *key, GPtrArray *strings);

/* Reading: a member of the object that @reader stands on. What is not in a table
 * is the reader's error. For null, and where it is absent, get_us is LC_US_NONE. */
char        *lc_record_dup_string (LcJsonReader *reader, const char *key, LcJsonFlags flags);
gint64       lc_record_get_us (LcJsonReader *reader, const char *key);
char       **lc_record_dup_strv (LcJsonReader *reader, const char *key, LcJsonFlags flags);
void         lc_record_get_strings (LcJsonReader *reader, const char *key, GPtrArray *strings);
LcStatus     lc_record_get_status (LcJsonReader *reader, const char *key);
LcCode       lc_record_get_code (LcJsonReader *reader, const char *key);
LcPhase      lc_record_get_phase (LcJsonReader *reader, const char *key, LcJsonFlags flags);
LcOwner      lc_record_get_owner (LcJsonReader *reader, const char *key);
LcConfidence lc_record_get_confidence (LcJsonReader *reader, const char *key);
LcOwnerConfidence lc_record_get_owner_confidence (LcJsonReader *reader, const char *key);
LcTransport  lc_record_get_transport (LcJsonReader *reader, const char *key);

G_END_DECLS
