import CLinux
import Glibc

/// Gives a file what an entry says of it: owner, mode, extended attributes and time. Its content is left as it is.
struct EntryAttributes {
  let tree: TreePath
  let bench: Workbench
  private let folders: TreeFolders

  init(_ tree: TreePath, on bench: Workbench) throws(BackupFailure) {
    self.tree = tree
    self.bench = bench
    folders = try TreeFolders(tree)
  }

  func apply(_ entry: Entry) throws(BackupFailure) {
    let spot = try folders.spot(entry.path)
    try bench.change { () throws(BackupFailure) in
      // In this order: a new owner takes set-user-ID away, a new mode changes the mask of an access control list.
      guard fchownat(spot.folder, spot.name, entry.user, entry.group, AT_SYMLINK_NOFOLLOW) == 0 else {
        throw failure("owner", entry)
      }
      // Never through a link that somebody has put there meanwhile.
      if entry.kind != .symbolicLink, fchmodat(spot.folder, spot.name, mode_t(entry.mode), AT_SYMLINK_NOFOLLOW) != 0 {
        throw failure("mode", entry)
      }
      try setAttributes(entry, spot)
      guard maint_set_time(spot.folder, spot.name, Int64(entry.seconds), entry.nanoseconds) == 0 else {
        throw failure("time", entry)
      }
    }
  }

  private func setAttributes(_ entry: Entry, _ spot: TreeFolders.Spot) throws(BackupFailure) {
    var list = [CChar](repeating: 0, count: 65536)
    let length = max(0, maint_list_attributes(spot.folder, spot.name, &list, list.count))
    for name in list[..<length].split(separator: 0) {
      let bytes = name.map(UInt8.init(bitPattern:))
      // One that the kernel does not let go of is found by the comparison that follows.
      if !entry.attributes.contains(where: { $0.name == bytes }) {
        _ = maint_remove_attribute(spot.folder, spot.name, Array(name) + [0])
      }
    }
    for attribute in entry.attributes {
      let name = attribute.name.map(CChar.init(bitPattern:)) + [0]
      guard maint_set_attribute(spot.folder, spot.name, name, attribute.value, attribute.value.count) == 0 else {
        throw failure("extended attribute \(PathText.shown(attribute.name))", entry)
      }
    }
  }

  private func failure(_ what: String, _ entry: Entry) -> BackupFailure {
    .call("its \(what) could not be restored", tree.shown(entry.path))
  }
}
