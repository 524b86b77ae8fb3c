import Foundation

/// A folder of its own for a test, removed at its end.
final class TemporaryFolder: Sendable {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "maint-run-log-" + UUID().uuidString
    mkdir(path, 0o700)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The state folder in it, which is not made yet.
  var state: String { path + "/state" }
  var database: String { state + "/maint.db" }

  func write(_ bytes: some Sequence<UInt8>, to file: String) throws {
    mkdir(state, 0o700)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
  }

  func read(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: file))) }
}
