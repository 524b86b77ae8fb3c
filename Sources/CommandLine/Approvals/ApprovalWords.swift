import Catalog
import Planning
import Reporting
import RunLog
import Scheduling

/// What operators are told of the approval that a task waits for, in one line.
struct ApprovalWords {
  let zone: Zone
  let command: NextCommand
  /// Who stands behind each role.
  var roles: [String: [String]] = [:]

  init(_ context: Context) { (zone, command) = (context.zone, NextCommand(context)) }

  /// Of a project by its absolute path, for who reads them elsewhere.
  init(_ context: Context, elsewhereOf project: String) {
    (zone, command) = (context.zone, NextCommand(context, elsewhereOf: project))
  }

  /// The same, with who stands behind each role.
  func naming(_ roles: [String: [String]]) -> ApprovalWords {
    var words = self
    words.roles = roles
    return words
  }

  /// Why the task does not begin; nil where it may.
  func reason(_ answer: ApprovalAnswer, at now: Timestamp) -> String? {
    switch answer {
    case .given: nil
    case .waits(let record): waits(record, at: now)
    case .rejected(let record): rejected(record)
    case .altered(let record): anew(record)
    case .requested(let record, nil): "\(need(record.demands)): request \(record.number) was made"
    case .requested(let record, let instead?):
      "\(need(record.demands)): request \(record.number) was made, for request \(instead.request) counts no more: "
        + HarmlessText.words(instead.why)
    }
  }

  /// What a run would find that began now, and that has found this.
  func outlook(_ request: ApprovalRequest, _ found: ApprovalHistory.Finding?, at now: Timestamp) -> PlannedApproval {
    let need = need(request.demands)
    guard let found else { return PlannedApproval(isGiven: false, request: nil, words: "\(need): a run asks for it") }
    let (last, number) = (found.record, found.record.number)
    switch found.standing {
    case .given:
      let names = Self.names(last)
      let words = "request \(number) is approved by \(names), until \(zone.minute(last.expiresAt, on: now))"
      return PlannedApproval(isGiven: true, request: number, words: words)
    case .waits: return PlannedApproval(isGiven: false, request: number, words: waits(last, at: now))
    case .rejected: return PlannedApproval(isGiven: false, request: number, words: rejected(last))
    case .altered: return PlannedApproval(isGiven: false, request: number, words: anew(last))
    case .changed(let differences):
      let what = HarmlessText.words(differences.joined(separator: "; "))
      let words = "\(need): request \(number) counts no more: \(what); a run asks anew"
      return PlannedApproval(isGiven: false, request: nil, words: words)
    case .expired, .over:
      return PlannedApproval(isGiven: false, request: nil, words: "\(need): a run asks for it")
    }
  }

  /// The same of a request that is open, with what somebody has found of it.
  func outlook(_ record: ApprovalRecord, at now: Timestamp) -> String {
    if record.isAltered { return anew(record) }
    if !record.changes.isEmpty {
      return "request \(record.number) counts no more: \(HarmlessText.words(record.changes.joined(separator: "; ")))"
    }
    guard record.isComplete else { return naming(record.roles).waits(record, at: now) }
    return
      "request \(record.number) is approved by \(Self.names(record)), until \(zone.minute(record.expiresAt, on: now))"
  }

  /// Those who approved it, each once.
  static func names(_ record: ApprovalRecord) -> String { names(record.words) }

  static func names(_ words: [ApprovalRecord.Word]) -> String {
    var names: [String] = []
    for word in words where !names.contains(word.by.name) { names.append(word.by.name) }
    return names.joined(separator: " and ")
  }

  /// What begins a task outside its window and in a freeze.
  static let overriding = [Option.overrideWindow.flag, "\(Option.reason.flag) 'TEXT'"]

  /// The command that begins the task of a request.
  func run(_ record: ApprovalRecord, options: [String] = []) -> String {
    command(.run, [record.task.description], with: record.arguments, options: options)
  }

  /// What is to be done where too few are left who can say yes.
  func another(_ record: ApprovalRecord) -> String {
    "for another than \(record.requestedBy.name) to type: " + run(record, options: [Option.requestApproval.flag])
  }

  private func waits(_ record: ApprovalRecord, at now: Timestamp) -> String {
    let given = record.words.isEmpty ? "" : ", approved by \(Self.names(record)) so far"
    return "\(need(record.demands)): request \(record.number) waits since "
      + "\(zone.minute(record.requestedAt, on: now))\(given)\(record.lapsedWords)"
  }

  /// Somebody has said no to just that.
  func rejected(_ record: ApprovalRecord) -> String {
    let ending = record.ending.map { " by \($0.by.name): \(HarmlessText.words($0.reason))" } ?? ""
    return "request \(record.number) for it was rejected\(ending); "
      + "\(run(record, options: [Option.requestApproval.flag])) asks anew"
  }

  /// What became of a request that somebody changed in the run log.
  var altered: String {
    "is not as the audit chain tells: somebody else than maint has changed it in the run log, so it lets nothing begin"
  }

  private func anew(_ record: ApprovalRecord) -> String {
    "request \(record.number) for it \(altered) (\(command("audit verify"))); "
      + "\(run(record, options: [Option.requestApproval.flag])) asks anew"
  }

  private func need(_ demands: [ApprovalDemand]) -> String {
    "needs approval of \(ApprovalDemand.words(demands, members: roles))"
  }
}
