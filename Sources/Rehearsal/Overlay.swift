import CLinux
import Glibc

/// What overlayfs writes into an upper folder about itself: Documentation/filesystems/overlayfs.rst of the kernel.
enum Overlay {
  private static let prefixes = ["trusted.overlay.", "user.overlay."].map { Array($0.utf8) }

  /// Whether an extended attribute is overlayfs's own.
  static func isOwn(_ attribute: [UInt8]) -> Bool { prefixes.contains { attribute.starts(with: $0) } }

  /// Whether a folder of the layer hides all that the host has in it: it was removed and made anew.
  static func isOpaque(_ name: [CChar], in folder: Int32) -> Bool {
    ["trusted.overlay.opaque", "user.overlay.opaque"].contains { attribute in
      var value: [UInt8] = [0, 0]
      return maint_get_attribute(folder, name, attribute, &value, value.count) > 0 && value[0] == UInt8(ascii: "y")
    }
  }

  /// Options of its mount; of the lower folders the uppermost first. `isRoot`: with the trusted attributes that only root
  /// of the host may write.
  static func options(lowers: [String], upper: String, work: String, isRoot: Bool) -> String {
    let folders =
      "lowerdir=\(lowers.map(escaped).joined(separator: ":")),upperdir=\(escaped(upper)),workdir=\(escaped(work))"
    // A folder of the host is then never renamed in one call, so that no layer refers to another place of the host; with
    // attributes of users that is the only way there is, and said otherwise it is refused.
    return folders + ",index=off" + (isRoot ? ",metacopy=off,redirect_dir=off" : ",userxattr")
  }

  private static func escaped(_ path: String) -> String {
    path.reduce(into: "") { result, character in
      if character == ":" || character == "," || character == "\\" { result.append("\\") }
      result.append(character)
    }
  }
}
