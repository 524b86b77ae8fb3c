import Foundation
import Testing

/// A host with two paths that a task has backed up and changed: a tree, and one that did not exist; and files that its
/// steps wrote.
final class BackedUp {
  let maint: Maint
  let tree: String
  /// As it was when it was backed up.
  private(set) var before: [String] = []

  /// Backed up and changed in run 1, unless there are none to be.
  init(runs: Int = 1, keep: String = "") throws {
    maint = try Maint()
    tree = "\(maint.folder)/tree"
    try FileManager.default.createDirectory(atPath: "\(tree)/sub", withIntermediateDirectories: true)
    try "one\n".write(toFile: "\(tree)/a", atomically: false, encoding: .utf8)
    try "two\n".write(toFile: "\(tree)/sub/b c", atomically: false, encoding: .utf8)
    symlink("a", "\(tree)/link")
    chmod("\(tree)/a", 0o600)
    try maint.runbook(
      "one",
      """
      \(keep)
      backup:
        - path: \(tree)
        - path: \(tree).new
        - mkdir "$MAINT_BACKUP_DIR/d"; echo step > "$MAINT_BACKUP_DIR/d/x y"
      change:
        - run: |
            cd "\(tree)"
            echo "changed $MAINT_RUN" > a
            chmod 644 a
            rm -rf sub link
            mkdir -p new ../tree.new
            echo inside > ../tree.new/x
      rollback:
        - restore: \(tree)
        - restore: \(tree).new

      """)
    try maint.daily("one")
    before = try listing
    for _ in 0..<runs { try maint.run("run", "daily").expect(exit: 0) }
  }

  func folder(_ run: Int = 1) -> String { "\(maint.state)/backups/\(run)/daily.one" }

  /// The one file of the backup whose name has this in it.
  func file(_ part: String, run: Int = 1) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder(run))
    let name = try #require(names.first { $0.contains(part) })
    return "\(folder(run))/\(name)"
  }

  /// All that can be seen of the tree, and of the path beside it.
  var listing: [String] {
    get throws { try Self.listing(tree) + Self.listing("\(tree).new") }
  }

  static func listing(_ top: String) throws -> [String] {
    guard access(top, F_OK) == 0 else { return [] }
    return try ([""] + FileManager.default.subpathsOfDirectory(atPath: top).sorted().map { "/\($0)" }).map { path in
      var status = stat()
      lstat(top + path, &status)
      let isFile = status.st_mode & S_IFMT == S_IFREG
      let text =
        isFile ? FileManager.default.contents(atPath: top + path).map { String(decoding: $0, as: UTF8.self) } : nil
      return
        "\(path) \(String(status.st_mode, radix: 8)) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(text ?? "")"
    }
  }

  /// Folders of restores that lie beside the tree.
  var leftOvers: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: maint.folder).filter { $0.hasPrefix(".maint-restore") }
    }
  }

  /// What the run log knows was done with a backup: kind, path, detail, and whether it went well.
  func events(_ run: Int = 1) throws -> [String] {
    let events = try maint.json("backup", "show", "\(run)")["events"] as? [[String: Any]] ?? []
    return events.map { event in
      let words = ["kind", "path", "detail"].map { event[$0] as? String ?? "-" }
      return words.joined(separator: " ").replacingOccurrences(of: maint.folder, with: "/T")
        + (event["error"] is NSNull ? "" : " failed")
    }
  }

  /// Turns one bit of a file.
  static func flip(_ path: String, at index: Int) throws {
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[index < 0 ? bytes.count + index : index] ^= 0x10
    try bytes.write(to: URL(filePath: path))
  }
}
