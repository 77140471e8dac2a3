/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "catalog/lc-catalog.h"
#include "report/lc-record-table.h"

/* The two functions of lc-codes.h for one enumeration, for values that are known by address. */
#define DEFINE_WORDS(prefix, Type, words)                                                          \
  static const char *prefix##_to_word (gconstpointer value)                                        \
  {                                                                                                \
    return lc_##prefix##_to_string (*(const Type *) value);                                        \
  }                                                                                                \
  static gboolean prefix##_from_word (const char *word, gpointer value)                            \
  {                                                                                                \
    return lc_##prefix##_from_string (word, value);                                                \
  }                                                                                                \
  const LcRecordWords lc_words_##prefix = { prefix##_to_word, prefix##_from_word, words }

DEFINE_WORDS (
    status,
    LcStatus,
    N_ ("\"pass\", \"degraded\", \"fail\", \"inconclusive\", \"skipped\" or \"cancelled\""));
DEFINE_WORDS (code, LcCode, N_ ("a code of this version, as \"tcp-timeout\""));
DEFINE_WORDS (phase, LcPhase, N_ ("\"dns\", \"tcp\", \"proxy\", \"tls\", \"app\" or \"udp\""));
DEFINE_WORDS (owner, LcOwner, N_ ("an owner of this version, as \"firewall\""));
DEFINE_WORDS (owner_confidence, LcOwnerConfidence, N_ ("\"proven\", \"likely\" or \"unknown\""));
DEFINE_WORDS (confidence, LcConfidence, N_ ("\"proven\", \"likely\" or \"inconclusive\""));
DEFINE_WORDS (severity, LcSeverity, N_ ("\"error\", \"warning\" or \"note\""));
DEFINE_WORDS (transport, LcTransport, N_ ("\"tcp\" or \"udp\""));
DEFINE_WORDS (verdict, LcVerdict, N_ ("\"ok\", \"degraded\", \"blocked\" or \"inconclusive\""));
DEFINE_WORDS (protocol, LcProtocol, N_ ("a protocol of this version, as \"https\""));
