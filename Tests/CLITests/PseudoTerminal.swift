import Foundation

/// A terminal that a test holds the other end of.
final class PseudoTerminal {
  let path: String
  /// Each size that it had, and how much had been written before.
  private var sizes: [(after: Int, columns: Int, rows: Int)] = []
  private var descriptor: Int32
  private var received: [UInt8] = []

  init(columns: Int, rows: Int) throws {
    // What posix_openpt and its kin do, which Glibc does not give to Swift: ioctl_tty(2).
    descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    let (setLock, getNumber) = (UInt(0x4004_5431), UInt(0x8004_5430))
    var locked: Int32 = 0
    var number: Int32 = 0
    guard descriptor >= 0, ioctl(descriptor, setLock, &locked) == 0, ioctl(descriptor, getNumber, &number) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    path = "/dev/pts/\(number)"
    resize(columns: columns, rows: rows)
  }

  /// As somebody does who drags its window: the program is told by SIGWINCH.
  func resize(columns: Int, rows: Int) {
    sizes.append((bytes.count, columns, rows))
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(0x5414), &size)
  }

  deinit { hangUp() }

  /// All that was written to it so far.
  var bytes: [UInt8] {
    var piece = [UInt8](repeating: 0, count: 65536)
    while descriptor >= 0 {
      let count = read(descriptor, &piece, piece.count)
      guard count > 0 else { break }
      received += piece.prefix(count)
    }
    return received
  }

  var screen: Screen {
    let bytes = bytes
    var screen = Screen(columns: sizes[0].columns, rows: sizes[0].rows)
    for (index, size) in sizes.enumerated() {
      let end = index + 1 < sizes.count ? sizes[index + 1].after : bytes.count
      screen.resize(columns: size.columns, rows: size.rows)
      screen.write(String(decoding: bytes[size.after..<end], as: UTF8.self))
    }
    return screen
  }

  func type(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  func hangUp() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
  }
}
