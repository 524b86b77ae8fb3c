import Diagnostics
import Foundation
import Testing

@testable import Catalog

/// Projects on disk.
@Suite final class LoaderTests {
  private let project = FileManager.default.temporaryDirectory.appending(path: "project-\(UUID())")

  init() throws {
    try FileManager.default.createDirectory(at: project, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: project)
  }

  private func write(_ path: String, _ text: String) throws {
    let file = project.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Paths without that of the project.
  private func load() -> (catalog: Catalog, found: [String]) {
    var bag = DiagnosticBag()
    let root = project.path()
    let catalog = CatalogLoader.load(project: root, diagnostics: &bag)
    return (catalog, bag.sorted.map { "\($0.place.path.dropFirst(root.utf8.count + 1)) \($0.id.rawValue)" })
  }

  @Test func aWholeProject() throws {
    try write("schedules/b.yaml", "maintenance_schedule: {daily: [two]}")
    try write("schedules/a.yaml", "maintenance_schedule: {daily: [one]}")
    try write("runbooks/one.yaml", checking)
    try write("runbooks/two.yaml", checking)
    try write("runbooks/README.md", "no runbook")
    try write("runbooks/.hidden.yaml", "«")
    let (catalog, found) = load()
    #expect(found == [])
    #expect(catalog.tiers[.daily]?.tasks.map(\.name.name) == ["one", "two"])
    #expect(Set(catalog.runbooks.keys) == ["one", "two"])
  }

  @Test func foldersThatAreMissingOrEmptyOrNone() throws {
    #expect(load().found == ["runbooks folder-not-found", "schedules folder-not-found"])
    try write("runbooks", "a file")
    try FileManager.default.createDirectory(
      at: project.appending(path: "schedules"), withIntermediateDirectories: true)
    #expect(load().found == ["runbooks not-a-folder", "schedules empty-folder"])
    var bag = DiagnosticBag()
    _ = CatalogLoader.load(project: project.path() + "/nowhere", diagnostics: &bag)
    #expect(bag.sorted.map(\.id) == [.projectNotFound])
  }

  @Test func filesThatCannotBeRead() throws {
    try write("schedules/a.yml", "maintenance_schedule: {}")
    try write("schedules/ok.yaml", "maintenance_schedule: {daily: [lost, folder, one]}")
    try write("runbooks/folder.yaml/inner", "")
    try write("runbooks/1one.yaml", checking)
    try FileManager.default.createSymbolicLink(
      atPath: project.appending(path: "runbooks/lost.yaml").path(), withDestinationPath: "nowhere")
    #expect(
      load().found == [
        "runbooks/1one.yaml bad-name", "runbooks/folder.yaml not-a-file", "runbooks/lost.yaml dangling-link",
        "schedules/a.yml file-ignored", "schedules/ok.yaml missing-runbook",
      ])
  }

  @Test func pathsAreShownAsTheUserNamedTheProject() {
    #expect(ProjectFolder("schedules", ofProject: ".").path == "schedules")
    #expect(ProjectFolder("schedules", ofProject: "").path == "schedules")
    #expect(ProjectFolder("schedules", ofProject: "../ops/").path == "../ops/schedules")
    #expect(ProjectFolder("schedules", ofProject: "/etc/maint").path == "/etc/maint/schedules")
  }

  @Test func ownersAreCheckedForAllFilesOfAProject() throws {
    try write("schedules/a.yaml", "maintenance_schedule: {}")
    try write("runbooks/one.yaml", checking)
    let file = project.appending(path: "runbooks/one.yaml").path()
    try FileManager.default.setAttributes([.posixPermissions: 0o646], ofItemAtPath: file)
    let problems = OwnershipCheck.check(project: project.path(), workingFolder: "/").sorted
    #expect(problems.contains { $0.place.path == file && $0.id == .unsafePermissions })
  }
}
