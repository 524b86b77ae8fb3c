import JSON
import Planning
import RunLog
import Scheduling

/// `maint approvals`: what waits for somebody's word, who asked, and what it would do.
package struct ApprovalListReport {
  private let records: [ApprovalRecord]
  private let now: Timestamp
  private let zone: Zone
  private let command: (ApprovalRecord) -> String

  /// `command`: what is to be typed next for one that is open.
  package init(_ records: [ApprovalRecord], now: Timestamp, zone: Zone, command: @escaping (ApprovalRecord) -> String) {
    self.records = records
    self.now = now
    self.zone = zone
    self.command = command
  }

  /// The whole plan is shown of one alone.
  package func text(appearance: Appearance) -> String {
    if records.isEmpty { return appearance.render([StyledText("Nothing waits for approval.")]) }
    var lines: [StyledText] = []
    for record in records {
      if !lines.isEmpty { lines.append("") }
      lines += block(record)
    }
    guard let record = records.first, records.count == 1 else { return appearance.render(lines) }
    let plan = record.plan.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      StyledText(line.isEmpty ? "" : "   \(line)")
    }
    return appearance.render(lines + [""] + plan.dropLast(record.plan.hasSuffix("\n") ? 1 : 0))
  }

  private func block(_ record: ApprovalRecord) -> [StyledText] {
    let state = record.state(at: now)
    let of = record.approvers
    let changes = HarmlessText.words(record.changes.joined(separator: "; "))
    let isPlain = changes.isEmpty || record.isAltered
    let later = state == .approved ? record.shut.map { ", not now: \(HarmlessText.words($0))" } ?? "" : ""
    let what =
      isPlain
      ? Self.words(state, of: of) + later : "counts no more: \(changes)\(record.past != nil ? "" : "; a run asks anew")"
    let head =
      StyledText("\(record.number)  \(record.task): ")
      + StyledText(what, isPlain ? state.style : .caution)
    let by = "\(record.requestedBy.name) with run \(record.run)"
    var rows = [("asked", "\(zone.minute(record.requestedAt)) by \(by)")]
    for (number, demand) in record.demands.enumerated() {
      rows.append(("given", "\(record.given(number)) of \(demand.needed)\(names(record, number))"))
    }
    if let ending = record.ending {
      rows.append((ending.kind.rawValue, words(ending, of: record)))
    } else if let run = record.usedBy, record.isSpent {
      rows.append(("used", "by run \(run)"))
    } else {
      rows.append(("expires", zone.minute(record.expiresAt)))
    }
    let window = record.subject.parts.first { $0.kind == .window }
    rows.append(("window", HarmlessText.words(window?.value ?? "")))
    rows.append(("does", steps(record)))
    rows.append(("hash", record.hash))
    if record.isOpen(at: now) { rows.append(("next", command(record))) }
    return [head]
      + rows.filter { !$0.1.isEmpty }.map { label, value in
        StyledText("   \(label)".padding(to: 13), .faint) + StyledText(value)
      }
  }

  private func names(_ record: ApprovalRecord, _ demand: Int) -> String {
    let words = record.words.filter { $0.demand == demand }.map { word in
      "\(word.by.name) \(zone.minute(word.at, on: now))" + (word.note.map { " (\(HarmlessText.words($0)))" } ?? "")
    }
    return (words.isEmpty ? "" : ": " + words.joined(separator: ", ")) + (demand == 0 ? record.lapsedWords : "")
  }

  /// Who came upon a request whose time was up, or that counts no more, has not ended it.
  private func words(_ ending: ApprovalRecord.Ending, of record: ApprovalRecord) -> String {
    let (at, reason) = (zone.minute(ending.at), HarmlessText.words(ending.reason))
    return switch ending.kind {
    case .rejected: "\(at) by \(ending.by.name): \(reason)"
    case .voided: "\(at): \(reason)"
    case .expired: "\(zone.minute(min(record.expiresAt, ending.at))): \(reason)"
    }
  }

  /// The parameters; the steps stand in the plan.
  private func steps(_ record: ApprovalRecord) -> String {
    let values = record.subject.parts.filter { $0.kind == .parameter }.map { "\($0.name)=\($0.value)" }
    let with = values.isEmpty ? "" : " with \(HarmlessText.words(values.joined(separator: " ")))"
    return "runbook \(record.runbook)\(with)"
      + (records.count > 1 ? "; maint approvals \(record.number) shows its steps" : "")
  }

  private static func words(_ state: ApprovalRecord.State, of names: String) -> String {
    switch state {
    case .waiting: "waits for approval of \(names)"
    case .approved: "approved, may begin"
    case .rejected: "rejected"
    case .voided: "counts no more"
    case .expired: "expired"
    case .used: "used"
    case .altered: "altered: not as the audit chain tells (maint audit verify); it lets nothing begin"
    }
  }
}

extension ApprovalListReport {
  /// - `at`: when this was asked
  /// - `approvals`: each `request`, its number; `task`, `runbook`, `project`; `state` (`waiting`, `approved`, `rejected`,
  ///   `voided`, `expired`, `used`, `altered`: not as the audit chain tells); `run`, `requested_at`, `requested_by`,
  ///   `requested_uid` of who asked; `expires_at`; `hash`; `demands`, each `from`, `needed`, `given`, `self`, and
  ///   `approved_by`, those whose word counts: each `name`, `uid`, `at`, `note`; `lapsed`, those who may not approve it any
  ///   more: each `name`, `uid`, `at`;
  ///   `ended_at`, `ended_by`, `reason`, null while it is open; `used_by`, the run that began by it, or null; `parts`, what
  ///   is approved: each `kind`, `name`, `value` (of the schedule's settings those of kind `plan` named `setting KEY`); `changes`, what is different now, in words; `shut`, why the
  ///   task does not begin now, approved or not, or null; `plan`, what it would do, as text
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("at", now)
      json.list("approvals", of: records, write)
    }
    json.lineBreak()
    return json.text
  }

  private func write(_ record: ApprovalRecord, _ json: inout JSONWriter) {
    json.field("request", record.number)
    json.field("task", record.task.description)
    json.field("runbook", record.runbook)
    json.field("project", record.project)
    json.field("state", record.state(at: now).rawValue)
    json.field("run", record.run)
    json.field("requested_at", record.requestedAt)
    json.field("requested_by", record.requestedBy.name)
    json.field("requested_uid", record.requestedBy.uid)
    json.field("expires_at", record.expiresAt)
    json.field("hash", record.hash)
    json.list("demands", of: record.demands.enumerated()) { entry, json in
      json.field("from", entry.element.from)
      json.field("needed", entry.element.needed)
      json.field("given", record.given(entry.offset))
      json.field("self", entry.element.allowsSelf)
      json.list("approved_by", of: record.words.filter { $0.demand == entry.offset }) { word, json in
        json.field("name", word.by.name)
        json.field("uid", word.by.uid)
        json.field("at", word.at)
        json.field("note", word.note)
      }
      json.list("lapsed", of: record.lapsed.filter { $0.demand == entry.offset }) { word, json in
        json.field("name", word.by.name)
        json.field("uid", word.by.uid)
        json.field("at", word.at)
      }
    }
    json.field("ended_at", record.ending?.at)
    json.field("ended_by", record.ending?.by.name)
    json.field("reason", record.ending?.reason)
    json.field("used_by", record.usedBy)
    json.list("parts", of: record.subject.parts) { part, json in
      json.field("kind", part.kind.rawValue)
      json.field("name", part.name)
      json.field("value", part.value)
    }
    json.field("changes", record.changes)
    json.field("shut", record.shut)
    json.field("plan", record.plan)
  }
}

extension ApprovalRecord.State {
  var style: Style {
    switch self {
    case .waiting: .caution
    case .approved: .good
    case .altered: .alarm
    case .rejected, .voided, .expired, .used: .faint
    }
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - utf8.count))
  }
}
