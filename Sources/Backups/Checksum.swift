/// SHA-256 of whole files.
enum Checksum {
  /// Started at once, so that several can be made side by side; `value` when it has ended.
  final class Pending {
    fileprivate(set) var digits: [UInt8] = []
    fileprivate(set) var run: ToolRun?
    private let path: String

    fileprivate init(path: String) { self.path = path }

    /// 64 hexadecimal digits. Throws where the file could not be read.
    func value() throws(BackupFailure) -> String {
      guard let run, run.status == 0, digits.count >= 64 else {
        throw run?.failure("\(path) could not be read") ?? BackupFailure(.tool, "\(path) was not read")
      }
      return String(decoding: digits.prefix(64), as: UTF8.self)
    }
  }

  static func start(_ path: String, on bench: Workbench) throws(BackupFailure) -> Pending {
    let pending = Pending(path: path)
    let hashing = bench.tools.hashing(plainNames: Toolbox.isPlain(path.utf8))
    pending.run = try bench.start(hashing.program, hashing.arguments + [path], in: "/") {
      bytes throws(BackupFailure) in
      if pending.digits.count < 64 { pending.digits += bytes }
    }
    return pending
  }

  static func of(_ path: String, on bench: Workbench) throws(BackupFailure) -> String {
    let pending = try start(path, on: bench)
    if let run = pending.run { try bench.wait(for: [run]) }
    return try pending.value()
  }
}
