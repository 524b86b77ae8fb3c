import Foundation
import Testing

@testable import RunLog

@Suite struct StateFolderTests {
  let folder = TemporaryFolder()

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  private func failure(_ path: String) -> RunLogFailure? {
    #expect(throws: RunLogFailure.self) { try StateFolder(path: path).prepare() }
  }

  @Test func onlyTheOwnerMayReadWhatIsMade() throws {
    _ = try RunLog.open(state: folder.state, access: .readWrite)
    #expect(mode(folder.state) == 0o700)
    for file in ["maint.db", "maint.db-wal", "maint.db-shm", "maint.reserve"] {
      #expect(mode(folder.state + "/" + file) == 0o600, "\(file)")
    }
  }

  @Test func aWiderModeOfTheDatabaseIsMended() throws {
    _ = try RunLog.open(state: folder.state, access: .readWrite)
    chmod(folder.database, 0o644)
    _ = try RunLog.open(state: folder.state, access: .readWrite)
    #expect(mode(folder.database) == 0o600)
  }

  @Test func onlyTheParentsOfTheDefaultAreMade() throws {
    try StateFolder(path: folder.path + "/.local/state/maint").prepare()
    #expect(mode(folder.path + "/.local/state/maint") == 0o700)
    let failure = failure(folder.path + "/typo/maint")
    #expect(failure?.kind == .cannotOpen(code: ENOENT))
    #expect(failure?.hint.contains("mkdir -p \(folder.path)/typo") == true)
    #expect(mode(folder.path + "/typo") == 0)
  }

  @Test func aFileInItsPlaceIsLeftAlone() throws {
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.state))
    #expect(failure(folder.state)?.kind == .cannotOpen(code: ENOTDIR))
    #expect(failure(folder.state + "/below")?.kind == .cannotOpen(code: ENOTDIR))
    #expect(try folder.read(folder.state) == Array("mine".utf8))
  }

  @Test func aFolderInThePlaceOfTheDatabaseIsAnError() throws {
    try FileManager.default.createDirectory(atPath: folder.database, withIntermediateDirectories: true)
    for access in [RunLog.Access.readWrite, .readOnly] {
      let failure = #expect(throws: RunLogFailure.self) { try RunLog.open(state: folder.state, access: access) }
      #expect(failure?.message.contains(folder.database) == true)
    }
  }

  @Test func aReadOnlyFileSystemIsNamed() throws {
    // /proc/sys is no place to write to, for root neither.
    let failure = failure("/proc/maint")
    #expect(failure?.message.contains("errno") == true && failure?.hint.isEmpty == false)
  }

  @Test(.enabled(if: geteuid() == 0)) func rootRefusesWhatOthersCouldChange() throws {
    mkdir(folder.state, 0o700)
    chmod(folder.state, 0o770)
    let shared = failure(folder.state)
    #expect(shared?.kind == .unsafe && shared?.hint == "chmod go-w \(folder.state)")
    chmod(folder.state, 0o700)
    chown(folder.state, 65534, 65534)
    let foreign = failure(folder.state)
    #expect(foreign?.kind == .unsafe && foreign?.hint.hasPrefix("chown root \(folder.state)") == true)
    chown(folder.state, 0, 0)
    #expect(throws: Never.self) { try StateFolder(path: folder.state).prepare() }
  }

  @Test func theReserveHasRealBlocksAndIsFilledAgain() throws {
    let reserve = Reserve(path: folder.path + "/maint.reserve")
    for _ in 1...2 {
      reserve.fill()
      var status = stat()
      #expect(stat(reserve.path, &status) == 0 && status.st_blocks * 512 >= Reserve.size)
      reserve.release()
      #expect(stat(reserve.path, &status) != 0)
    }
  }

  @Test(arguments: ["a", "slash//", "/x y", "it's", "", "a$b", "//double", "per%cent?#", "ünï"])
  func anyPathCanHoldARunLog(_ name: String) throws {
    let state = folder.path + "/" + name
    let log = try RunLog.open(state: state, access: .readWrite)
    try log.record("daily.health", .succeeded)
    #expect(mode(state + "/maint.db") == 0o600)
    #expect(FileManager.default.fileExists(atPath: state + "/maint.db-wal"))
  }
}
