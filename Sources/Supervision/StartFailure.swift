/// Why a process did not start. Nothing of it ran.
package enum StartFailure: Error, Equatable {
  case workingDirectoryMissing(String)
  case workingDirectoryNotADirectory(String)
  case workingDirectoryForbidden(String)
  case programMissing(String)
  /// The file is a directory or device, lacks the permission, or lies in a folder or mount that forbids it.
  case programNotExecutable(String)
  /// The file is executable, but the kernel knows no such format: a script without `#!`, another architecture.
  case programUnknownFormat(String)
  /// The program is there; the interpreter or loader that it names is not.
  case interpreterMissing(program: String)
  /// One string of the arguments or environment is longer than the kernel takes; `name` is that of the variable
  /// or the number of the argument.
  case stringTooLong(name: String, bytes: Int, limit: Int)
  /// Arguments and environment together are larger than a quarter of the stack limit.
  case argumentsTooLarge(bytes: Int, limit: Int)
  /// A string contains a NUL byte and would be cut there; `name` as above.
  case nulByte(name: String)
  /// EAGAIN: the user, the control group or the kernel allows no further process.
  case processLimit
  case outOfMemory
  /// EMFILE or ENFILE: maint or the system has no descriptor left.
  case descriptorLimit
  case system(call: String, errno: Int32)
}
