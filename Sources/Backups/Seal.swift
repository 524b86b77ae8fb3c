import Glibc

/// The list of checksums that completes the folder of a backup: `sha256sum --check` in that folder tells whether it is
/// whole.
package enum Seal {
  /// Writes the list of all other files in the folder, replacing an earlier one, sorted by their names.
  ///
  /// `known` are checksums that were made when files at the top of the folder were written, by their names: those files
  /// are not read again, as an archive may be of many gigabytes; one that is gone is a failure. Their names need no
  /// escaping and hold no pattern.
  ///
  /// The files and the list reach the disk before the list gets its name: after a power loss it is there only with all
  /// that it lists. Killed, it leaves `NAME.partial`, which no list ever names. Returns the checksum of the list itself
  /// and the number of files. Throws where there is no file, or one cannot be read.
  package static func make(
    _ name: String, in folder: String, known: [String: String] = [:], on bench: Workbench
  ) throws(BackupFailure) -> (checksum: String, files: Int) {
    do throws(BackupFailure) {
      for name in known.keys.sorted() where access("\(folder)/\(name)", F_OK) != 0 {
        throw BackupFailure(
          .damaged, "\(folder)/\(name) is not there any more, so the path in it could not be restored",
          hint: "a later step of the backup has removed it")
      }
      let read = try lines(of: folder, besides: [name, "\(name).partial"] + known.keys, on: bench)
      let lines = (read + known.map { Array("\($0.value)  ./\($0.key)\n".utf8)[...] }).sorted {
        Self.name(of: $0).lexicographicallyPrecedes(Self.name(of: $1))
      }
      guard !lines.isEmpty else {
        throw BackupFailure(.source, "the backup is empty: no step wrote a file into $MAINT_BACKUP_DIR")
      }
      try bench.syncFileSystem(of: folder)
      try bench.write(Array(lines.joined()), to: Place("\(folder)/\(name)"))
      try bench.sync(folder)
      return (try Checksum.of("\(folder)/\(name)", on: bench), lines.count)
    } catch {
      bench.endAll()
      throw error
    }
  }

  /// As sha256sum writes them, each with its line break; it escapes names so that every file is one line.
  private static func lines(
    of folder: String, besides names: [String], on bench: Workbench
  ) throws(BackupFailure) -> [ArraySlice<UInt8>] {
    var output: [UInt8] = []
    let others = names.flatMap { ["!", "-path", "./\($0)"] }
    let find = try bench.start(
      bench.tools.find, [".", "-type", "f"] + others + ["-exec", bench.tools.sha256sum, "--", "{}", "+"], in: folder
    ) { bytes throws(BackupFailure) in output += bytes }
    try bench.wait(for: [find])
    guard find.status == 0 else { throw find.failure("the backup could not be sealed") }
    var lines: [ArraySlice<UInt8>] = []
    var rest = output[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(rest[...end])
      rest = rest[(end + 1)...]
    }
    return lines
  }

  /// What follows the digits.
  private static func name(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8> { line.drop { $0 != UInt8(ascii: " ") } }
}
