import Diagnostics
import Scheduling
import Syntax
import Testing

@testable import Catalog
@testable import Linting
import TestSupport

/// A project in memory, linted as `maint check` does it.
struct LintedProject {
  /// Texts by file name without `.yaml`; marks are taken out.
  var runbooks: [String: String] = [:]
  /// Unless given, a tier with a task for each runbook.
  var schedule: String?
  var durations: [TaskName: [Duration]] = [:]
  var modes: [String: UInt32] = [:]
  var now = Zone.utc.timestamp(of: CivilDate(year: 2026, month: 11, day: 22))

  struct Host: LintHost {
    let modes: [String: UInt32]
    func mode(ofFile path: String) -> UInt32? { modes[path] }
    func exists(_ path: String) -> Bool { !path.hasPrefix("/missing") }
    func isOutOfSight(_ path: String) -> Bool { path.hasPrefix("/barred") }
    func isUser(_ name: String) -> Bool { ["anna", "berta", "carla"].contains(name) }
    func isGroup(_ name: String) -> Bool { ["anna", "operators", "deserted"].contains(name) }
    func isEmptyGroup(_ name: String) -> Bool { name == "deserted" }
    func refusals(ofSecret path: String) -> [Diagnostic] { [] }
  }

  struct Finding: Hashable, CustomStringConvertible {
    let path: String
    let mark: Int?
    let id: DiagnosticID

    var description: String { "\(path) «\(mark.map(String.init) ?? "–")» \(id.rawValue)" }
  }

  /// The linter over the project's files as they are bound, and what binding found.
  func linter() -> (linter: Linter, problems: DiagnosticBag) {
    var problems = DiagnosticBag()
    func tree(_ path: String, _ text: String) -> SyntaxTree? {
      Parser.parse(Source(path: path, text: MarkedText(text).text), diagnostics: &problems)
    }
    let files = runbooks.sorted { $0.key < $1.key }.map { name, text in
      let file = ProjectFile(path: "runbooks/\(name).yaml", name: name)
      return (file: file, tree: tree(file.path, text))
    }
    let catalog = CatalogLoader.bind(
      runbooks: files, schedules: [tree("schedules/main.yaml", scheduleText)], diagnostics: &problems)
    return (Linter(catalog: catalog, problems: problems), problems)
  }

  func warnings() -> [Diagnostic] {
    linter().linter.warnings(durations: durations, host: Host(modes: modes), at: now, hostZone: .utc).sorted
  }

  func findings(_ diagnostics: [Diagnostic]) -> [Finding] {
    var marks = ["schedules/main.yaml": MarkedText(scheduleText).marks]
    for (name, text) in runbooks { marks["runbooks/\(name).yaml"] = MarkedText(text).marks }
    return diagnostics.map { diagnostic in
      let offset = diagnostic.range?.lower
      let mark = marks[diagnostic.place.path]?.first { $0.value == offset }?.key
      return Finding(path: diagnostic.place.path, mark: mark, id: diagnostic.id)
    }
  }

  private var scheduleText: String {
    let tasks = runbooks.keys.sorted().map { "    - \($0)\n" }.joined()
    return schedule ?? "maintenance_schedule:\n  daily:\n\(tasks)"
  }
}

/// The runbook, run by a daily task, has exactly these warnings of this kind, at the marks 1 and so on.
func expectWarnings(
  _ runbook: String, _ id: DiagnosticID, count: Int, location: Testing.SourceLocation = #_sourceLocation
) {
  let project = LintedProject(runbooks: ["main": runbook])
  let (_, problems) = project.linter()
  #expect(!problems.hasErrors, "\(problems.sorted.map(\.message))", sourceLocation: location)
  let found = project.findings(project.warnings().filter { $0.id == id })
  let expected =
    (0..<count).map { LintedProject.Finding(path: "runbooks/main.yaml", mark: $0 + 1, id: id) }
  #expect(found == expected, sourceLocation: location)
}
