import Diagnostics
import Execution
import Rehearsal
import RunLog

/// What a rehearsal has shown as one HTML page: needs no other file, no script and no network.
package struct RehearsalPage: Sendable {
  private let record: RehearsalRecord

  package init(_ record: RehearsalRecord) { self.record = record }

  package var text: String {
    let title = "Rehearsal of \(TargetText(record.plan.targets))"
    let outcome = record.run.outcome.map(OutcomeText.init) ?? OutcomeText.open(isAlive: false)
    var body = "<h1>\(Self.escaped(title))</h1>\n"
    body += "<p class=\(outcome.style.name)>\(outcome.words) in \(HumanDuration(record.duration))</p>\n"
    body += "<p>\(Self.escaped(record.coverage.text))</p>\n"
    body += Self.list(record.holes.map { "open to the host: \($0)" } + record.notes)
    for finding in record.findings { body += self.finding(finding) }
    for task in record.run.tasks { body += self.task(task) }
    body += section("Changed after the last step", record.laterChanges)
    body += section("Different from the host at the end", record.remaining)
    if !record.leftRunning.isEmpty {
      body += "<h2>Left running</h2>\n" + Self.list(record.leftRunning.map { $0.joined(separator: " ") })
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>\(Self.escaped(title))</title>
      <style>
      \(Self.style)</style>
      </head>
      <body>
      \(body)</body>
      </html>

      """
  }

  private func task(_ task: TaskRecord) -> String {
    let outcome = task.result.map(OutcomeText.init) ?? OutcomeText(TaskOutcome.notStarted)
    let reason = task.result?.reason.map { ": \(Self.escaped($0))" } ?? ""
    let head =
      "<h2>\(Self.escaped(task.name.description)) <span class=\(outcome.style.name)>\(outcome.words)</span></h2>\n"
    return head + (reason.isEmpty ? "" : "<p>\(reason.dropFirst(2))</p>\n") + task.steps.map(step).joined()
  }

  private func step(_ step: StepRecord) -> String {
    let outcome = step.outcome.map(OutcomeText.init) ?? .open(isAlive: false)
    let treatment = record.treatment(of: step.key)
    let changes = record.changes[step.key] ?? []
    var facts = [outcome.words]
    if treatment != .ran {
      facts.append(([treatment.word] + treatment.needs.map { "needs \($0)" }).joined(separator: ", "))
    }
    if let duration = step.duration { facts.append("\(HumanDuration(duration))") }
    facts.append("\(Count(changes.count, "path"))")
    let name = Self.escaped("\(StepPlace(step.key)): \(StepPlace.name(step.name, of: step.key))")
    let isOpen = step.outcome != .succeeded && step.outcome != .skipped ? " open" : ""
    var body = "<pre>\(Self.escaped(step.script))</pre>\n"
    if let detail = step.detail { body += "<p class=bad>\(Self.escaped(detail))</p>\n" }
    if let output = record.output[step.key], !output.isEmpty {
      body += "<pre>\(Self.escaped(output.joined(separator: "\n")))</pre>\n"
    }
    return
      "<details\(isOpen)><summary>\(name) <span class=\(outcome.style.name)>\(Self.escaped(facts.joined(separator: " · ")))"
      + "</span></summary>\n\(body)\(list(of: changes))</details>\n"
  }

  private func section(_ title: String, _ changes: [PathChange]) -> String {
    changes.isEmpty ? "" : "<h2>\(title)</h2>\n" + list(of: changes)
  }

  private func list(of changes: [PathChange]) -> String {
    if changes.isEmpty { return "" }
    return "<ul>\n" + changes.map(item).joined() + "</ul>\n"
  }

  private func item(_ change: PathChange) -> String {
    let text = ChangeText(change)
    let line = "<code>\(text.symbol) \(Self.escaped(text.path))</code> <small>\(Self.escaped(text.words))</small>"
    guard let diff = record.diff(change), !diff.isEmpty else { return "<li>\(line)</li>\n" }
    let lines = diff.map { line in
      let name = line.hasPrefix("+") ? "good" : line.hasPrefix("-") ? "bad" : line.hasPrefix("@") ? "faint" : "plain"
      return "<span class=\(name)>\(Self.escaped(line))</span>"
    }
    return "<li><details><summary>\(line)</summary><pre>\(lines.joined(separator: "\n"))</pre></details></li>\n"
  }

  private func finding(_ finding: UncoveredChange) -> String {
    let words = "\(finding.task), \(StepPlace(finding.step)): changes what no backup, undo or touches covers"
    return "<h2 class=caution>\(DiagnosticID.uncoveredChange.rawValue)</h2>\n<p>\(Self.escaped(words))</p>\n"
      + Self.list(finding.paths.map { HarmlessText.name($0) })
      + "<p>Add to \(Self.escaped(finding.file)):</p>\n<pre>\(Self.escaped(finding.linesToAdd.joined(separator: "\n")))</pre>\n"
  }

  private static func list(_ texts: [String]) -> String {
    texts.isEmpty ? "" : "<ul>\n" + texts.map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul>\n"
  }

  private static func escaped(_ text: String) -> String { HTMLText.escaped(text) }

  private static let style = """
    :root { color-scheme: light dark; }
    body { font: 15px/1.5 system-ui, sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em; }
    pre { background: #8881; padding: .5em; overflow-x: auto; }
    ul { list-style: none; padding-left: 1em; }
    summary { cursor: pointer; }
    .good { color: #197a2f; } .bad, .alarm { color: #c02020; } .caution { color: #a06000; } .faint { opacity: .6; }

    """
}

extension Style {
  /// Of its class in a page.
  fileprivate var name: String {
    switch self {
    case .plain: "plain"
    case .faint: "faint"
    case .good: "good"
    case .caution: "caution"
    case .bad: "bad"
    case .alarm: "alarm"
    }
  }
}
