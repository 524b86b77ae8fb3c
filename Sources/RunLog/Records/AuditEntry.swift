import JSON
import Scheduling

/// Something that the log must be able to prove, before it has its place in the chain.
package struct AuditEntry: Sendable {
  /// What happened; the raw values stand in exports and never change.
  package enum Kind: String, Sendable, CaseIterable {
    /// The first entry. Of the runs up to `runs_before` it knows nothing.
    case chainBegun = "chain_begun"
    case runBegun = "run_begun"
    case runEnded = "run_ended"
    /// An interrupted run, or one that needed a human, was taken up again.
    case recoveryBegun = "recovery_begun"
    case resolved
    case confirmed
    /// A drill, a rehearsal or a run has shown how a runbook does.
    case proven
    /// The schedules or runbooks are not those of the run before.
    case projectChanged = "project_changed"
    /// Somebody let changes be made outside windows and in freezes.
    case overrideGranted = "override_granted"
    case overrideClosed = "override_closed"
    case backupPruned = "backup_pruned"
    case approvalRequested = "approval_requested"
    case approved
    case rejected
    case approvalVoided = "approval_voided"
    /// Its window is shut for longer than when it was asked for.
    case approvalProlonged = "approval_prolonged"
    /// Somebody asked anew for what was rejected.
    case approvalReplaced = "approval_replaced"
    /// A task begins by it.
    case approvalUsed = "approval_used"
    case signedOff = "signed_off"
    case acknowledged
    case incidentOpened = "incident_opened"
    case incidentNoted = "incident_noted"
    case incidentLinked = "incident_linked"
    case incidentResolved = "incident_resolved"
  }

  /// A value of a detail.
  package enum Detail: Sendable, Hashable {
    case text(String)
    case integer(Int)
    /// An object, its fields in the order of their names; nil: null.
    case fields([String: String?])
  }

  package var kind: Kind
  package var at: Timestamp
  package var by: Actor
  package var run: Int?
  /// What else belongs to it, in this order. The names `entry`, `at`, `kind`, `by`, `uid`, `run` and `hash` are taken.
  package var details: [(name: String, value: Detail)]

  package init(
    _ kind: Kind, at: Timestamp, by: Actor, run: Int? = nil, details: [(name: String, value: Detail)] = []
  ) {
    self.kind = kind
    self.at = at
    self.by = by
    self.run = run
    self.details = details
  }

}

extension AuditEntry {
  /// The line that is hashed and exported: a JSON object, its fields in a fixed order, for the entry of that number.
  package func text(entry: Int) -> String {
    var json = JSONWriter()
    json.object { json in
      json.field("entry", entry)
      json.field("at", at.microseconds)
      json.field("kind", kind.rawValue)
      json.field("by", by.name)
      json.field("uid", by.uid)
      if let run { json.field("run", run) }
      for (name, value) in details { json.field(name) { value.write(to: &$0) } }
    }
    return json.text
  }
}

extension AuditEntry.Detail {
  fileprivate func write(to json: inout JSONWriter) {
    switch self {
    case .integer(let number): json.value(number)
    case .text(let text): json.value(text)
    case .fields(let fields):
      json.object { json in
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) { json.field(name, value) }
      }
    }
  }
}
