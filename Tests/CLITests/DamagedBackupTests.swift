import Foundation
import Testing

/// Archives and manifests that are damaged between backup and rollback, in every kind of place: the restore refuses
/// them and replaces nothing; once the file is what it was, `maint recover` comes to the end.
@Suite struct DamagedBackupTests {
  enum Damage: String, CaseIterable {
    case firstByte, header, middle, lastByte, truncated, emptied, extended, missing

    /// Of a file that is `$1`, and `$size` bytes long.
    var script: String {
      switch self {
      case .firstByte: Self.flip("0")
      case .header: Self.flip("5")
      case .middle: Self.flip("$((size / 2))")
      case .lastByte: Self.flip("$((size - 1))")
      case .truncated: "truncate -s -1 \"$1\""
      case .emptied: ": > \"$1\""
      case .extended: "printf x >> \"$1\""
      case .missing: "rm \"$1\""
      }
    }

    /// One bit of one byte.
    private static func flip(_ offset: String) -> String {
      """
      byte=$(od -An -tu1 -j \(offset) -N 1 "$1")
      printf "\\\\$(printf %o $((byte ^ 1)))" | dd of="$1" bs=1 seek=\(offset) conv=notrunc status=none
      """
    }
  }

  @Test(arguments: Damage.allCases, ["*+tree.tar.*", "*+tree.manifest", "*+tree.new.manifest"])
  func isRefused(damage: Damage, name: String) throws {
    let tree = try ArchivedTree(entries: 6)
    try tree.maint.file("failing", "")
    try tree.maint.file(
      "damage",
      """
      set -- "$MAINT_BACKUP_DIR"/\(name)
      test -f "$1"
      cp "$1" "$MAINT_PROJECT/sound"
      echo "$1" > "$MAINT_PROJECT/name"
      size=$(wc -c < "$1")
      \(damage.script)
      ! cmp -s "$1" "$MAINT_PROJECT/sound"
      """)
    try tree.maint.run("run", "daily").expect(exit: 2).shows("maint recover 1")
    let told = try tree.maint.run("output", "1").both
    let words = [
      "not what was written when the backup was made", "does not exist any more", "could not be unpacked", "is damaged",
      "could not be opened",
    ]
    #expect(words.contains { told.contains($0) }, "\(told)")
    // What the change made is still there, and nothing beside it but what was replaced of the other path.
    let isOfOther = name.contains("new")
    let seen = try String(contentsOfFile: "\(isOfOther ? tree.added : "\(tree.path)/new-folder")/file", encoding: .utf8)
    #expect(seen == (isOfOther ? "new\n" : "changed\n"))
    try tree.maint.run("recover", "1").expect(exit: 2)
    let path = try #require(tree.maint.text("name")?.dropLast())
    try? FileManager.default.removeItem(atPath: String(path))
    try FileManager.default.copyItem(atPath: "\(tree.maint.project)/sound", toPath: String(path))
    try tree.maint.run("recover", "1").expect(exit: 0)
    #expect(try tree.problem() == nil)
  }
}
