import Foundation
@testable import Supervision
import Testing

extension SupervisionTests {
  @Suite struct StartFailureTests {
    private let folder: URL

    init() throws {
      folder = FileManager.default.temporaryDirectory.appendingPathComponent("maint-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func write(_ name: String, _ text: String, mode: Int) throws -> String {
      let path = folder.appendingPathComponent(name).path
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      return path
    }

    /// What the start throws; fails the test if it throws nothing.
    private func failure(_ change: (inout ProcessSpecification) -> Void) throws -> StartFailure? {
      let stage = try Stage()
      var specification = stage.shell(":")
      change(&specification)
      do {
        _ = try stage.supervisor.start(specification)
        Issue.record("it started")
        return nil
      } catch {
        #expect(stage.survivors.isEmpty && Host.zombies.isEmpty)
        return error
      }
    }

    @Test func workingDirectory() throws {
      defer { try? FileManager.default.removeItem(at: folder) }
      let missing = folder.appendingPathComponent("missing").path
      #expect(try failure { $0.workingDirectory = missing } == .workingDirectoryMissing(missing))
      let file = try write("file", "", mode: 0o644)
      #expect(try failure { $0.workingDirectory = file } == .workingDirectoryNotADirectory(file))
      #expect(try failure { $0.workingDirectory = file + "/in" } == .workingDirectoryNotADirectory(file + "/in"))
      // Both are wrong: the kernel changes the directory first.
      let both = try failure {
        $0.workingDirectory = missing
        $0.executable = missing
      }
      #expect(both == .workingDirectoryMissing(missing))
    }

    @Test func program() throws {
      defer { try? FileManager.default.removeItem(at: folder) }
      let missing = folder.appendingPathComponent("missing").path
      #expect(try failure { $0.executable = missing } == .programMissing(missing))
      let plain = try write("plain", "#!/bin/sh\n", mode: 0o644)
      #expect(try failure { $0.executable = plain } == .programNotExecutable(plain))
      #expect(try failure { $0.executable = folder.path } == .programNotExecutable(folder.path))
      let text = try write("text", "no program\n", mode: 0o755)
      #expect(try failure { $0.executable = text } == .programUnknownFormat(text))
      let script = try write("script", "#!/nonexistent/sh\n", mode: 0o755)
      #expect(try failure { $0.executable = script } == .interpreterMissing(program: script))
    }

    @Test func forbiddenToAnotherUser() async throws {
      defer { try? FileManager.default.removeItem(at: folder) }
      guard geteuid() == 0 else { return }
      chmod(folder.path, 0o755)
      let closed = folder.appendingPathComponent("closed").path
      mkdir(closed, 0o700)
      await #expect(processExitsWith: .success) { [closed = closed as String] in
        setgid(65534)
        setuid(65534)
        let stage = try Stage()
        var specification = stage.shell(":")
        specification.workingDirectory = closed
        #expect(throws: StartFailure.workingDirectoryForbidden(closed)) { try stage.supervisor.start(specification) }
        specification.workingDirectory = "/"
        specification.executable = closed + "/program"
        #expect(throws: StartFailure.programNotExecutable(closed + "/program")) {
          try stage.supervisor.start(specification)
        }
      }
    }

    @Test func tooLarge() throws {
      let limit = 32 * Int(sysconf(Int32(_SC_PAGESIZE))) - 1
      let long = String(repeating: "x", count: limit + 1)
      #expect(
        try failure { $0.arguments.append(long) } == .stringTooLong(name: "4", bytes: limit + 1, limit: limit))
      #expect(
        try failure { $0.environment.append("LONG=\(long.dropLast(5))") }
          == .stringTooLong(name: "LONG", bytes: limit + 1, limit: limit))
      // The longest that fits starts.
      let stage = try Stage()
      var specification = stage.shell(":")
      specification.arguments.append(String(long.dropLast()))
      #expect(try stage.run(specification).ending.cause == .exited(0))

      let many = Array(repeating: String(repeating: "y", count: 100_000), count: 100)
      guard case .argumentsTooLarge(let bytes, let total) = try failure({ $0.arguments += many }) else {
        Issue.record("not told apart")
        return
      }
      #expect(bytes > 10_000_000 && total >= 131_072 && total <= 6 << 20)
    }

    @Test func nulBytes() throws {
      #expect(try failure { $0.arguments.append("a\0b") } == .nulByte(name: "4"))
      #expect(try failure { $0.environment.append("NAME=a\0b") } == .nulByte(name: "NAME"))
    }

    @Test func processLimit() async {
      await #expect(processExitsWith: .success) {
        // The limit does not bind root.
        setgid(65534)
        setuid(54321)
        let stage = try Stage()
        var none = rlimit(rlim_cur: 1, rlim_max: 1)
        setrlimit(__rlimit_resource_t(__RLIMIT_NPROC.rawValue), &none)
        #expect(throws: StartFailure.processLimit) { try stage.supervisor.start(stage.shell(":")) }
      }
    }

    @Test func descriptorLimit() async {
      await #expect(processExitsWith: .success) {
        let stage = try Stage()
        let used = Host.descriptors
        let next = dup(2)
        close(next)
        // Enough for one pipe and half of the other.
        var few = rlimit(rlim_cur: rlim_t(next + 3), rlim_max: 4096)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &few)
        #expect(throws: StartFailure.descriptorLimit) { try stage.supervisor.start(stage.shell(":")) }
        few.rlim_cur = 4096
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &few)
        #expect(Host.descriptors == used)
        #expect(try stage.run(stage.shell("echo still")).output == "still\n")
      }
    }
  }
}
