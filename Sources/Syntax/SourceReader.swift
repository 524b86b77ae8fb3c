import Diagnostics
import Glibc

/// Reads a whole file, or standard input for `-`, without ever hanging on a pipe or filling the memory.
package enum SourceReader {
  /// Bytes; a larger input is refused, so that `/dev/zero` ends too.
  package static let largestSize = 64 << 20

  /// The bytes as they stand; whether they are text is the parser's question. `path` is also the name shown.
  package static func read(path: String) throws(ReadFailure) -> Source {
    if path == "-" { return Source(path: path, bytes: try readAll(STDIN_FILENO, path: path, expectedSize: 0)) }
    // O_NONBLOCK: opening a named pipe that nobody writes to would wait for ever (fifo(7)).
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else { throw openFailure(path, errno) }
    defer { _ = close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(.unreadableFile, path, errorText(errno)) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw failure(.notAFile, path, "this is a folder, a file was expected")
    case S_IFIFO:
      throw failure(.notAFile, path, "this is a pipe, a file was expected", hint: "write '-' to read standard input")
    case S_IFSOCK: throw failure(.notAFile, path, "this is a socket, a file was expected")
    default: break
    }
    return Source(path: path, bytes: try readAll(descriptor, path: path, expectedSize: Int(status.st_size)))
  }

  private static func readAll(_ descriptor: Int32, path: String, expectedSize: Int) throws(ReadFailure) -> [UInt8] {
    guard expectedSize <= largestSize else { throw tooLarge(path) }
    var bytes: [UInt8] = []
    // One byte more than the size, so that the end of an unchanged file is seen without growing.
    var capacity = expectedSize > 0 ? expectedSize + 1 : 64 << 10
    while true {
      var failed: Int32 = 0
      var isAtEnd = false
      let known = bytes
      bytes = []
      bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        count = known.withUnsafeBytes { old in
          UnsafeMutableRawBufferPointer(buffer).copyMemory(from: old)
          return old.count
        }
        while count < capacity {
          let got = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), capacity - count)
          if got < 0, errno == EINTR { continue }
          if got < 0 { failed = errno }
          if got == 0 { isAtEnd = true }
          guard got > 0 else { break }
          count += got
        }
      }
      if failed != 0 { throw failure(.unreadableFile, path, errorText(failed)) }
      if bytes.count > largestSize { throw tooLarge(path) }
      if isAtEnd { return bytes }
      capacity = min(max(capacity * 4, 64 << 10), largestSize + 1)
    }
  }

  private static func openFailure(_ path: String, _ code: Int32) -> ReadFailure {
    switch code {
    case ENOENT:
      if let target = linkTarget(path) {
        return failure(
          .danglingLink, path, "this is a link to '\(target)', which does not exist",
          hint: "create '\(target)', or remove the link")
      }
      return failure(.fileNotFound, path, "no such file")
    case ENOTDIR: return failure(.fileNotFound, path, "no such file: a part of the path is not a folder")
    case ELOOP: return failure(.danglingLink, path, "this link leads back to itself")
    case EACCES, EPERM:
      return failure(
        .unreadableFile, path, "no permission to read this file",
        hint: "run maint as a user who may read it, or change its permissions with chmod")
    case ENXIO: return failure(.notAFile, path, "this is a socket or an absent device, a file was expected")
    default: return failure(.unreadableFile, path, errorText(code))
    }
  }

  private static func linkTarget(_ path: String) -> String? {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink(path, &target, target.count)
    return length > 0 ? String(decoding: target[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
  }

  private static func tooLarge(_ path: String) -> ReadFailure {
    failure(.fileTooLarge, path, "larger than \(largestSize >> 20) MiB, which no schedule or runbook is")
  }

  private static func errorText(_ code: Int32) -> String {
    "cannot be read: \(String(cString: strerror(code)))"
  }

  private static func failure(_ id: DiagnosticID, _ path: String, _ message: String, hint: String? = nil) -> ReadFailure
  {
    ReadFailure(diagnostic: Diagnostic(id, message, at: .path(path), hint: hint))
  }
}
