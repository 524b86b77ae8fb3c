import Glibc

/// The file of `--events`, opened before the run begins: a run that cannot begin must not stand in the log as one that
/// was interrupted.
final class EventFile {
  let descriptor: Int32

  /// Opens the file for appending, or makes it with mode 0600: events hold what steps print.
  init(path: String) throws(CommandFailure) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CommandFailure(
        "the events file \(path) could not be opened: \(SystemError.words(errno)); nothing was run",
        exitCode: .cannotWrite)
    }
  }

  deinit { close(descriptor) }
}
