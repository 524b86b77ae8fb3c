import Foundation
import Testing

/// Holds every `import` of the sources to the table of what a module may use; SwiftPM lets an undeclared import pass
/// once the other module was built.
@Suite struct ImportTests {
  static let allowed: [String: Set<String>] = [
    "Hashing": ["CLinux"],
    "TextSearch": [],
    "Diagnostics": [],
    "Syntax": ["Diagnostics", "TextSearch"],
    "Formatting": ["Diagnostics", "Syntax"],
    "Checklists": ["Diagnostics", "TextSearch"],
    "Scheduling": [],
    "JSON": ["Scheduling"],
    "Statistics": [],
    "Metrics": ["Scheduling", "Statistics"],
    "Catalog": ["Diagnostics", "Syntax", "Scheduling", "TextSearch"],
    "Planning": ["Diagnostics", "Catalog", "Scheduling"],
    "Linting": ["Catalog", "Diagnostics", "Metrics", "Planning", "Scheduling", "Syntax", "TextSearch"],
    "Supervision": ["CLinux"],
    "Backups": ["CLinux", "Hashing", "Scheduling", "Supervision", "TextSearch"],
    "Rehearsal": ["Backups", "CLinux"],
    "Execution": ["Catalog", "Planning", "Scheduling"],
    "RunLog": ["CSQLite", "Catalog", "Execution", "Hashing", "JSON", "Planning", "Scheduling"],
    "Notification": ["Catalog", "Execution", "JSON", "RunLog", "Scheduling"],
    "Reporting": [
      "Catalog", "Checklists", "Diagnostics", "Execution", "Hashing", "JSON", "Metrics", "Planning", "Rehearsal",
      "RunLog", "Scheduling", "Statistics", "Syntax", "TextSearch",
    ],
    "CommandLine": [
      "Backups", "CLinux", "CSQLite", "Catalog", "Checklists", "Diagnostics", "Execution", "Formatting", "Hashing",
      "JSON", "Linting", "Metrics", "Notification", "Planning", "Rehearsal", "Reporting", "RunLog", "Scheduling",
      "Supervision", "Syntax", "TextSearch",
    ],
    "maint": ["CommandLine"],
  ]

  /// The system, for every module; Foundation would triple the time to start.
  static let system: Set<String> = ["Glibc"]

  @Test(arguments: allowed.keys.sorted())
  func importsOnlyWhatTheTableAllows(module: String) throws {
    let files = try Self.swiftFiles(in: Self.sources.appending(path: module))
    #expect(!files.isEmpty)
    for file in files {
      let imports = Self.imports(in: try String(contentsOf: file, encoding: .utf8))
      let strange = imports.subtracting(Self.allowed[module] ?? []).subtracting(Self.system)
      #expect(strange.isEmpty, "\(file.path) imports \(strange.sorted())")
    }
  }

  @Test func everyModuleIsInTheTable() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
    #expect(Set(folders) == Set(Self.allowed.keys).union(["CLinux", "CSQLite"]))
  }

  @Test func theManifestDeclaresTheSameTable() throws {
    let manifest = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
    for (module, imports) in Self.allowed where module != "maint" {
      let pattern = try Regex(#"module\(\s*"\#(module)"(?:,\s*imports: \[([^\]]*)\])?,?\s*\)"#)
        .dotMatchesNewlines()
      let match = try #require(try pattern.firstMatch(in: manifest), "\(module) is not in the manifest")
      let names = match.output[1].substring?.matches(of: /"([^"]+)"/).map { String($0.output.1) } ?? []
      #expect(Set(names) == imports, "\(module)")
    }
  }

  @Test func theTopLevelHoldsNothingElse() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.root.path).filter { !$0.hasPrefix(".") }
    let expected: Set = ["Package.swift", "Sources", "Tests", "schedules", "runbooks", "README.md"]
    #expect(Set(names).subtracting(["Package.resolved"]) == expected)
  }

  @Test func importsAreFoundWhereverTheyStand() {
    let text = "import A\n@testable import B\npackage import C\nimport struct D.E\n// import F\nlet x = \"import G\"\n"
    #expect(Self.imports(in: text) == ["A", "B", "C", "D"])
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let sources = root.appending(path: "Sources")

  static func imports(in text: String) -> Set<String> {
    let line =
      /^(?:@\w+(?:\([^)]*\))? )*(?:(?:package|internal|private|fileprivate|public) )?import (?:(?:struct|class|enum|func|protocol|typealias|let|var) )?(\w+)/
    return Set(text.split(separator: "\n").compactMap { $0.firstMatch(of: line).map { String($0.output.1) } })
  }

  static func swiftFiles(in folder: URL) throws -> [URL] {
    let all = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    return all.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
  }
}
