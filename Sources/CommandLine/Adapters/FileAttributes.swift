import CLinux
import Glibc

/// The extended attributes of a file, its access control list among them: xattr(7), acl(5).
struct FileAttributes {
  private static let accessList = "system.posix_acl_access"

  private let values: [(name: String, value: [UInt8])]

  /// nil where they cannot be read, with errno. A file system without any has none.
  init?(of path: String) {
    guard let list = Self.read({ maint_list_file_attributes(path, $0, $1) }) else { return nil }
    var values: [(String, [UInt8])] = []
    for name in list.split(separator: 0) {
      let name = String(decoding: name, as: UTF8.self)
      guard let value = Self.read({ maint_get_file_attribute(path, name, $0, $1) }) else { return nil }
      values.append((name, value))
    }
    self.values = values
  }

  /// Makes those of a new file the same, and takes away the list that the file may have from its folder. The name of
  /// the first that cannot be given, with errno, or nil.
  func give(to descriptor: Int32) -> String? {
    if !values.contains(where: { $0.name == Self.accessList }) {
      let isGone = maint_remove_open_attribute(descriptor, Self.accessList) == 0
      if !isGone, errno != ENODATA, errno != ENOTSUP { return Self.accessList }
    }
    for (name, value) in values {
      // What the system gives each new file, such as a security label, may be there, and not for us to set.
      if Self.read({ maint_get_open_attribute(descriptor, name, $0, $1) }) == value { continue }
      guard maint_set_open_attribute(descriptor, name, value, value.count) == 0 else { return name }
    }
    return nil
  }

  /// Asks for the size, then for as much; again where it has grown meanwhile.
  private static func read(_ call: (UnsafeMutableRawPointer?, Int) -> Int) -> [UInt8]? {
    while true {
      let size = call(nil, 0)
      if size < 0, errno == ENOTSUP { return [] }
      guard size > 0 else { return size == 0 ? [] : nil }
      var bytes = [UInt8](repeating: 0, count: size)
      let count = bytes.withUnsafeMutableBytes { call($0.baseAddress, $0.count) }
      if count >= 0 { return Array(bytes.prefix(count)) }
      guard errno == ERANGE else { return nil }
    }
  }
}
