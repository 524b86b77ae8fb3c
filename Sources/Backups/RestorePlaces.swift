import Glibc

/// The names that a restore uses beside its target; they follow from the target and the name of the restore alone, so
/// that a later run finds what an earlier one left.
package struct RestorePlaces: Sendable {
  package let target: TreePath
  /// Holds all that follows; what was replaced stays in it until it is discarded.
  package let folder: String

  /// `name` is that of the restore: the same for each attempt at it, and no other's.
  ///
  /// The target's own name belongs to the folder's: a restore may put back several paths side by side, and one that is
  /// taken up again must not take what was replaced at one of them for what is left over from another.
  package init(target: TreePath, name: String) {
    self.target = target
    let plain = ".maint-restore-\(name)+\(target.name)"
    folder = target.sibling(
      plain.utf8.count <= Int(NAME_MAX) ? plain : ".maint-restore-\(name)+\(TreePath.digest(of: target.name))")
  }

  /// Where the archive is unpacked.
  var new: String { "\(folder)/new" }
  /// Written when the new tree is checked: the identity of its top. While `new` holds that very top, nothing has been
  /// exchanged; when it does not, it holds what was replaced.
  var ready: String { "\(folder)/ready" }
  /// The manifest of the part that is restored.
  var manifest: String { "\(folder)/manifest" }
  /// One for each exchange: a restore that is repeated may find a tree that was changed again.
  func replaced(_ number: Int) -> String { "\(folder)/replaced-\(number)" }
}
