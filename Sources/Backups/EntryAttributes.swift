import CLinux
import Glibc

/// Gives a file what an entry says of it: owner, mode, extended attributes and time. Its content is left as it is.
enum EntryAttributes {
  static func apply(_ entry: Entry, to tree: TreePath, on bench: Workbench) throws(BackupFailure) {
    let path = tree.bytes(entry.path)
    try bench.change { () throws(BackupFailure) in
      // In this order: a new owner takes set-user-ID away, a new mode changes the mask of an access control list.
      guard lchown(path, entry.user, entry.group) == 0 else { throw failure("owner", tree, entry) }
      // Never through a link that somebody has put there meanwhile.
      if entry.kind != .symbolicLink, fchmodat(AT_FDCWD, path, mode_t(entry.mode), AT_SYMLINK_NOFOLLOW) != 0 {
        throw failure("mode", tree, entry)
      }
      try setAttributes(entry, path, tree)
      guard maint_set_time(path, Int64(entry.seconds), entry.nanoseconds) == 0 else {
        throw failure("time", tree, entry)
      }
    }
  }

  private static func setAttributes(_ entry: Entry, _ path: [CChar], _ tree: TreePath) throws(BackupFailure) {
    var list = [CChar](repeating: 0, count: 65536)
    let length = max(0, maint_list_attributes(AT_FDCWD, path, &list, list.count))
    for name in list[..<length].split(separator: 0) {
      let bytes = name.map(UInt8.init(bitPattern:))
      // One that the kernel does not let go of is found by the comparison that follows.
      if !entry.attributes.contains(where: { $0.name == bytes }) {
        _ = maint_remove_attribute(AT_FDCWD, path, Array(name) + [0])
      }
    }
    for attribute in entry.attributes {
      let name = attribute.name.map(CChar.init(bitPattern:)) + [0]
      guard maint_set_attribute(AT_FDCWD, path, name, attribute.value, attribute.value.count) == 0 else {
        throw failure("extended attribute \(PathText.shown(attribute.name))", tree, entry)
      }
    }
  }

  private static func failure(_ what: String, _ tree: TreePath, _ entry: Entry) -> BackupFailure {
    .call("its \(what) could not be restored", tree.shown(entry.path))
  }
}
