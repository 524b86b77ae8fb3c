import Glibc

/// The file of `--events`, opened before the run begins: a run that cannot begin must not stand in the log as one that
/// was interrupted.
final class EventFile {
  let path: String
  let descriptor: Int32

  /// Opens the file for appending, or makes it with mode 0600: events hold what steps print.
  ///
  /// Never waits, neither here for a reader (fifo(7)) nor in a write: signals are events of the run already, and
  /// nobody would hear them.
  init(path: String) throws(CommandFailure) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let words = errno == ENXIO ? "it is a FIFO that nobody reads, or a socket" : SystemError.words(errno)
      throw CommandFailure(
        "the events file \(path) could not be opened: \(words); nothing was run", exitCode: .cannotWrite)
    }
  }

  deinit { close(descriptor) }
}
