import Catalog
import Diagnostics
import Foundation
import Testing

@testable import Planning

@Suite struct BackupSealTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "maint-seal-\(UUID().uuidString)")

  @Test func onlyABackupIsSealed() throws {
    var builder = CatalogBuilder()
    let place = Place.path("x")
    builder.runbook("r") { $0.backup = [Step(name: "dump", run: "dump", place: place)] }
    builder.task(.daily, "r")
    builder.task(.daily, "bare")
    let plan = try builder.catalog.planner().plan(targets: [.tier(.daily)])
    #expect(plan.steps(of: .backup, task: plan.tasks[0]).map(\.name) == ["dump", BackupSeal.stepName])
    #expect(plan.steps(of: .change, task: plan.tasks[0]).map(\.name) == ["work"])
    #expect(Stage.allCases.allSatisfy { plan.steps(of: $0, task: plan.tasks[1]).isEmpty })
  }

  @Test func filesOfAnyNameAreListedAndSorted() throws {
    try FileManager.default.createDirectory(at: folder.appending(path: "b/-x"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["z", "-n", "a b\nc", "it's \\ \"", "b/-x/é", "SHA256SUMS", "b/SHA256SUMS"] {
      try Data(name.utf8).write(to: folder.appending(path: name))
    }
    #expect(try seal() == 0)
    let list = try String(contentsOf: folder.appending(path: "SHA256SUMS"), encoding: .utf8)
    let names = list.split(separator: "\n").map { $0.drop { $0 != " " }.dropFirst(2) }
    #expect(names == ["./-n", "./a b\\nc", "./b/-x/é", "./b/SHA256SUMS", "./it's \\\\ \"", "./z"])
    #expect(try run("sha256sum --check --strict --status SHA256SUMS") == 0)
    #expect(try seal() == 0)
    #expect(try String(contentsOf: folder.appending(path: "SHA256SUMS"), encoding: .utf8) == list)
  }

  @Test func aFileThatCannotBeReadLeavesNoSeal() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("x".utf8).write(to: folder.appending(path: "x"))
    // A `sha256sum` that fails stands for any that cannot read: permissions do not hold root back.
    let tools = folder.appending(path: "tools")
    try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
    try Data("#!/bin/sh\nexit 1\n".utf8).write(to: tools.appending(path: "sha256sum"))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: tools.appending(path: "sha256sum").path)
    #expect(try seal(path: "\(tools.path):/usr/bin:/bin") != 0)
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "SHA256SUMS").path))
  }

  private func seal(path: String = "/usr/bin:/bin") throws -> Int32 {
    try run(BackupSeal.step(place: .path("x")).run, path: path)
  }

  private func run(_ script: String, path: String = "/usr/bin:/bin") throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-eu", "-c", script]
    process.currentDirectoryURL = folder
    process.environment = ["MAINT_BACKUP_DIR": folder.path, "PATH": path]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
