/// Copies what programs of an operator left in the folder of a backup.
package enum FolderCopy {
  /// Copies entries of a folder, with all below them and their attributes, into another folder that is there, and has
  /// them reach the disk. On failure some of it may be there.
  package static func copy(
    _ names: [[UInt8]], from folder: String, into other: String, on bench: Workbench
  ) throws(BackupFailure) {
    if names.isEmpty { return }
    do throws(BackupFailure) {
      // Names lie in a file that xargs reads: a name need not be text, and an argument of the supervisor is.
      let list = try ByteWriter.nameless(in: other)
      for name in names {
        try list.write {
          $0 += Array("./".utf8) + name
          $0.append(0)
        }
      }
      try list.flush()
      try bench.change { () throws(BackupFailure) in
        try bench.run(
          bench.tools.xargs,
          ["-0", "-a", list.pathForOthers, bench.tools.copying(), "--archive", "--target-directory=\(other)", "--"],
          in: folder, to: "\(folder) could not be copied to \(other)")
      }
      try bench.syncFileSystem(of: other)
    } catch {
      bench.endAll()
      throw error
    }
  }
}
