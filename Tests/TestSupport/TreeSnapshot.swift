import Foundation

/// A tree as the kernel shows it, read without the module: a line of text for each path.
package struct TreeSnapshot: Equatable {
  package private(set) var lines: [Data: String] = [:]

  /// Names for which `ignoring` is true are left out with all below them.
  package init(_ path: String, ignoring: (Data) -> Bool = { _ in false }) {
    var groups: [ino_t: Data] = [:]
    look(Data(path.utf8), Data(), &groups, ignoring)
  }

  /// One line for each path that is not the same in both: what is here, and what is there.
  package func differences(from other: TreeSnapshot) -> [String] {
    Set(lines.keys).union(other.lines.keys).filter { lines[$0] != other.lines[$0] }.map {
      "\(String(decoding: $0, as: UTF8.self)): \(lines[$0] ?? "none") | \(other.lines[$0] ?? "none")"
    }.sorted()
  }

  package mutating func remove(where isGone: (Data) -> Bool) { lines = lines.filter { !isGone($0.key) } }

  private mutating func look(
    _ path: Data, _ relative: Data, _ groups: inout [ino_t: Data], _ ignoring: (Data) -> Bool
  ) {
    let name = CPath(path)
    var status = stat()
    guard lstat(name.bytes, &status) == 0 else { return }
    let type = status.st_mode & S_IFMT
    var line = "\(String(status.st_mode, radix: 8)) \(status.st_uid):\(status.st_gid)"
    if type != S_IFSOCK { line += " \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)" }
    if type == S_IFCHR || type == S_IFBLK { line += " device \(status.st_rdev)" }
    if type == S_IFLNK { line += " -> \(name.target)" }
    if type == S_IFREG { line += " \(status.st_size) \(name.content)" }
    line += " \(name.attributes)"
    if type != S_IFDIR && status.st_nlink > 1 {
      line += " same as \(groups[status.st_ino, default: relative] as NSData)"
      if groups[status.st_ino] == nil { groups[status.st_ino] = relative }
    }
    lines[relative] = line
    guard type == S_IFDIR else { return }
    for child in name.names.sorted(by: { $0.lexicographicallyPrecedes($1) }) where !ignoring(child) {
      let slash = Data("/".utf8)
      look(path + slash + child, relative.isEmpty ? child : relative + slash + child, &groups, ignoring)
    }
  }
}
