import Glibc
import JSON
import Reporting
import RunLog

/// `maint runlog backup FILE`: a copy of the run log as it is now, while runs go on.
struct RunlogBackupVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let file = FolderChoice.absolute(context.invocation.argument(.newFile) ?? "")
    try refuseExisting(file)
    try TrustedPaths(context: context).check(replaced: file)
    let log = try context.openRunLogFileToCopy()
    let (bytes, mended) = try context.withRunLogFile { () throws(RunLogFailure) in try log.copy(to: file) }
    if let mended {
      context.errors.write("maint: first, what is kept ready for reports was reckoned anew from the runs: \(mended)\n")
    }
    context.output.write(
      context.isJSON ? Self.json(file, bytes) : "\(TypedWord.harmless(file)): \(ByteSize(bytes)), whole\n")
    return .success
  }

  /// `file`, an absolute path, and its `bytes`.
  private static func json(_ file: String, _ bytes: Int) -> String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("file", file)
      json.field("bytes", bytes)
    }
    json.lineBreak()
    return json.text
  }

  private func refuseExisting(_ file: String) throws(CommandFailure) {
    var status = stat()
    guard lstat(file, &status) == 0 else { return }
    throw CommandFailure(
      "\(TypedWord.quoted(file)) is there already; nothing was written", hint: "name a file that does not exist yet",
      exitCode: .cannotWrite)
  }
}
