import Diagnostics
import Foundation
import Syntax
import Testing

@Suite struct SourceReaderTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("maint-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func failure(_ path: String) -> Diagnostic? {
    do throws(ReadFailure) {
      _ = try SourceReader.read(path: path)
      return nil
    } catch {
      return error.diagnostic
    }
  }

  @Test func readsAFileWhole() throws {
    try withFolder { folder in
      for size in [0, 1, 65_535, 65_536, 300_000] {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/f"))
        #expect(try SourceReader.read(path: folder + "/f").bytes == bytes)
      }
    }
  }

  @Test func saysWhatIsWrong() throws {
    try withFolder { folder in
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "nowhere.yaml")
      try FileManager.default.createSymbolicLink(atPath: folder + "/loop", withDestinationPath: "loop")
      try Data().write(to: URL(fileURLWithPath: folder + "/file"))
      let cases: [(String, DiagnosticID, String)] = [
        ("/missing", .fileNotFound, "no such file"), ("/file/x", .fileNotFound, "not a folder"),
        ("", .notAFile, "folder"),
        ("/link", .danglingLink, "nowhere.yaml"), ("/loop", .danglingLink, "itself"),
      ]
      for (name, id, text) in cases {
        let found = failure(folder + name)
        #expect(found?.id == id && found?.message.contains(text) == true && found?.place.path == folder + name)
        #expect(found?.range == nil)
      }
    }
  }

  @Test func aPipeDoesNotHang() throws {
    try withFolder { folder in
      #expect(mkfifo(folder + "/pipe", 0o600) == 0)
      #expect(failure(folder + "/pipe")?.id == .notAFile)
    }
  }

  @Test func anEndlessFileEnds() {
    #expect(failure("/dev/zero")?.id == .fileTooLarge)
    #expect(failure("/dev/null") == nil)
  }

  @Test func aFileBeyondTheLimitIsRefused() throws {
    try withFolder { folder in
      try Data().write(to: URL(fileURLWithPath: folder + "/big"))
      // A hole: it takes no space.
      #expect(truncate(folder + "/big", off_t(SourceReader.largestSize + 1)) == 0)
      #expect(failure(folder + "/big")?.id == .fileTooLarge)
    }
  }

  @Test(.disabled(if: getuid() == 0, "root may read everything"))
  func aFileWithoutPermissionIsRefused() throws {
    try withFolder { folder in
      try Data().write(to: URL(fileURLWithPath: folder + "/f"))
      #expect(chmod(folder + "/f", 0) == 0)
      #expect(failure(folder + "/f")?.id == .unreadableFile)
    }
  }
}
