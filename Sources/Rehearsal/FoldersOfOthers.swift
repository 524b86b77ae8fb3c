import Glibc

/// The folders that an ordinary user does not own, above what is about to be changed.
///
/// overlayfs copies a folder into the layer when something in it changes; but it refuses to where the owner has no name
/// in the user namespace, as all but the user have none there (EOVERFLOW: ovl_copy_up_one in fs/overlayfs/copy_up.c). So
/// they are made in the layer beforehand, as the user's own and with what the user may do there.
enum FoldersOfOthers {
  /// Absolute, outermost first. A link ends the way, as does what is not there.
  static func above(_ paths: [String]) -> [[UInt8]] {
    var found: Set<[UInt8]> = []
    for path in paths {
      var folder: [UInt8] = []
      for part in path.utf8.split(separator: UInt8(ascii: "/")) {
        folder += [UInt8(ascii: "/")] + part
        var status = stat()
        guard lstat(folder.map(CChar.init(bitPattern:)) + [0], &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
          (status.st_uid, status.st_gid) != (geteuid(), getegid())
        else { break }
        found.insert(folder)
      }
    }
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
