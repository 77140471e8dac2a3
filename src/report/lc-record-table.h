/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <stddef.h>

#include "base/lc-json-reader.h"
#include "report/lc-attempt.h"

G_BEGIN_DECLS

/* How structs of the record are written to JSON and read from it: by tables of fields, in which
 * each key stands once. A table's order is the order in which the keys are written. Internal to
 * src/report. */

/* Bounds of a saved report, which is hostile input. What is written keeps to
 * them too, so that it can be read again. */
#define LC_RECORD_MAX_NUMBER 64           /* bytes of a row's number, which findings repeat */
#define LC_RECORD_MAX_WORD 256            /* bytes of an identifier, a date */
#define LC_RECORD_MAX_NAME 1024           /* bytes of an id, a host */
#define LC_RECORD_MAX_TEXT (64 * 1024)    /* bytes of any other string */
#define LC_RECORD_MAX_LIST 4096           /* elements of any list that has no bound of its own */
#define LC_RECORD_MAX_INT 999999999999999999 /* 18 digits: what lc_json_parse() lets pass */

/**
 * LcFieldKind:
 *
 * What a member of a struct is in C, and what becomes of the value that means "not known".
 */
typedef enum
{
  LC_FIELD_STRING,          /* char *: "" for NULL */
  LC_FIELD_NULLABLE_STRING, /* char *: null for NULL */
  LC_FIELD_OPTIONAL_STRING, /* char *: absent for NULL */
  LC_FIELD_STRV,            /* char **: [] for NULL */
  LC_FIELD_OPTIONAL_STRV,   /* char **: absent for NULL */
  LC_FIELD_STRINGS,         /* GPtrArray * (element-type utf8) */
  LC_FIELD_WORD,            /* an enumeration, with words; no word: null, or absent where optional */
  LC_FIELD_BOOL,            /* gboolean */
  LC_FIELD_FLAG,            /* gboolean: absent where FALSE */
  LC_FIELD_KNOWN_BOOL,      /* gboolean: absent where the gboolean at "known" is FALSE */
  LC_FIELD_INT,             /* a whole number of any size, not negative but for gint64 */
  LC_FIELD_KNOWN_INT,       /* likewise: absent where the gboolean at "known" is FALSE */
  LC_FIELD_NONZERO,         /* likewise: null for 0 */
  LC_FIELD_NATURAL,         /* int: null for -1 */
  LC_FIELD_US,              /* gint64: null where negative */
  LC_FIELD_OBJECT,          /* a pointer to a struct: absent for NULL */
  LC_FIELD_PART,            /* an object with more members of the same struct */
  LC_FIELD_NULLABLE_PART,   /* likewise: null where the int at "known" is 0 */
  LC_FIELD_LIST,            /* GPtrArray * of structs */
  LC_FIELD_OPTIONAL_LIST,   /* likewise: absent for NULL */
  LC_FIELD_FILLED_LIST,     /* likewise: absent where empty */
  LC_FIELD_FILLED_ARRAY,    /* GArray * of structs: absent where empty */
  LC_FIELD_CUSTOM,          /* as "write" and "read" have it */
} LcFieldKind;

/* The words of an enumeration: those of lc-codes.h. */
typedef struct
{
  const char *(*to_word) (gconstpointer value); /* (nullable): NULL for none */
  gboolean    (*from_word) (const char *word, gpointer value);
  const char   *expected; /* to be translated: "\"tcp\" or \"udp\"" */
} LcRecordWords;

typedef struct _LcRecordType LcRecordType;

typedef struct
{
  const char          *key;
  LcFieldKind          kind;
  gsize                offset;
  gsize                size;
  LcJsonFlags          flags; /* of what is read */
  gsize                known; /* offset, for the kinds that say so */
  gint64               min;   /* of a number */
  gint64               max;   /* of a number; bytes of a string, elements of a list: 0 for the usual */
  const LcRecordWords *words;
  const LcRecordType  *type;  /* of what is in the object or list */
  gboolean           (*is_null) (gconstpointer record); /* (nullable) INT: written as null */
  gboolean           (*is_absent) (gconstpointer record); /* (nullable) INT: not written */
  void               (*write) (JsonBuilder *builder, const char *key, gconstpointer record);
  void               (*read) (LcJsonReader *reader, const char *key, gpointer record); /* (nullable) */
} LcField;

struct _LcRecordType
{
  const LcField *fields;
  gsize          n_fields;
  gpointer     (*create) (void);      /* one of it, as it is before it is read */
  void         (*destroy) (gpointer); /* (nullable) for lc_record_clear() */
  GPtrArray   *(*create_list) (void); /* (nullable) a list of them, where there is none yet */
  void         (*check) (LcJsonReader *reader, gpointer record); /* (nullable) what no field can know */
};

#define LC_FIELD(Type, member, name, field_kind, ...)                                              \
  {                                                                                                \
    .key = (name), .kind = (field_kind), .offset = offsetof (Type, member),                        \
    .size = sizeof (((Type *) NULL)->member), __VA_ARGS__                                          \
  }

#define LC_RECORD_TYPE(table, ...)                                                                 \
  {                                                                                                \
    .fields = (table), .n_fields = G_N_ELEMENTS (table), __VA_ARGS__                               \
  }

/* What most members are: their keys are their names in C, and only later versions wrote them. */
#define LC_OPTIONAL_STRING(Type, member)                                                           \
  LC_FIELD (Type, member, #member, LC_FIELD_OPTIONAL_STRING, .flags = LC_JSON_OPTIONAL)
#define LC_OPTIONAL_STRV(Type, member)                                                             \
  LC_FIELD (Type, member, #member, LC_FIELD_OPTIONAL_STRV, .flags = LC_JSON_OPTIONAL)
#define LC_REQUIRED_STRING(Type, member) LC_FIELD (Type, member, #member, LC_FIELD_STRING)
#define LC_REQUIRED_WORD(Type, member, its_words)                                                  \
  LC_FIELD (Type, member, #member, LC_FIELD_WORD, .words = &(its_words))
#define LC_US(Type, member)                                                                        \
  LC_FIELD (Type, member, #member, LC_FIELD_US, .flags = LC_JSON_OPTIONAL | LC_JSON_NULLABLE)

extern const LcRecordWords lc_words_status;
extern const LcRecordWords lc_words_code;
extern const LcRecordWords lc_words_phase;
extern const LcRecordWords lc_words_owner;
extern const LcRecordWords lc_words_owner_confidence;
extern const LcRecordWords lc_words_confidence;
extern const LcRecordWords lc_words_severity;
extern const LcRecordWords lc_words_transport;
extern const LcRecordWords lc_words_verdict;
extern const LcRecordWords lc_words_protocol;

/* Writes the members of @record into the object that @builder stands in. Strings that are not
 * UTF-8 are made so, and are cut at LC_RECORD_MAX_TEXT. */
void lc_record_write (JsonBuilder *builder, const LcRecordType *type, gconstpointer record);

/* Writes that one of them which has this key. */
void lc_record_write_member (JsonBuilder        *builder,
                             const LcRecordType *type,
                             const char         *key,
                             gconstpointer       record);

/* Reads them from the object that @reader stands on. What is not in the table is the reader's
 * error, after which @record is to be thrown away. */
void lc_record_read (LcJsonReader *reader, const LcRecordType *type, gpointer record);

/* Frees what lc_record_read() put into a struct that has no function of its own for that. */
void lc_record_clear (const LcRecordType *type, gpointer record);

/* Writes a string as the tables do: "" for %NULL. */
void lc_record_add_string (JsonBuilder *builder, const char *key, const char *value);

G_END_DECLS
