import Execution
import Glibc
import Scheduling
import Supervision

extension OutputPiece {
  init(_ chunk: OutputChunk) {
    let stream: Stream =
      switch chunk.stream {
      case .output: .stdout
      case .error: .stderr
      }
    self.init(stream: stream, at: Timestamp(microseconds: chunk.time), content: .bytes(chunk.bytes))
  }
}

extension Leftover {
  /// It could not be ended.
  var isAlive: Bool {
    if case .remains = fate { true } else { false }
  }

  /// For the detail of an attempt.
  var words: String {
    switch fate {
    case .ended:
      "it left '\(command)' (pid \(pid)) running, which was ended; if it is meant to stay, write 'processes: keep'"
    case .kept: "it left '\(command)' (pid \(pid)) running on purpose"
    case .remains(errno: 0):
      "it left '\(command)' (pid \(pid)) running, which hangs in the kernel and could not be ended"
    case .remains(let code):
      "it left '\(command)' (pid \(pid)) running, which could not be ended: \(SystemError.words(code))"
    }
  }
}

extension Execution.StartFailure {
  init(_ failure: Supervision.StartFailure) { self.init(message: failure.words, isShortage: failure.isShortage) }
}

extension Supervision.StartFailure {
  /// The host was short of something that may come back.
  var isShortage: Bool {
    switch self {
    case .processLimit, .outOfMemory, .descriptorLimit: true
    case .workingDirectoryMissing, .workingDirectoryNotADirectory, .workingDirectoryForbidden, .programMissing,
      .programNotExecutable, .programUnknownFormat, .interpreterMissing, .stringTooLong, .argumentsTooLarge, .nulByte,
      .system:
      false
    }
  }

  /// What is wrong and with what, for the end of a sentence.
  var words: String {
    switch self {
    case .workingDirectoryMissing(let path): "its working directory '\(path)' does not exist"
    case .workingDirectoryNotADirectory(let path): "its working directory '\(path)' is not a folder"
    case .workingDirectoryForbidden(let path): "its working directory '\(path)' may not be entered"
    case .programMissing(let path): "'\(path)' does not exist on this host"
    case .programNotExecutable(let path): "'\(path)' is not executable"
    case .programUnknownFormat(let path): "'\(path)' is no program that this kernel can run"
    case .interpreterMissing(let program): "the interpreter that '\(program)' names does not exist"
    case .stringTooLong(let name, let bytes, let limit):
      "\(name) is \(bytes) bytes long, and the kernel takes \(limit) at most: pass a file instead"
    case .argumentsTooLarge(let bytes, let limit):
      "its text and environment are \(bytes) bytes together, and the kernel takes \(limit) at most"
    case .nulByte(let name): "\(name) contains a NUL byte, which no program can be given"
    case .processLimit: "the host allows no further process (ulimit -u, or the control group's pids.max)"
    case .outOfMemory: "the host has no memory left for another process"
    case .descriptorLimit: "no file descriptor is left (ulimit -n)"
    case .system(let call, let code): "\(call): \(SystemError.words(code))"
    }
  }
}

extension SupervisionFailure {
  var words: String {
    switch self {
    case .pidfdUnavailable(let code):
      "pidfd_open: \(SystemError.words(code)); Linux 5.4 or newer is needed, and no filter that forbids the call"
    case .system(let call, let code): "\(call): \(SystemError.words(code))"
    }
  }
}
