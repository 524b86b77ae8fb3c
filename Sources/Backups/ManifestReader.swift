/// The entries of a manifest file, in order. Throws where it is cut off or not a manifest.
final class ManifestReader: EntrySource {
  private(set) var header: Manifest.Header
  private let reader: LineReader
  private let file: String
  private var count = 0
  private var isAtEnd = false

  init(file: String) throws(BackupFailure) {
    self.file = file
    reader = try LineReader(path: file)
    guard try Self.line(reader) == Manifest.version else {
      throw Self.damaged(file, "its first line is not '\(Manifest.version)'")
    }
    var root: TreePath?
    var excluded: [String] = []
    var hasAccessLists = true
    var realParent: String?
    var mounts: [[UInt8]] = []
    while let line = try Self.line(reader) {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      let value = words.count > 1 ? PathText.decode(words[1].utf8).map { String(decoding: $0, as: UTF8.self) } : nil
      switch (words.first, value, root) {
      case ("path", let value?, nil): root = try TreePath(value)
      case ("exclude", let value?, _): excluded.append(value)
      case ("access-lists", "none", _): hasAccessLists = false
      case ("parent", let value?, _): realParent = value
      case ("mount", .some, _):
        let path = PathText.decode(words[1].utf8) ?? []
        mounts.append(path == [UInt8(ascii: ".")] ? [] : path)
      case ("present", let value?, let root?):
        header = Manifest.Header(
          root: root, excluded: excluded, missingFolders: nil, allocated: Int(value) ?? 0,
          realParent: realParent, mounts: mounts, hasAccessLists: hasAccessLists)
        return
      case ("absent", let value?, let root?):
        header = Manifest.Header(
          root: root, excluded: excluded, missingFolders: Int(value) ?? 0, realParent: realParent)
        return
      default: throw Self.damaged(file, "'\(line)' stands where the path is to be named")
      }
    }
    throw Self.damaged(file, "it ends before its first entry")
  }

  func next() throws(BackupFailure) -> Entry? {
    if isAtEnd { return nil }
    guard let line = try reader.next() else { throw Self.damaged(file, "it is cut off after \(count) entries") }
    if line.starts(with: "end ".utf8) {
      guard Int(bytes: line[4...]) == count else {
        throw Self.damaged(file, "it holds \(count) entries and says \(PathText.shown(line))")
      }
      isAtEnd = true
      return nil
    }
    guard let entry = EntryLine.parse(line) else {
      throw Self.damaged(file, "entry \(count + 1) cannot be read: \(PathText.shown(line.prefix(200)))")
    }
    count += 1
    return entry
  }

  private static func line(_ reader: LineReader) throws(BackupFailure) -> String? {
    try reader.next().map { String(decoding: $0, as: UTF8.self) }
  }

  private static func damaged(_ file: String, _ what: String) -> BackupFailure {
    BackupFailure(
      .damaged, "\(file): the manifest is damaged: \(what)", hint: "restore from another backup of the same path")
  }
}
