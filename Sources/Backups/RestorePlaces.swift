import Glibc

/// The names that a restore uses beside its target; they follow from the target and the name of the restore alone, so
/// that a later run finds what an earlier one left.
package struct RestorePlaces: Sendable {
  package let target: TreePath
  /// Of the folder that holds all that a restore makes; what was replaced stays in it until it is discarded.
  let folderName: String

  package var folder: String { target.sibling(folderName) }

  /// With which each of the names begins.
  static let prefix = ".maint-restore-"

  /// Whether a path is, or lies in, what some restore has left beside its target.
  package static func isWithin(_ path: [UInt8]) -> Bool {
    path.split(separator: UInt8(ascii: "/")).contains { $0.starts(with: prefix.utf8) }
  }

  /// `name` is that of the restore: the same for each attempt at it, and no other's.
  ///
  /// The target's own name belongs to the folder's: a restore may put back several paths side by side, and one that is
  /// taken up again must not take what was replaced at one of them for what is left over from another.
  package init(target: TreePath, name: String) {
    self.target = target
    let plain = "\(Self.prefix)\(name)+\(target.name)"
    folderName =
      plain.utf8.count <= Int(NAME_MAX) ? plain : "\(Self.prefix)\(name)+\(TreePath.digest(of: target.name))"
  }

  static func replaced(_ number: Int) -> String { "replaced-\(number)" }

  /// What restores of this name have left beside the target, by name, and what it holds.
  package var leftovers: [(folder: String, holds: String)] {
    let descriptor = open(target.parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    guard var names = FolderNames(descriptor: descriptor) else { return [] }
    var found: [(folder: String, holds: String)] = []
    while let bytes = names.next() {
      let path = target.sibling(String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
      if path == folder {
        let isKept = access("\(folder)/\(Self.replaced(1))", F_OK) == 0
        found.append((path, isKept ? "what was replaced" : "what was unpacked and not put in place"))
      } else if path.hasPrefix("\(folder)-kept-") {
        found.append((path, "what the recovery replaced, which was not as in the backup"))
      } else if path.hasPrefix("\(folder)-excluded-") {
        found.append((path, "what was replaced, with excluded files that had no folder to go to"))
      }
    }
    return found
  }
}
