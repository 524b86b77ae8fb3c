import Glibc

/// What a restore has replaced, as long as it lies beside what was put there: what had been changed since the backup.
///
/// All is restored by then, so nothing waits for a look at it.
package final class ReplacedTree {
  /// A path that was not as in the backup.
  package struct Change {
    package var difference: Difference
    /// As it was backed up; nil where it was not there.
    fileprivate var expected: Entry?
  }

  package enum Texts: Equatable {
    /// What is not there is empty.
    case known(before: [UInt8], after: [UInt8])
    /// Not everyone on the host may read them, so they are for no report.
    case hidden(differ: Bool)
    /// No small regular file, or one that was changed since.
    case unknown

    package var differ: Bool {
      switch self {
      case .known(let before, let after): before != after
      case .hidden(let differ): differ
      case .unknown: false
      }
    }
  }

  /// Bytes of a text.
  private static let longest = 256 << 10

  private let manifest: Manifest
  private let folder: RestoreFolder
  private let tree: TreePath
  private let bench: Workbench
  private let isOver: () -> Bool
  private let restored: TreeFolders
  private let replaced: TreeFolders

  /// nil where nothing was replaced, or it was kept in another form. `isOver`: whether it has taken long enough.
  package init?(
    _ places: RestorePlaces, manifest file: String, on bench: Workbench, until isOver: @escaping () -> Bool
  ) throws(BackupFailure) {
    manifest = try Manifest(file: file)
    guard let ground = try RestoreGround(places.target, manifest).existing() else { return nil }
    folder = try RestoreFolder(places, in: ground, on: bench)
    // The first: what an interrupted restore was run again for found what the one before had put there.
    guard folder.isThere, try folder.replaced(1).isThere else { return nil }
    tree = try folder.tree([places.target.name], in: folder.replaced(1))
    guard tree.status != nil else { return nil }
    (self.bench, self.isOver) = (bench, isOver)
    restored = try TreeFolders(places.target.held(in: ground))
    replaced = try TreeFolders(tree)
  }

  /// The first of them in the order of paths, and how many there are: by what can be seen without reading files. That
  /// something in a folder has changed gives the folder another time, which is no change of its own.
  package func changes(limit: Int) throws(BackupFailure) -> (first: [Change], count: Int) {
    var (first, count): ([Change], Int) = ([], 0)
    let comparison = try TreeComparison(manifest: manifest, tree: tree, scratch: folder.scratch, bench: bench)
    try comparison.run(readingFiles: false, until: isOver) { difference, expected in
      if expected?.kind == .directory, difference.kind == .changed([.time]) { return }
      count += 1
      if first.count < limit { first.append(Change(difference: difference, expected: expected)) }
    }
    return (first, count)
  }

  /// Of a file before and after it was changed.
  package func texts(of change: Change) throws(BackupFailure) -> Texts {
    let path = change.difference.path
    let before = change.expected == nil ? .absent : try side(path, restored, as: change.expected)
    let after = change.difference.kind == .missing ? .absent : try side(path, replaced)
    let (old, new): ([UInt8], [UInt8])
    switch (before, after) {
    case (.unknown, _), (_, .unknown), (.absent, .absent): return .unknown
    case (.text(let text, _), .absent): (old, new) = (text, [])
    case (.absent, .text(let text, _)): (old, new) = ([], text)
    case (.text(let text, _), .text(let other, _)): (old, new) = (text, other)
    }
    return isReachable && before.isOpen && after.isOpen ? .known(before: old, after: new) : .hidden(differ: old != new)
  }

  private enum Side {
    /// `isOpen`: everyone may read it.
    case absent, text([UInt8], isOpen: Bool), unknown

    var isOpen: Bool {
      switch self {
      case .text(_, let isOpen): isOpen
      case .absent, .unknown: true
      }
    }
  }

  /// Whether everyone may go to what was backed up.
  private lazy var isReachable: Bool = {
    guard let parent = TreePath.resolved(manifest.header.root.parent) else { return false }
    var path = ""
    return (parent == "/" ? [] : parent.split(separator: "/")).allSatisfy { part in
      path += "/\(part)"
      var status = stat()
      return stat(path, &status) == 0 && status.st_mode & 0o001 != 0
    }
  }()

  /// `expected`: what the file has to be.
  private func side(_ path: [UInt8], _ folders: TreeFolders, as expected: Entry? = nil) throws(BackupFailure) -> Side {
    var isOpen = true
    for end in [0] + path.indices.filter({ path[$0] == UInt8(ascii: "/") }) where !path.isEmpty {
      guard let status = try folders.status(Array(path[..<end])) else { return .unknown }
      if status.st_mode & 0o001 == 0 { isOpen = false }
    }
    guard let spot = try folders.spotIfThere(path) else { return .unknown }
    let descriptor = openat(spot.folder, spot.name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return .unknown }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.longest else {
      return .unknown
    }
    if let expected {
      guard expected.kind == .file, expected.size == Int(status.st_size), expected.seconds == status.st_mtim.tv_sec,
        expected.nanoseconds == status.st_mtim.tv_nsec
      else { return .unknown }
    }
    guard let text = Self.read(descriptor, count: Int(status.st_size)) else { return .unknown }
    return .text(text, isOpen: isOpen && status.st_mode & 0o004 != 0)
  }

  private static func read(_ descriptor: Int32, count size: Int) -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size, let base = buffer.baseAddress {
        let got = Glibc.read(descriptor, base + count, size - count)
        if got < 0, errno == EINTR { continue }
        if got <= 0 { break }
        count += got
      }
    }
    return bytes.count == size ? bytes : nil
  }
}
