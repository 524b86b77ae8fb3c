import Catalog
import Diagnostics
import Glibc
import Testing

@testable import CommandLine

@Suite struct ProjectTemplateTests {
  private static let all = [
    "runbooks", "runbooks/disk_space.yaml", "runbooks/write_note.yaml", "schedules", "schedules/daily.yaml",
    "schedules/windows.yaml",
  ]

  private func failureOfWriting(to folder: String) -> ProjectTemplateFailure? {
    do throws(ProjectTemplateFailure) {
      try ProjectTemplate.write(to: folder)
      return nil
    } catch {
      return error
    }
  }

  @Test func writesAProjectAndTellsItsFiles() throws {
    let folder = try TemporaryFolder()
    let written = try ProjectTemplate.write(to: "\(folder.path)/a/b")
    #expect(folder.contents == ["a", "a/b"] + Self.all.map { "a/b/\($0)" })
    #expect(written == ProjectTemplate.files.map { "\(folder.path)/a/b/\($0.path)" })
    for file in ProjectTemplate.files { #expect(folder.text("a/b/\(file.path)") == file.text) }
  }

  @Test func writesIntoAFolderThatHoldsOtherThings() throws {
    let folder = try TemporaryFolder()
    try folder.write("mine", to: "README")
    try folder.makeFolder("schedules")
    try ProjectTemplate.write(to: folder.path)
    #expect(folder.contents == ["README"] + Self.all)
  }

  @Test func aFileInTheWayIsNamedAndNothingIsWritten() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("runbooks")
    try folder.write("mine", to: "runbooks/write_note.yaml")
    let failure = try #require(failureOfWriting(to: folder.path))
    #expect(failure.message == "already there: \(folder.path)/runbooks/write_note.yaml")
    #expect(folder.contents == ["runbooks", "runbooks/write_note.yaml"])
    #expect(folder.text("runbooks/write_note.yaml") == "mine")
  }

  @Test func aLinkToNowhereIsInTheWayToo() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("schedules")
    #expect(symlink("/nowhere/at/all", "\(folder.path)/schedules/daily.yaml") == 0)
    #expect(try #require(failureOfWriting(to: folder.path)).message.hasSuffix("/schedules/daily.yaml"))
    #expect(folder.contents == ["schedules", "schedules/daily.yaml"])
  }

  @Test func aFileWhereAFolderBelongsLeavesNothingBehind() throws {
    let folder = try TemporaryFolder()
    try folder.write("mine", to: "runbooks")
    let failure = try #require(failureOfWriting(to: folder.path))
    #expect(failure.message == "cannot make the folder \(folder.path)/runbooks: Not a directory")
    #expect(folder.contents == ["runbooks"])
  }

  @Test func theSystemsReasonIsTold() throws {
    let failure = try #require(failureOfWriting(to: "/proc/maint"))
    #expect(failure.message == "cannot make the folder /proc/maint: No such file or directory")
  }

  @Test func theProjectIsValid() throws {
    let folder = try TemporaryFolder()
    try ProjectTemplate.write(to: folder.path)
    var diagnostics = DiagnosticBag()
    let catalog = CatalogLoader.load(project: folder.path, diagnostics: &diagnostics)
    let text = DiagnosticRenderer(color: false).render(diagnostics)
    #expect(text == "")
    #expect(catalog.tiers[.daily]?.tasks.map(\.name.name) == ["disk_space", "write_note"])
    let note = try #require(catalog.runbooks["write_note"])
    for stage in Stage.allCases { #expect(!note.steps(of: stage).isEmpty, "\(stage)") }
    let look = try #require(catalog.runbooks["disk_space"])
    for stage in Stage.allCases { #expect(look.steps(of: stage).isEmpty == (stage != .precheck), "\(stage)") }
  }

  @Test func itsStepsSucceedAndTheRollbackPutsTheNoteBack() throws {
    let folder = try TemporaryFolder()
    try ProjectTemplate.write(to: folder.path)
    for name in ["state", "backup"] { try folder.makeFolder(name) }
    var diagnostics = DiagnosticBag()
    let catalog = CatalogLoader.load(project: folder.path, diagnostics: &diagnostics)

    let look = try #require(catalog.runbooks["disk_space"])
    try run(look.precheck, with: ["folder": folder.path, "warn_percent": "99"], in: folder)
    let sample = try #require(folder.text("metrics"))
    #expect(sample.hasPrefix("disk_space_used_percent{folder=\"\(folder.path)\"} "))

    let note = try #require(catalog.runbooks["write_note"])
    let change = note.precheck + note.backup + note.change + note.verify
    try run(change + note.cleanup, with: ["folder": "\(folder.path)/example", "text": "first  'note'"], in: folder)
    #expect(folder.text("example/note") == "first  'note'\n")
    #expect(!folder.contents.contains("backup/note"))
    try run(change + note.rollback, with: ["folder": "\(folder.path)/example", "text": "second"], in: folder)
    #expect(folder.text("example/note") == "first  'note'\n")
    try folder.remove("backup/note")
    try run(
      note.rollback + note.cleanup, with: ["folder": "\(folder.path)/example", "text": "never written"], in: folder)
    #expect(folder.text("example/note") == nil)
  }

  /// As a run would, as far as these steps can tell.
  private func run(_ steps: [Step], with parameters: [String: String], in folder: TemporaryFolder) throws {
    var environment = parameters.merging(
      ["STATE", "BACKUP_DIR", "METRICS", "ENV"].map { ("MAINT_\($0)", "\(folder.path)/\($0.lowercased())") }
    ) { $1 }
    environment["MAINT_BACKUP_DIR"] = "\(folder.path)/backup"
    for step in steps {
      let result = try HostTool.run(["sh", "-eu", "-c", step.run], environment: environment, in: folder)
      #expect(result.status == 0, "\(step.name): \(result.errors)")
      for line in folder.text("env")?.split(separator: "\n") ?? [] {
        let parts = line.split(separator: "=", maxSplits: 1)
        environment[String(parts[0])] = String(parts[1])
      }
    }
  }

  @Test func textsAreReadableAndWithoutTabs() {
    for file in ProjectTemplate.files {
      #expect(file.text.hasPrefix("# ") && file.text.hasSuffix("\n") && !file.text.hasSuffix("\n\n"))
      #expect(!file.text.contains("\t"))
      for line in file.text.split(separator: "\n") { #expect(line.utf8.count <= 120) }
    }
  }
}
