import Foundation
import Testing

/// A folder that a runbook of several undo steps changes, and what it was before.
///
/// Every undo can follow a part of itself; one restores from the backup, one uses a value that its step reported.
struct Tree {
  let maint: Maint
  private var before: [String] = []

  static let runbook = """
    backup: ['cp -a "$MAINT_PROJECT/tree/b" "$MAINT_BACKUP_DIR/b"']
    change:
      - run: touch "$MAINT_PROJECT/tree/lock"
        undo: ':'
      - run: |
          new="$MAINT_PROJECT/tree/new.$$"
          echo "NEW=$new" >> "$MAINT_ENV"
          mkdir "$new"
          { for i in 1 2 3 4 5 6; do sleep 0.02; echo "$i" > "$new/$i"; done; } &
          echo x > "$new/x"
          test ! -e "$MAINT_PROJECT/slow" || sleep 30
          wait
        undo: |
          test -z "${NEW-}" || rm -rf "$NEW"
          rmdir "$MAINT_PROJECT"/tree/new.* 2> /dev/null || true
      - run: chmod 700 "$MAINT_PROJECT/tree/b"; rm "$MAINT_PROJECT/tree/b"; ln -s a "$MAINT_PROJECT/tree/c"
        undo: |
          rm -f "$MAINT_PROJECT/tree/c"
          cp -a "$MAINT_BACKUP_DIR/b" "$MAINT_PROJECT/tree/b.tmp"
          mv "$MAINT_PROJECT/tree/b.tmp" "$MAINT_PROJECT/tree/b"
    verify: ['test ! -e "$MAINT_PROJECT/failing"']
    rollback: ['test -e "$MAINT_PROJECT/tree/a"']
    cleanup: ['rm -f "$MAINT_PROJECT/tree/lock"']
    """

  init() throws {
    maint = try Maint()
    try maint.runbook("change", Self.runbook)
    try maint.daily("change")
    mkdir("\(maint.project)/tree", 0o755)
    for (name, mode) in [("a", 0o644), ("b", 0o640)] as [(String, mode_t)] {
      try maint.file("tree/\(name)", "content of \(name)\n", mode: mode)
    }
    before = entries
  }

  /// Each path with its kind, mode, owner, time of change and content, folders without their times.
  var entries: [String] {
    let root = "\(maint.project)/tree"
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
    return paths.sorted().map { path in
      var status = stat()
      lstat("\(root)/\(path)", &status)
      let isFile = status.st_mode & S_IFMT == S_IFREG
      let time = isFile ? "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)" : ""
      let content = isFile ? maint.text("tree/\(path)") ?? "" : ""
      return "\(path) \(String(status.st_mode, radix: 8)) \(status.st_uid) \(status.st_gid) \(time) \(content)"
    }
  }

  var isUntouched: Bool { entries == before }

  /// Wholly as after the change, cleanup included.
  var isChanged: Bool {
    let names = entries.map { String($0.prefix { $0 != " " && $0 != "." }) }
    return names == ["a", "c", "new", "new", "new", "new", "new", "new", "new", "new"]
  }

  /// Says what is wrong where the tree is not what the log says of run 1; nil where both agree.
  func disagreement(_ place: String) throws -> String? {
    let outcome: String?
    if try maint.run("log").out.contains("\n  1 ") {
      let tasks = try maint.json("show", "1")["tasks"] as? [[String: Any]]
      outcome = tasks?.first?["outcome"] as? String ?? "none"
    } else {
      outcome = nil
    }
    let isTrue =
      switch outcome {
      case nil, "failed", "not_started", "rolled_back": isUntouched
      case "succeeded": isChanged
      default: false
      }
    let left = maint.processes
    for pid in left { kill(pid, SIGKILL) }
    if isTrue, left.isEmpty { return nil }
    return "\(place): the log says \(outcome ?? "nothing"), \(left.count) processes are left, the tree is \(entries)"
  }
}
