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

  @Test func textsAreReadableAndWithoutTabs() {
    for file in ProjectTemplate.files {
      #expect(file.text.hasPrefix("# ") && file.text.hasSuffix("\n") && !file.text.hasSuffix("\n\n"))
      #expect(!file.text.contains("\t"))
      for line in file.text.split(separator: "\n") { #expect(line.utf8.count <= 120) }
    }
  }
}
