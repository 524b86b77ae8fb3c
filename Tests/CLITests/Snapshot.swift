import Foundation

/// Every file and folder below a folder: what kind, how big, when changed, and its bytes.
struct Snapshot {
  private var entries: [String: String] = [:]

  /// What `names` says does not count, nor what begins with a dot at the top: a test's own files.
  init(of folder: String, without names: [String]) throws {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
    for path in paths where !path.hasPrefix(".") && !names.contains(path) {
      var status = stat()
      lstat("\(folder)/\(path)", &status)
      let isFile = status.st_mode & S_IFMT == S_IFREG
      let bytes = isFile ? FileManager.default.contents(atPath: "\(folder)/\(path)") ?? Data() : Data()
      entries[path] =
        "\(status.st_mode) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_ino) "
        + "\(bytes.hashValue)"
    }
  }

  /// Paths that came, went or are not as they were.
  func changes(since before: Snapshot) -> [String] {
    Set(entries.keys).union(before.entries.keys).filter { entries[$0] != before.entries[$0] }.sorted()
  }
}
