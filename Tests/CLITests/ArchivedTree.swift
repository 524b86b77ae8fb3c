import Foundation
import TestSupport
import Testing

/// A tree of all kinds of files, and a runbook that archives it, spoils it, fails its verify where a file `failing`
/// stands, and restores it.
struct ArchivedTree {
  let maint: Maint
  let path: String
  private let before: TreeSnapshot

  /// The folder of what the change makes anew.
  var added: String { "\(path).new" }

  init(seed: Int = 7, entries: Int = 14) throws {
    maint = try Maint(in: access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp")
    path = "\(maint.folder)/tree"
    _ = RandomTree(path, seed: seed, entries: entries)
    try maint.runbook(
      "change",
      """
      backup:
        - path: \(path)
        - path: \(path).new
      change:
        - |
          cd "$MAINT_PROJECT/../tree"
          mkdir new-folder
          echo new > new-folder/file
          find . -type f -exec sh -c 'for file; do echo changed > "$file"; done' sh {} +
          find . -mindepth 1 -maxdepth 1 -type d ! -name new-folder | LC_ALL=C sort | head -n 1 | xargs -r -d '\\n' rm -rf
          find . -mindepth 1 ! -type d -exec chmod 600 {} +
          chmod 700 .
          mkdir ../tree.new
          echo new > ../tree.new/file
      verify:
        - 'test ! -e "$MAINT_PROJECT/damage" || sh -eu "$MAINT_PROJECT/damage"'
        - 'test ! -e "$MAINT_PROJECT/failing"'
      cleanup: ['true']
      """)
    try maint.daily("change")
    before = TreeSnapshot(path)
  }

  /// What is wrong where the tree is not as it was, with nothing beside it and in the state folder that nobody needs;
  /// or where the log does not say so; nil where nothing is.
  func problem() throws -> String? {
    let differences = TreeSnapshot(path).differences(from: before)
    if !differences.isEmpty { return "the tree is not as it was: \(differences.prefix(5))" }
    let beside = try FileManager.default.contentsOfDirectory(atPath: maint.folder).filter {
      // What a recovery replaced and nobody has seen stays.
      $0.hasPrefix(".maint") && !$0.contains("-kept-") || $0 == "tree.new"
    }
    if !beside.isEmpty { return "left beside the tree: \(beside)" }
    let left = maint.processes
    for pid in left { kill(pid, SIGKILL) }
    if !left.isEmpty { return "\(left.count) processes are left" }
    return try disagreement() ?? litter()
  }

  /// Where the log does not say that the change is not there.
  private func disagreement() throws -> String? {
    let shown = try maint.run("show", "1", "--json")
    if shown.exit == 66 { return nil }
    let run = try JSONSerialization.jsonObject(with: Data(shown.outputBytes)) as? [String: Any]
    let task = (run?["tasks"] as? [[String: Any]])?.first
    let outcome = task?["outcome"] as? String ?? "none"
    let whole = run?["outcome"] as? String ?? "none"
    guard ["failed", "rolled_back", "not_started"].contains(outcome), whole != "interrupted", whole != "none" else {
      return "the log says that the task is \(outcome) and the run \(whole)"
    }
    return task?["needs_human"] as? Bool == false ? nil : "somebody is needed"
  }

  /// A backup that is there is complete.
  private func litter() -> String? {
    let folder = "\(maint.state)/backups/1/daily.change"
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    let isWhole = names.contains("SHA256SUMS") && !names.contains { $0.hasSuffix(".partial") }
    return maint.exists(folder) && !isWhole ? "the backup holds \(names)" : nil
  }
}
