/// How `maint audit export` prints the chain.
enum AuditFormat: String, CaseIterable { case json, csv }
