import CLinux
import Glibc
import Hashing

/// Compares an archive, as it is read back, with what was to be archived and with the files themselves, and hashes what it
/// holds: that, and no other look at the source, is what the manifest says.
final class ReadBack {
  /// How the archive is not as the tree is now, the first few.
  private(set) var mismatches: [Difference] = []

  private let root: TreePath
  private let onHash: (_ path: [UInt8], _ hash: [UInt8]) throws(BackupFailure) -> Void
  private let expected: any EntrySource
  private let folder: Int32
  private var current: Entry?
  private var file: Int32 = -1
  /// Up to where the file has been compared.
  private var position = 0
  private var digest = Digest()
  private var buffer = [UInt8](repeating: 0, count: 65536)
  private lazy var reader = ArchiveReader(
    ArchiveReader.Visitor(
      begin: { [unowned self] member throws(BackupFailure) in try begin(member) },
      data: { [unowned self] offset, bytes throws(BackupFailure) in try compare(bytes, at: offset) },
      end: { [unowned self] () throws(BackupFailure) in try end() }))

  private static let mismatchLimit = 20

  /// `expected` are the entries in the order in which they were given to tar. The handler gets, in that order, each file
  /// that is as on the disk, and hexadecimal digits.
  init(
    _ root: TreePath, expected: any EntrySource,
    onHash: @escaping (_ path: [UInt8], _ hash: [UInt8]) throws(BackupFailure) -> Void
  ) throws(BackupFailure) {
    self.root = root
    self.onHash = onHash
    self.expected = expected
    folder = open(root.reach, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .call("the folder above it could not be opened", root.path) }
  }

  deinit {
    close(folder)
    if file >= 0 { close(file) }
  }

  func take(_ bytes: [UInt8]) throws(BackupFailure) { try reader.take(bytes) }

  /// After the last piece. Throws where the archive is not whole.
  func finish() throws(BackupFailure) {
    guard reader.isComplete else {
      throw BackupFailure(.damaged, "\(root.path): the archive was read back and is cut off")
    }
    while let entry = try nextExpected() { note(entry.path, .missing) }
  }

  private func begin(_ member: ArchiveMember) throws(BackupFailure) {
    current = nil
    var found = member.entry
    found.path = relative(member.name)
    if found.kind == .hardLink { found.content = relative(found.content) }
    guard let entry = try nextExpected() else { return note(found.path, .added) }
    guard entry.path == found.path else { return note(entry.path, .missing) }
    if let difference = Difference(expected: entry, found: found) { return note(entry.path, difference.kind) }
    guard entry.kind == .file else { return }
    file = openat(folder, memberName(entry.path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return note(entry.path, .missing) }
    current = entry
    position = 0
    digest = Digest()
  }

  private func compare(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(BackupFailure) {
    guard let entry = current else { return }
    let hole = offset - position
    guard isHole(upTo: offset) else { return mismatch(entry) }
    digest.take(zeros: hole)
    digest.take(bytes)
    position = offset
    var rest = bytes
    while !rest.isEmpty {
      let count = pread(file, &buffer, min(rest.count, buffer.count), position)
      if count < 0, errno == EINTR { continue }
      guard count > 0, rest.prefix(count).elementsEqualQuickly(buffer, count) else { return mismatch(entry) }
      rest = rest.dropFirst(count)
      position += count
    }
  }

  private func end() throws(BackupFailure) {
    if let entry = current {
      let hole = entry.size - position
      if isHole(upTo: entry.size) {
        digest.take(zeros: hole)
        try onHash(entry.path, digest.digits())
      } else {
        mismatch(entry)
      }
    }
    if file >= 0 { close(file) }
    file = -1
    current = nil
  }

  /// Whether the file holds nothing but zeros from where it was compared last.
  private func isHole(upTo end: Int) -> Bool {
    while position < end {
      let data = Int(maint_seek_data(file, off_t(position)))
      // ENXIO: a hole up to the end of the file. A file system without holes says that all is data.
      if data < 0 { return errno == ENXIO }
      position = max(position, data)
      guard position < end else { return true }
      let count = pread(file, &buffer, min(end - position, buffer.count), position)
      guard count > 0, buffer[..<count].allSatisfy({ $0 == 0 }) else { return false }
      position += count
    }
    return true
  }

  private func mismatch(_ entry: Entry) {
    note(entry.path, .changed([.content]))
    current = nil
  }

  private func note(_ path: [UInt8], _ kind: Difference.Kind) {
    if mismatches.count < Self.mismatchLimit { mismatches.append(Difference(path: path, kind: kind)) }
  }

  /// The next that tar was given.
  private func nextExpected() throws(BackupFailure) -> Entry? {
    while let entry = try expected.next() {
      if entry.kind.isInArchive { return entry }
    }
    return nil
  }

  private func relative(_ name: [UInt8]) -> [UInt8] { Array(name.dropFirst(root.name.utf8.count + 1)) }

  private func memberName(_ path: [UInt8]) -> [CChar] { root.memberName(path).map(CChar.init(bitPattern:)) + [0] }
}

extension TreePath {
  /// The name of an entry in an archive, and from the folder above the tree.
  func memberName(_ path: [UInt8]) -> [UInt8] {
    path.isEmpty ? Array(name.utf8) : Array(name.utf8) + [UInt8(ascii: "/")] + path
  }
}

extension ArraySlice<UInt8> {
  fileprivate func elementsEqualQuickly(_ other: [UInt8], _ count: Int) -> Bool {
    withUnsafeBytes { left in
      other.withUnsafeBytes { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return count == 0 }
        return memcmp(left, right, count) == 0
      }
    }
  }
}
