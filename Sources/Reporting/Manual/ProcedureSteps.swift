import Catalog
import Scheduling

/// The stages of a runbook as numbered steps for people, each with what it depends on.
struct ProcedureSteps {
  let runbook: Runbook

  func add(to text: inout MarkdownText, level: Int) {
    for stage in Stage.allCases {
      if stage == .rollback {
        addWayBack(to: &text, level: level)
      } else if !runbook.steps(of: stage).isEmpty {
        text.heading(Self.title(of: stage), level: level)
        add(runbook.steps(of: stage), to: &text)
      }
    }
  }

  private static func title(of stage: Stage) -> String {
    switch stage {
    case .precheck: "Look first"
    case .backup: "Back up"
    case .change: "Change"
    case .verify: "Verify"
    case .rollback: "Take it back"
    case .cleanup: "Tidy up, whatever happened"
    }
  }

  private func add(_ steps: [Step], to text: inout MarkdownText) {
    for (index, step) in steps.enumerated() {
      text.point("\(index + 1).", "**\(MarkdownText.escaped(step.name))**", parts: [block(step)] + conditions(of: step))
    }
  }

  private func addWayBack(to text: inout MarkdownText, level: Int) {
    guard !runbook.change.isEmpty || !runbook.rollback.isEmpty else { return }
    text.heading(Self.title(of: .rollback), level: level)
    if let reason = runbook.noRollbackReason {
      return text.paragraph("There is no way back: \(MarkdownText.escaped(reason)).")
    }
    let undone = runbook.change.indices.reversed().filter { runbook.change[$0].undo != nil }
    if !undone.isEmpty {
      text.paragraph("What was begun of the change, also if it failed in the middle, the last first:")
      for index in undone { addUndo(of: index, to: &text) }
    }
    let paths = runbook.backup.compactMap(\.pathAction?.path).reversed()
    let restores = paths.map { PathAction.restore(path: $0).step(place: runbook.place) }
    let steps = runbook.rollback.isEmpty ? restores : runbook.rollback
    if !undone.isEmpty, !steps.isEmpty { text.paragraph("Then:") }
    add(steps, to: &text)
  }

  private func addUndo(of index: Int, to text: inout MarkdownText) {
    let step = runbook.change[index]
    text.point(
      "-", "change \(index + 1), \(MarkdownText.escaped(step.name)):",
      parts: [MarkdownText.block(step.undo ?? "", language: step.shell.rawValue)])
  }

  // MARK: - A step

  private func block(_ step: Step) -> String {
    switch step.pathAction {
    case nil: MarkdownText.block(Self.variables(of: step) + step.run, language: step.shell.rawValue)
    case .backup(let path, let exclude): MarkdownText.block(archiving(path, exclude))
    case .restore(let path): MarkdownText.block(unpacking(path))
    }
  }

  private static func variables(of step: Step) -> String {
    step.environment.map { "export \($0.name)=\(ShellText.quoted($0.value))\n" }.joined()
  }

  /// What maint does with an archive and a manifest of its own, as near to it as tar comes.
  private func archiving(_ path: String, _ exclude: [String]) -> String {
    let patterns = exclude.map { " --exclude=\(ShellText.quoted($0))" }.joined()
    let name = ShellText.quoted(String(path.dropFirst()))
    return "tar --acls --xattrs --numeric-owner -C /\(patterns) -cpf \(archive(of: path)) \(name)\n"
      + "tar -C / -df \(archive(of: path))  # says nothing if the archive is whole"
  }

  private func unpacking(_ path: String) -> String {
    let quoted = ShellText.quoted(path)
    return "mv \(quoted) \(ShellText.quoted(path + ".before-restore"))\n"
      + "tar --acls --xattrs --numeric-owner -C / -xpf \(archive(of: path))"
  }

  /// nil: nothing.
  private func excluded(from path: String) -> [String]? {
    for case .backup(path, let exclude) in runbook.backup.compactMap(\.pathAction) where !exclude.isEmpty {
      return exclude
    }
    return nil
  }

  private func archive(of path: String) -> String {
    let number = runbook.backup.firstIndex { $0.pathAction?.path == path } ?? 0
    return "\"$MAINT_BACKUP_DIR\"/\(number + 1).tar"
  }

  private func conditions(of step: Step) -> [String] {
    var words: [String] = []
    if let condition = step.condition {
      if condition.contains("\n") {
        words.append("only if this succeeds:\n\n\(MarkdownText.block(condition))\n")
      } else {
        words.append("only if \(MarkdownText.code(condition)) succeeds")
      }
    }
    if case .restore(let path) = step.pathAction, let patterns = excluded(from: path) {
      let old = MarkdownText.code(path + ".before-restore")
      words.append(
        "what the backup left out, \(RunbookPage.codes(patterns)), is still in \(old): copy it back from there")
    }
    if let user = step.user { words.append("as the user \(MarkdownText.code(user))") }
    if let directory = step.workingDirectory { words.append("in \(MarkdownText.code(directory))") }
    if let timeout = step.timeout { words.append("\(DurationText.format(timeout)) at most") }
    if step.retries > 0 {
      let wait = step.delay > .zero ? ", after \(DurationText.format(step.delay))" : ""
      words.append("if it fails, try it up to \(Count(step.retries, "more time"))\(wait)")
    }
    if step.exitCodes != [0] {
      words.append("it is well with the exit codes \(step.exitCodes.sorted().map { "\($0)" }.joined(separator: ", "))")
    }
    switch step.onFailure {
    case .fail: break
    case .warn: words.append("if it fails, note that and go on")
    case .skip: words.append("if it fails, there is nothing to do on this host")
    }
    if step.processes == .keep { words.append("what it starts goes on running") }
    return words.map { "- \($0)" }.isEmpty ? [] : [words.map { "- \($0)" }.joined(separator: "\n")]
  }
}
