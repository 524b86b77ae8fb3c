import CLinux
import Glibc

/// user::rw-, user:1234:r--, group::r--, mask::r--, other::---
package enum AccessList {
  /// The kind is `access`, or `default` for a folder: what is made in it gets the list. Whether the file system has any.
  @discardableResult
  package static func set(_ kind: String, on path: [CChar]) -> Bool {
    var list: [UInt8] = [2, 0, 0, 0]
    for (tag, permission, user) in [(1, 6, -1), (2, 4, 1234), (4, 4, -1), (0x10, 4, -1), (0x20, 0, -1)] {
      list += [UInt8(tag), 0, UInt8(permission), 0]
      list += withUnsafeBytes(of: UInt32(truncatingIfNeeded: user).littleEndian) { Array($0) }
    }
    return maint_set_attribute(AT_FDCWD, path, "system.posix_acl_\(kind)", list, list.count) == 0
  }
}
