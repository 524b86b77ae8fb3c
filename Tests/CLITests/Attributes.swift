import Foundation
import Testing

/// Extended attributes of files, which Glibc does not offer: by way of Python.
struct Attributes {
  /// For what Python prints.
  let folder: String

  /// False where the file system has none.
  func set(_ path: String, _ name: String, _ value: [UInt8]) -> Bool {
    let script = "import os, sys; os.setxattr(sys.argv[1], sys.argv[2], bytes(map(int, sys.argv[3:])))"
    return python([script, path, name] + value.map(String.init)) != nil
  }

  /// nil where the file has none of that name.
  func get(_ path: String, _ name: String) -> [UInt8]? {
    let script = "import os, sys; print(*os.getxattr(sys.argv[1], sys.argv[2]))"
    return python([script, path, name])?.split { $0 == " " || $0 == "\n" }.compactMap { UInt8($0) }
  }

  private func python(_ arguments: [String]) -> String? {
    guard
      let ended = try? Running(
        ["/usr/bin/python3", "-c"] + arguments, environment: [:], in: folder, input: "/dev/null"
      ).wait(), ended.exit == 0
    else { return nil }
    return ended.out
  }
}
