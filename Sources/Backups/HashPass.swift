/// Has the files of a tree hashed, many by one process: names go in, hashes come out in the same order.
///
/// The names lie in a file that `xargs` reads, since a name need not be text and an argument of the supervisor is.
final class HashPass {
  private let names: ByteWriter
  private var count = 0
  private var arePlain = true
  private var separator: UInt8 = 0
  private var rest: [UInt8] = []
  private let onHash: (_ name: [UInt8], _ hash: [UInt8]) throws(BackupFailure) -> Void

  /// `scratch` is a folder for a file without a name. The handler gets names as they were added and hexadecimal digits;
  /// a file that could not be read is left out.
  init(
    scratch: String, onHash: @escaping (_ name: [UInt8], _ hash: [UInt8]) throws(BackupFailure) -> Void
  ) throws(BackupFailure) {
    names = try .nameless(in: scratch)
    self.onHash = onHash
  }

  func add(_ name: [UInt8]) throws(BackupFailure) {
    count += 1
    arePlain = arePlain && Toolbox.isPlain(name)
    try names.write {
      $0 += name
      $0.append(0)
    }
  }

  /// nil where there is nothing to hash. Names are relative to the folder.
  func start(on bench: Workbench, in folder: String) throws(BackupFailure) -> ToolRun? {
    guard count > 0 else { return nil }
    try names.flush()
    let hashing = bench.tools.hashing(plainNames: arePlain)
    separator = hashing.separator
    return try bench.start(
      bench.tools.xargs, ["-0", "-a", names.pathForOthers, hashing.program] + hashing.arguments, in: folder
    ) { [self] bytes throws(BackupFailure) in try take(bytes) }
  }

  private func take(_ bytes: [UInt8]) throws(BackupFailure) {
    rest += bytes
    var start = 0
    while let end = rest[start...].firstIndex(of: separator) {
      let record = rest[start..<end]
      start = end + 1
      // 64 digits, a space, a space or a star, the name.
      guard record.count > 66 else { continue }
      try onHash(Array(record.dropFirst(66)), Array(record.prefix(64)))
    }
    rest.removeFirst(start)
  }
}
