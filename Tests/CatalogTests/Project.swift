import Diagnostics
import Syntax
import Testing

@testable import Catalog
import TestSupport

/// A project in memory: named texts, bound as the loader binds files.
struct Project {
  /// By file name without `.yaml`; marks are taken out.
  var schedules: [String: String] = [:]
  var runbooks: [String: String] = [:]

  struct Problem: Hashable, CustomStringConvertible {
    let path: String
    let mark: Int?
    let id: DiagnosticID

    var description: String { "\(path) «\(mark.map(String.init) ?? "–")» \(id.rawValue)" }
  }

  func load() -> (catalog: Catalog, diagnostics: [Diagnostic]) {
    var bag = DiagnosticBag()
    func tree(_ path: String, _ text: String) -> SyntaxTree? {
      Parser.parse(Source(path: path, text: MarkedText(text).text), diagnostics: &bag)
    }
    let runbooks = runbooks.sorted { $0.key < $1.key }.map { name, text in
      let file = ProjectFile(path: "runbooks/\(name).yaml", name: name)
      return (file: file, tree: tree(file.path, text))
    }
    let schedules = schedules.sorted { $0.key < $1.key }.map { tree("schedules/\($0.key).yaml", $0.value) }
    let catalog = CatalogLoader.bind(runbooks: runbooks, schedules: schedules, diagnostics: &bag)
    return (catalog, bag.sorted)
  }

  /// What was found, each at the mark that stands there.
  func problems() -> [Problem] {
    var marks: [String: [Int: Int]] = [:]
    for (name, text) in schedules { marks["schedules/\(name).yaml"] = MarkedText(text).marks }
    for (name, text) in runbooks { marks["runbooks/\(name).yaml"] = MarkedText(text).marks }
    return load().diagnostics.map { diagnostic in
      let offset = diagnostic.range?.lower
      let mark = marks[diagnostic.place.path]?.first { $0.value == offset }?.key
      return Problem(path: diagnostic.place.path, mark: mark, id: diagnostic.id)
    }
  }
}

/// The schedule has exactly these problems, each at the mark of its position in the list, from 1.
func expectSchedule(
  _ text: String, runbooks: [String: String] = [:], _ ids: DiagnosticID...,
  location: Testing.SourceLocation = #_sourceLocation
) {
  let project = Project(schedules: ["main": text], runbooks: runbooks)
  expect(project, path: "schedules/main.yaml", ids, location)
}

/// The runbook has exactly these problems, each at the mark of its position in the list, from 1.
func expectRunbook(_ text: String, _ ids: DiagnosticID..., location: Testing.SourceLocation = #_sourceLocation) {
  expect(Project(runbooks: ["main": text]), path: "runbooks/main.yaml", ids, location)
}

private func expect(_ project: Project, path: String, _ ids: [DiagnosticID], _ location: Testing.SourceLocation) {
  let expected = ids.enumerated().map { Project.Problem(path: path, mark: $0.offset + 1, id: $0.element) }
  let found = project.problems()
  #expect(found == expected, sourceLocation: location)
}

let checking = "precheck: [':']\n"
