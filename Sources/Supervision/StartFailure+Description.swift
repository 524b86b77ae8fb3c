import Glibc

extension StartFailure: CustomStringConvertible {
  /// What is wrong and what mends it, to follow "cannot start:".
  package var description: String {
    switch self {
    case .workingDirectoryMissing(let path): "the working directory \(path) does not exist"
    case .workingDirectoryNotADirectory(let path): "the working directory \(path) is not a directory"
    case .workingDirectoryForbidden(let path): "the working directory \(path) may not be entered by this user"
    case .programMissing(let path): "the program \(path) does not exist"
    case .programNotExecutable(let path):
      "\(path) may not be executed: check its mode, the folders above it and the options of its mount"
    case .programUnknownFormat(let path):
      "\(path) is not a program for this host: a script needs a line with #! first"
    case .interpreterMissing(let path): "the interpreter or loader that \(path) names does not exist"
    case .stringTooLong(let name, let bytes, let limit):
      "\(Self.title(name)) has \(bytes) bytes and the kernel takes \(limit): pass it in a file"
    case .argumentsTooLarge(let bytes, let limit):
      "arguments and environment have \(bytes) bytes and the kernel takes \(limit): pass some of it in a file"
    case .nulByte(let name): "\(Self.title(name)) contains a NUL byte, which no program can be given"
    case .processLimit: "no more processes are allowed: see ulimit -u, pids.max of the control group, kernel.pid_max"
    case .outOfMemory: "the kernel has no memory for another process"
    case .descriptorLimit: "no more files may be opened: see ulimit -n and fs.file-max"
    case .system(let call, let errno): "\(call): \(String(cString: strerror(errno)))"
    }
  }

  private static func title(_ name: String) -> String {
    Int(name) == nil ? "the variable \(name)" : "argument \(name)"
  }
}
