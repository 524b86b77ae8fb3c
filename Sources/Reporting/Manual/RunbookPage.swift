import Catalog
import Planning
import Scheduling

/// A runbook as a procedure that people can read, and follow by hand where maint is not there to do it.
package struct RunbookPage: Sendable {
  let runbook: Runbook
  /// What its author tells those who read its file.
  let preface: String?
  let defaults: Defaults
  /// By the schedules, in their order; the runbook by itself last.
  let uses: [RunbookUse]
  /// nil where there is no way back that a drill could prove.
  let proof: RollbackProof?
  /// Absolute paths.
  let project: String
  let state: String
  let now: Timestamp

  package init(
    _ runbook: Runbook, preface: String?, defaults: Defaults, uses: [RunbookUse], proof: RollbackProof?,
    project: String,
    state: String, now: Timestamp
  ) {
    self.runbook = runbook
    self.preface = preface
    self.defaults = defaults
    self.uses = uses
    self.proof = proof
    self.project = project
    self.state = state
    self.now = now
  }

  /// `level`: that of the heading; `times`: when tasks are due, in words.
  func add(to text: inout MarkdownText, level: Int, times: [TaskName: String]) {
    text.heading(runbook.name, level: level)
    if let description = runbook.description { text.paragraph(MarkdownText.escaped(description) + ".") }
    if let preface { text.paragraph(MarkdownText.block(preface, language: "text")) }
    text.list(facts(times))
    if !runbook.parameters.isEmpty {
      text.heading("Parameters", level: level + 1)
      text.table(["name", "unless given", "meaning"], runbook.parameters.map(Self.row))
    }
    addTouched(to: &text, level: level + 1)
    text.heading("By hand", level: level + 1)
    text.paragraph(Self.instruction)
    text.paragraph(MarkdownText.block(preparation))
    ProcedureSteps(runbook: runbook).add(to: &text, level: level + 1)
    if let copy = runbook.copyCommand(defaults) {
      text.heading("Take the backup off-site", level: level + 1)
      text.paragraph(MarkdownText.block(copy.run))
    }
  }

  // MARK: - In short

  private func facts(_ times: [TaskName: String]) -> [String] {
    var facts: [String] = []
    let kinds = [runbook.category?.rawValue, runbook.kind?.rawValue].compactMap(\.self)
    if !kinds.isEmpty { facts.append("Kind: \(kinds.joined(separator: ", "))") }
    facts += uses.compactMap { $0.task.map { Self.fact(of: $0, times[$0.name]) } }
    facts.append("By itself: \(MarkdownText.code(command))")
    if !runbook.requires.isEmpty { facts.append("Needs the commands \(Self.codes(runbook.requires))") }
    if !runbook.locks.isEmpty { facts.append("Never at once with what holds the locks \(Self.codes(runbook.locks))") }
    for secret in runbook.secrets { facts.append("Secret \(MarkdownText.code(secret.name)): \(Self.origin(secret))") }
    facts += uses.compactMap(Self.timeFact)
    if let proof { facts.append("Way back: \(MarkdownText.escaped(proof.words(now: now)))") }
    if let reason = runbook.noRollbackReason { facts.append("No way back: \(MarkdownText.escaped(reason))") }
    if let keep = runbook.keep { facts.append("Backups kept: \(keep)") }
    if let rule = runbook.approval {
      facts.append("Begins only with the approval of \(ApprovalDemand(rule).words)")
    }
    if let wait = runbook.confirm {
      facts.append("Rolled back unless somebody confirms within \(DurationText.format(wait)) that it works")
    }
    return facts
  }

  private var command: String {
    let required = runbook.parameters.filter(\.isRequired).map { " --with \($0.name)=…" }.joined()
    return "maint run runbook:\(runbook.name)\(required)"
  }

  private static func fact(of task: MaintenanceTask, _ time: String?) -> String {
    var words = MarkdownText.code("\(task.name)")
    if let time { words += ", \(time)" }
    if !task.needs.isEmpty { words += ", after \(codes(task.needs.map { "\($0.task)" }))" }
    let arguments = task.arguments.map { MarkdownText.code("\($0.name)=\($0.value)") }
    if !arguments.isEmpty { words += ", with \(arguments.joined(separator: ", "))" }
    return "Task \(words)"
  }

  private static func timeFact(_ use: RunbookUse) -> String? {
    let name = MarkdownText.code(use.task.map { "\($0.name)" } ?? "alone")
    func words(_ estimate: Estimate, _ what: String) -> String {
      "\(what) \(HumanDuration(estimate.median)) (median), \(HumanDuration(estimate.percentile95)) (95th percentile) "
        + "in \(Count(estimate.count, "run"))"
    }
    let parts = [use.forward.map { words($0, "takes") }, use.rollback.map { words($0, "the way back") }]
    let known = parts.compactMap(\.self)
    if known.isEmpty { return use.task == nil ? nil : "How long \(name) takes is not known: no run has succeeded yet" }
    return "\(name) \(known.joined(separator: "; "))"
  }

  private static func origin(_ secret: Secret) -> String {
    switch secret.origin {
    case .file(let path): "the file \(MarkdownText.code(path))"
    case .command(let text): "what \(MarkdownText.code(text)) prints"
    case .credential(let name): "the systemd credential \(MarkdownText.code(name))"
    }
  }

  private static func row(_ parameter: Parameter) -> [String] {
    let usual =
      parameter.isRequired
      ? "**required**" : parameter.defaultValue.map { $0.isEmpty ? "empty" : MarkdownText.code($0) } ?? ""
    var meaning = parameter.help.map { MarkdownText.escaped($0) } ?? ""
    let allowed =
      parameter.choices.isEmpty
      ? parameter.pattern.map { "must match \(MarkdownText.code($0))" } : "one of \(codes(parameter.choices))"
    if let allowed { meaning += (meaning.isEmpty ? "" : "; ") + allowed }
    return [MarkdownText.code(parameter.name), usual, meaning]
  }

  static func codes(_ texts: [String]) -> String { texts.map { MarkdownText.code($0) }.joined(separator: ", ") }

  // MARK: - What it touches

  private func addTouched(to text: inout MarkdownText, level: Int) {
    text.heading("What it touches", level: level)
    guard !runbook.change.isEmpty else {
      return text.paragraph(
        "Nothing: it has no change stage. What its steps write are reports, and backups where it makes some.")
    }
    var points = runbook.backup.compactMap(\.pathAction).map { action in
      guard case .backup(let path, let exclude) = action, !exclude.isEmpty else {
        return "\(MarkdownText.code(action.path)), backed up as a whole"
      }
      return "\(MarkdownText.code(path)), backed up but for \(Self.codes(exclude))"
    }
    points += runbook.touches.map { "\(MarkdownText.code($0)), which its rollback puts back" }
    if !runbook.ignored.isEmpty { points.append("\(Self.codes(runbook.ignored)), where it does not matter") }
    if points.isEmpty { return text.paragraph("What its change steps say below, and what they take back themselves.") }
    text.list(points)
  }

  // MARK: - By hand

  private static let instruction = """
    As root, in a shell of its own (`sh`), to which you first give the block below. Each further block is one step: paste it \
    into a `sh -eu`, or that of the user named there, leave it with Ctrl-D, and `remember` what it noted for later ones. Stop \
    at the first that fails: before the first change nothing was touched, after it go to *Take it back*, and set \
    `MAINT_OUTCOME=rolled_back` before you tidy up. `$MAINT_BACKUP_DIR` is your way back: remove it when you are sure.
    """

  private var preparation: String {
    let hasUsers = Stage.allCases.contains { runbook.steps(of: $0).contains { $0.user != nil } }
    var lines = [
      "cd /; umask 022",
      "export MAINT_PROJECT=\(ShellText.quoted(project)) MAINT_STATE=\(ShellText.quoted(state)) MAINT_EXECUTABLE=maint",
      "export MAINT_BACKUP_DIR=\"$(mktemp -d /var/tmp/by-hand.XXXXXX)\" MAINT_ENV=\"$(mktemp)\" MAINT_SUMMARY=\"$(mktemp)\"",
      "export MAINT_RUN=0 MAINT_TASK=\(TaskName(tier: nil, name: runbook.name)) MAINT_OUTCOME=succeeded MAINT_FAILED_STEP=",
      "export MAINT_METRICS=/dev/null MAINT_WARNINGS=/dev/stderr MAINT_REHEARSAL=0",
      "remember() { while IFS= read -r line; do export \"$line\"; done <\"$MAINT_ENV\"; }",
    ]
    if hasUsers { lines.append("chmod a+rw \"$MAINT_ENV\" \"$MAINT_SUMMARY\"  # steps of other users write to them") }
    lines += runbook.parameters.map { parameter in
      let value = parameter.isRequired ? "…" : ShellText.quoted(parameter.defaultValue ?? "")
      return "export \(parameter.name)=\(value)" + (parameter.isRequired ? "  # required" : "")
    }
    lines += runbook.secrets.map { "export \($0.name)=…  # secret" }
    return lines.joined(separator: "\n")
  }
}
