import CLinux
import Glibc

extension StartFailure {
  /// A string that the kernel would cut short, if there is one.
  static func nulByte(
    in specification: ProcessSpecification, _ arguments: StringVector, _ environment: StringVector
  ) -> StartFailure? {
    if let index = arguments.firstWithNul { return .nulByte(name: "\(index)") }
    if environment.firstWithNul != nil {
      let entry = specification.environment.first { $0.utf8.contains(0) } ?? Claim.variable
      return .nulByte(name: name(of: entry))
    }
    return nil
  }

  /// What an errno of the spawn means. It does not tell the working directory from the program, so both are looked
  /// at, in the kernel's order.
  static func explaining(_ code: Int32, of specification: ProcessSpecification) -> StartFailure {
    switch code {
    case EAGAIN: return .processLimit
    case ENOMEM: return .outOfMemory
    case EMFILE, ENFILE: return .descriptorLimit
    case E2BIG: return tooBig(specification)
    default:
      return workingDirectory(specification.workingDirectory) ?? program(specification.executable, code)
    }
  }

  private static func workingDirectory(_ path: String) -> StartFailure? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      switch errno {
      case EACCES: return .workingDirectoryForbidden(path)
      case ENOTDIR: return .workingDirectoryNotADirectory(path)
      default: return .workingDirectoryMissing(path)
      }
    }
    if maint_is_directory(status.st_mode) == 0 { return .workingDirectoryNotADirectory(path) }
    return access(path, X_OK) == 0 ? nil : .workingDirectoryForbidden(path)
  }

  private static func program(_ path: String, _ code: Int32) -> StartFailure {
    var status = stat()
    guard stat(path, &status) == 0 else {
      return errno == EACCES ? .programNotExecutable(path) : .programMissing(path)
    }
    if maint_is_regular(status.st_mode) == 0 || access(path, X_OK) != 0 { return .programNotExecutable(path) }
    switch code {
    case EACCES: return .programNotExecutable(path)
    case ENOEXEC: return .programUnknownFormat(path)
    case ENOENT: return .interpreterMissing(program: path)
    default: return .system(call: "execve", errno: code)
    }
  }

  /// execve(2): one string may have 32 pages, all together a quarter of the stack limit, but no more than 6 MiB and
  /// no less than 128 KiB; the pointers to the strings count.
  private static func tooBig(_ specification: ProcessSpecification) -> StartFailure {
    let stringLimit = 32 * Int(sysconf(Int32(_SC_PAGESIZE)))
    let named =
      specification.arguments.enumerated().map { ("\($0)", $1) } + specification.environment.map { (name(of: $0), $0) }
    if let (name, string) = named.first(where: { $1.utf8.count >= stringLimit }) {
      return .stringTooLong(name: name, bytes: string.utf8.count, limit: stringLimit - 1)
    }
    var stack = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &stack)
    let limit = max(131_072, min(Int(clamping: stack.rlim_cur / 4), 6 << 20))
    let bytes = named.reduce(0) { $0 + $1.1.utf8.count + 1 + MemoryLayout<Int>.size }
    return .argumentsTooLarge(bytes: bytes, limit: limit)
  }

  private static func name(of entry: String) -> String { String(entry.prefix { $0 != "=" && $0 != "\0" }) }
}
