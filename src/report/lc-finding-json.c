/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/lc-finding-json.h"

static gpointer
create_finding (void)
{
  return lc_finding_new (NULL, LC_SEVERITY_NOTE, LC_CONFIDENCE_INCONCLUSIVE, LC_OWNER_UNKNOWN);
}

static const LcField finding_fields[] = {
  LC_FIELD (LcFinding, code, "code", LC_FIELD_STRING, .flags = LC_JSON_NOT_EMPTY),
  LC_REQUIRED_WORD (LcFinding, severity, lc_words_severity),
  LC_REQUIRED_WORD (LcFinding, confidence, lc_words_confidence),
  LC_REQUIRED_WORD (LcFinding, owner, lc_words_owner),
  LC_REQUIRED_STRING (LcFinding, title),
  LC_REQUIRED_STRING (LcFinding, detail),
  LC_REQUIRED_STRING (LcFinding, remedy),
  LC_FIELD (LcFinding, evidence, "evidence", LC_FIELD_STRINGS),
  LC_FIELD (LcFinding, rows, "rows", LC_FIELD_STRINGS),
  LC_OPTIONAL_STRING (LcFinding, folded_under),
  LC_FIELD (LcFinding,
            owner_confidence,
            "owner_confidence",
            LC_FIELD_WORD,
            .flags = LC_JSON_OPTIONAL,
            .words = &lc_words_owner_confidence),
};

const LcRecordType lc_finding_type
    = LC_RECORD_TYPE (finding_fields, .create = create_finding, .create_list = lc_findings_new);

static gpointer
create_capability (void)
{
  return lc_capability_new (NULL, NULL, LC_STATUS_CANCELLED);
}

static const LcField capability_fields[] = {
  LC_FIELD (LcCapability, id, "id", LC_FIELD_STRING, .flags = LC_JSON_NOT_EMPTY),
  LC_REQUIRED_STRING (LcCapability, title),
  LC_REQUIRED_WORD (LcCapability, status, lc_words_status),
  LC_FIELD (LcCapability, rows, "rows", LC_FIELD_STRINGS),
};

const LcRecordType lc_capability_type = LC_RECORD_TYPE (capability_fields,
                                                        .create = create_capability,
                                                        .create_list = lc_capabilities_new);
