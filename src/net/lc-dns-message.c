/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lc-dns-message.h"

#include <ares.h>
#include <string.h>

#define HEADER_LENGTH 12
#define QUESTION_LENGTH 4 /* type and class, after the name */
#define RECORD_LENGTH 10  /* type, class, time to live and data length, after the name */
#define MAX_NAME 253
#define MAX_LABEL 63
#define MAX_CHAIN 16

#define FLAG_RESPONSE 0x8000
#define FLAG_TRUNCATED 0x0200
#define CLASS_IN 1
#define TYPE_CNAME 5

/* RFC 1035 4.1.1, RFC 6895 2.3 */
enum
{
  RCODE_NO_ERROR = 0,
  RCODE_NAME_ERROR = 3,
  RCODE_NOT_IMPLEMENTED = 4,
  RCODE_REFUSED = 5,
};

/* A reading position. Once something did not fit, @bad stays set. */
typedef struct
{
  const guint8 *message;
  gsize length;
  gsize position;
  gboolean bad;
} Reader;

typedef struct
{
  char *owner;  /* (owned) */
  char *target; /* (owned) */
} Alias;

typedef struct
{
  char *owner; /* (owned) */
  char *text;  /* (owned) */
} Address;

static void
alias_free (gpointer data)
{
  Alias *alias = data;

  g_free (alias->owner);
  g_free (alias->target);
  g_free (alias);
}

static void
address_free (gpointer data)
{
  Address *address = data;

  g_free (address->owner);
  g_free (address->text);
  g_free (address);
}

static guint16
uint16_at (const guint8 *bytes)
{
  return (guint16) (bytes[0] << 8 | bytes[1]);
}

static const guint8 *
reader_take (Reader *reader, gsize length)
{
  const guint8 *taken = reader->message + reader->position;

  if (reader->bad || length > reader->length - reader->position) {
    reader->bad = TRUE;
    return NULL;
  }
  reader->position += length;
  return taken;
}

/* c-ares follows compression pointers, and knows their loops. Returns: (transfer full)
 * (nullable) */
static char *
reader_take_name (Reader *reader)
{
  char *expanded = NULL;
  char *name;
  long encoded_length = 0;

  if (reader->bad || reader->position >= reader->length
      || ares_expand_name (reader->message + reader->position, reader->message,
                           (int) reader->length, &expanded, &encoded_length)
             != ARES_SUCCESS) {
    reader->bad = TRUE;
    return NULL;
  }
  name = g_strdup (expanded);
  ares_free_string (expanded);
  if (!reader_take (reader, (gsize) encoded_length))
    g_clear_pointer (&name, g_free);
  return name;
}

static void
take_alias (Reader *reader, char *owner, gsize end, GPtrArray *aliases)
{
  Alias *alias;
  char *target = reader_take_name (reader);

  if (!target)
    return;
  reader->bad |= reader->position != end;
  alias = g_new0 (Alias, 1);
  alias->owner = g_strdup (owner);
  alias->target = target;
  g_ptr_array_add (aliases, alias);
}

static void
take_address (const guint8 *data, GSocketFamily family, char *owner, GPtrArray *addresses)
{
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_bytes (data, family);
  Address *address = g_new0 (Address, 1);

  address->owner = g_strdup (owner);
  address->text = g_inet_address_to_string (parsed);
  g_ptr_array_add (addresses, address);
}

static void
take_record (Reader *reader, guint16 type, GPtrArray *aliases, GPtrArray *addresses)
{
  g_autofree char *owner = reader_take_name (reader);
  const guint8 *fixed = reader_take (reader, RECORD_LENGTH);
  GSocketFamily family = type == LC_DNS_TYPE_A ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;
  gsize size = type == LC_DNS_TYPE_A ? 4 : 16;
  guint16 found, length;
  gsize start;

  if (!owner || !fixed)
    return;
  found = uint16_at (fixed);
  length = uint16_at (fixed + 8);
  start = reader->position;
  if (!reader_take (reader, length) || uint16_at (fixed + 2) != CLASS_IN)
    return;
  if (found == TYPE_CNAME) {
    reader->position = start;
    take_alias (reader, owner, start + length, aliases);
  } else if (found == type) {
    reader->bad |= length != size;
    if (!reader->bad)
      take_address (reader->message + start, family, owner, addresses);
  }
}

/* The records may come in any order. Returns: (transfer none) (nullable): the name that the
 * chain ends at; NULL if it is a loop, or too long for any resolver to follow. */
static const char *
follow_chain (const char *name, GPtrArray *aliases)
{
  for (guint step = 0; step < MAX_CHAIN; step++) {
    const Alias *next = NULL;

    for (guint i = 0; i < aliases->len && !next; i++) {
      const Alias *alias = g_ptr_array_index (aliases, i);

      if (g_ascii_strcasecmp (alias->owner, name) == 0)
        next = alias;
    }
    if (!next)
      return name;
    name = next->target;
  }
  return NULL;
}

static void
keep_addresses (LcDnsAnswer *answer, GPtrArray *addresses, const char *owner)
{
  for (guint i = 0; i < addresses->len; i++) {
    const Address *address = g_ptr_array_index (addresses, i);

    if (g_ascii_strcasecmp (address->owner, owner) == 0
        && !g_ptr_array_find_with_equal_func (answer->addresses, address->text, g_str_equal, NULL))
      g_ptr_array_add (answer->addresses, g_strdup (address->text));
  }
}

static LcDnsAnswer *
read_records (Reader *reader, guint16 type, const char *name, guint count)
{
  g_autoptr (LcDnsAnswer) answer = lc_dns_answer_new (LC_RESOLVE_SERVER_FAILURE);
  g_autoptr (GPtrArray) aliases = g_ptr_array_new_with_free_func (alias_free);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (address_free);
  const char *last;

  for (guint i = 0; i < count && !reader->bad; i++)
    take_record (reader, type, aliases, addresses);
  if (reader->bad)
    return g_steal_pointer (&answer);
  last = follow_chain (name, aliases);
  if (!last)
    return g_steal_pointer (&answer);
  if (g_ascii_strcasecmp (last, name) != 0)
    answer->canonical = g_strdup (last);
  keep_addresses (answer, addresses, last);
  answer->outcome = answer->addresses->len > 0 ? LC_RESOLVE_OK : LC_RESOLVE_NO_ADDRESS;
  return g_steal_pointer (&answer);
}

static LcResolveOutcome
outcome_of_rcode (guint rcode)
{
  switch (rcode) {
  case RCODE_NO_ERROR:
    return LC_RESOLVE_OK;
  case RCODE_NAME_ERROR:
    return LC_RESOLVE_NOT_FOUND;
  case RCODE_NOT_IMPLEMENTED:
  case RCODE_REFUSED:
    return LC_RESOLVE_REFUSED;
  default:
    return LC_RESOLVE_SERVER_FAILURE;
  }
}

static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  return length > 0 && length <= MAX_LABEL
         && strspn (label, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_") == length;
}

LcDnsAnswer *
lc_dns_answer_new (LcResolveOutcome outcome)
{
  LcDnsAnswer *self = g_new0 (LcDnsAnswer, 1);

  self->outcome = outcome;
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
lc_dns_answer_free (LcDnsAnswer *answer)
{
  g_ptr_array_unref (answer->addresses);
  g_free (answer->canonical);
  g_free (answer);
}

GBytes *
lc_dns_name_new (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  g_autoptr (GByteArray) encoded = g_byte_array_new ();
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  if (strlen (name) > MAX_NAME || g_hostname_is_ip_address (name))
    return NULL;
  for (gsize i = 0; labels[i]; i++) {
    guint8 length = (guint8) strlen (labels[i]);

    if (!is_label (labels[i]))
      return NULL;
    g_byte_array_append (encoded, &length, 1);
    g_byte_array_append (encoded, (const guint8 *) labels[i], length);
  }
  if (encoded->len == 0)
    return NULL;
  g_byte_array_append (encoded, (const guint8 *) "", 1);
  return g_byte_array_free_to_bytes (g_steal_pointer (&encoded));
}

gboolean
lc_dns_message_answers (const guint8 *message, gsize length, GBytes *name)
{
  g_return_val_if_fail (message != NULL || length == 0, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  gsize name_length;
  const guint8 *wanted = g_bytes_get_data (name, &name_length);

  if (length < HEADER_LENGTH + name_length + QUESTION_LENGTH)
    return FALSE;
  /* Label lengths are below 'A', so a comparison without case does not blur them. */
  return (uint16_at (message + 2) & FLAG_RESPONSE) && uint16_at (message + 4) == 1
         && g_ascii_strncasecmp ((const char *) message + HEADER_LENGTH, (const char *) wanted,
                                 name_length)
                == 0;
}

gboolean
lc_dns_message_is_truncated (const guint8 *message, gsize length)
{
  g_return_val_if_fail (message != NULL || length == 0, FALSE);

  return length >= HEADER_LENGTH && (uint16_at (message + 2) & FLAG_TRUNCATED);
}

LcDnsAnswer *
lc_dns_message_read (const guint8 *message, gsize length, guint16 type)
{
  g_return_val_if_fail (message != NULL || length == 0, NULL);

  Reader reader = { message, length, 0, FALSE };
  const guint8 *header = reader_take (&reader, HEADER_LENGTH);
  g_autofree char *name = NULL;
  LcResolveOutcome outcome;

  /* c-ares 1.18 takes a question that is sent back for its answer. */
  if (!header || !(uint16_at (header + 2) & FLAG_RESPONSE) || uint16_at (header + 4) != 1)
    return lc_dns_answer_new (LC_RESOLVE_SERVER_FAILURE);
  outcome = outcome_of_rcode (uint16_at (header + 2) & 0xf);
  if (outcome != LC_RESOLVE_OK)
    return lc_dns_answer_new (outcome);
  name = reader_take_name (&reader);
  if (!name || !reader_take (&reader, QUESTION_LENGTH))
    return lc_dns_answer_new (LC_RESOLVE_SERVER_FAILURE);
  return read_records (&reader, type, name, uint16_at (header + 6));
}
