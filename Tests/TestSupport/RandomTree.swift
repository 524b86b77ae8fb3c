import CLinux
import Foundation

/// Makes trees of everything that a file system can hold, and changes them, the same way for the same seed.
package struct RandomTree {
  package let path: Data
  private var random: SeededGenerator
  private var folders: [Data]
  private var files: [Data] = []
  private let isRoot = geteuid() == 0

  package init(_ path: String, seed: Int, entries: Int = 40) {
    self.path = Data(path.utf8)
    random = SeededGenerator(seed: seed)
    folders = [self.path]
    mkdir(CPath(self.path).bytes, 0o755)
    for _ in 0..<entries { add() }
    settle()
  }

  /// Adds, removes and changes a few things.
  package mutating func change() {
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      switch Int.random(in: 0..<8, using: &random) {
      case 0, 1: add()
      case 2: if let file = files.randomElement(using: &random) { unlink(CPath(file).bytes) }
      case 3: if folders.count > 1, let folder = folders.last { removeAll(folder) }
      case 4: if let file = files.randomElement(using: &random) { decorate(file) }
      case 5: if let folder = folders.randomElement(using: &random) { decorate(folder) }
      case 6:
        // As many bytes as before, at the same time as before.
        guard let file = files.randomElement(using: &random) else { continue }
        var status = stat()
        guard lstat(CPath(file).bytes, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
          continue
        }
        write(file, Int(status.st_size), at: 0)
        maint_set_time(AT_FDCWD, CPath(file).bytes, Int64(status.st_mtim.tv_sec), status.st_mtim.tv_nsec)
      default:
        if let file = files.randomElement(using: &random) {
          Glibc.rename(CPath(file).bytes, CPath(newName()).bytes)
        }
      }
    }
  }

  private mutating func add() {
    let name = newName()
    let path = CPath(name).bytes
    switch Int.random(in: 0..<16, using: &random) {
    case 0, 1, 2:
      guard mkdir(path, 0o755) == 0 else { return }
      folders.append(name)
    case 3:
      let target = randomBytes(Int.random(in: 1...40, using: &random))
      symlink(CPath(Data(target.map { $0 == 0 ? 1 : $0 })).bytes, path)
    case 4: if let file = files.randomElement(using: &random) { link(CPath(file).bytes, path) }
    case 5: mkfifo(path, 0o640)
    case 6: maint_make_node(AT_FDCWD, path, S_IFSOCK | 0o660, 0, 0)
    case 7: if isRoot { mknod(path, S_IFCHR | 0o600, 0x103) }
    case 8:
      // Holes at the beginning, between and at the end.
      write(name, 100, at: 10_000)
      write(name, 100, at: 30_000)
      truncate(path, 60_000)
    case 9: deep(name)
    default: write(name, [0, 1, 100, 511, 512, 513, 5_000, 20_000].randomElement(using: &random) ?? 0, at: 0)
    }
    files.append(name)
    decorate(name)
  }

  private mutating func deep(_ name: Data) {
    var path = name
    for _ in 0..<60 {
      guard mkdir(CPath(path).bytes, 0o755) == 0 else { return }
      path += Data("/a-long-name-in-a-deep-path".utf8)
    }
    write(path, 10, at: 0)
  }

  private mutating func newName() -> Data {
    let kinds: [Data] = [
      Data("plain\(Int.random(in: 0..<1000, using: &random))".utf8), Data("new\nline \(files.count)".utf8),
      Data("-dash\(files.count)".utf8), Data("back\\nslash\(files.count)".utf8), Data("grün 端\(files.count)".utf8),
      Data([0xFF, 0xFE, 0x0A, 0xC3]) + Data("\(files.count)".utf8), Data(" \(files.count)\t*?[x]'\"$(x)".utf8),
      Data(String(repeating: "n", count: 240).utf8) + Data("\(files.count)".utf8), Data("a.b\(files.count)".utf8),
      Data("\u{1}\u{7F}\u{2028}=\(files.count)".utf8),
    ]
    let folder = folders.randomElement(using: &random) ?? path
    return folder + Data("/".utf8) + (kinds.randomElement(using: &random) ?? Data("x".utf8))
  }

  private mutating func decorate(_ name: Data) {
    let path = CPath(name).bytes
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    let isLink = status.st_mode & S_IFMT == S_IFLNK
    if isRoot { lchown(path, UInt32.random(in: 0...3, using: &random), UInt32.random(in: 0...70_000, using: &random)) }
    let modes: [mode_t] = isRoot ? [0, 0o644, 0o4755, 0o1777, 0o400, 0o2750] : [0o644, 0o600, 0o755, 0o700]
    if !isLink { chmod(path, modes.randomElement(using: &random) ?? 0o644) }
    if Int.random(in: 0..<4, using: &random) == 0 {
      let value = randomBytes(Int.random(in: 0...300, using: &random))
      let names = isRoot ? ["trusted.a=b", "security.test", "trusted.100%"] : ["user.a=b"]
      // Refused by some file systems and for some kinds of files.
      maint_set_attribute(AT_FDCWD, path, names.randomElement(using: &random), value, value.count)
    }
    if Int.random(in: 0..<8, using: &random) == 0, !isLink { AccessList.set("access", on: path) }
    touch(name)
  }

  /// Times of folders are set last: what is made in them changes them.
  private mutating func settle() {
    for folder in folders.reversed() { touch(folder) }
  }

  private mutating func touch(_ name: Data) {
    maint_set_time(
      AT_FDCWD, CPath(name).bytes, Int64.random(in: -1_000_000_000...1_900_000_000, using: &random),
      Int.random(in: 0..<1_000_000_000, using: &random))
  }

  private mutating func write(_ name: Data, _ count: Int, at offset: Int) {
    let descriptor = open(CPath(name).bytes, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let bytes = randomBytes(count)
    pwrite(descriptor, bytes, bytes.count, offset)
  }

  private mutating func randomBytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  private func removeAll(_ folder: Data) {
    let path = CPath(folder)
    for name in path.names {
      let child = folder + Data("/".utf8) + name
      if unlink(CPath(child).bytes) != 0 { removeAll(child) }
    }
    rmdir(path.bytes)
  }
}
