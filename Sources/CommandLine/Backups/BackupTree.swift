import Glibc
import Planning
import Reporting

/// The files in the folder of a backup. Links are counted and not followed.
struct BackupTree {
  /// By path below the folder; the seal is not among them.
  private(set) var files: [(path: [UInt8], bytes: Int)] = []
  /// Links, sockets and the like.
  private(set) var others = 0
  /// Folders that could not be read, by path; the empty path is the backup's own.
  private(set) var unreadable: [[UInt8]] = []

  var bytes: Int { files.reduce(0) { $0 + $1.bytes } }

  init(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    read(descriptor, path: [])
    files.sort { $0.path.lexicographicallyPrecedes($1.path) }
  }

  /// The files with their checksums, as far as the seal lists them.
  func contents(_ seal: SealList?) -> BackupContents {
    BackupContents(
      files: files.map { .init(path: $0.path, bytes: $0.bytes, checksum: seal?.checksums[$0.path]) }, others: others)
  }

  /// Each folder is opened from the one above it, so that none is too deep for a path. Closes the descriptor.
  private mutating func read(_ descriptor: Int32, path: [UInt8]) {
    guard descriptor >= 0 else { return unreadable.append(path) }
    defer { close(descriptor) }
    guard let names = FolderRemoval.names(in: descriptor) else { return unreadable.append(path) }
    for name in names {
      let bytes = name.dropLast().map(UInt8.init(bitPattern:))
      var status = stat()
      // What is gone by now is no longer in the folder.
      guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
      let below = path.isEmpty ? bytes : path + [UInt8(ascii: "/")] + bytes
      switch status.st_mode & S_IFMT {
      case S_IFDIR: read(openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), path: below)
      case S_IFREG: if !Self.isSeal(below) { files.append((below, Int(status.st_size))) }
      default: others += 1
      }
    }
  }

  private static func isSeal(_ path: [UInt8]) -> Bool {
    [BackupSeal.fileName, "\(BackupSeal.fileName).partial"].contains { $0.utf8.elementsEqual(path) }
  }
}
