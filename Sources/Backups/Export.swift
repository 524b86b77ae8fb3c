import CLinux
import Glibc

/// Puts the folder of a backup into one tar file that needs no maint to be read.
package struct Export {
  /// Of what steps left, and what was archived.
  let folder: String
  /// The one folder in the tar file, which holds all.
  let name: String
  /// A file that is added to it.
  let readme: (name: String, text: String)

  package init(of folder: String, as name: String, readme: (name: String, text: String)) {
    self.folder = folder
    self.name = name
    self.readme = readme
  }

  /// Writes beside the file, has it reach the disk and renames. One that is there is replaced if `replacing`. `bytes`: what
  /// it needs, at most. On failure nothing of it is left; killed, it leaves `FILE.PID.partial`.
  package func write(to file: TreePath, replacing: Bool, bytes: Int, on bench: Workbench) throws(BackupFailure) {
    let partial = "\(file.path).\(getpid()).partial"
    do throws(BackupFailure) {
      try FreeSpace.check(bytes, for: file.path, in: file.parent)
      try withReadme(on: bench) { scratch throws(BackupFailure) in
        try bench.change { () throws(BackupFailure) in
          // Made by nobody else: whoever may write to the folder could have made one to read what comes.
          let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
          guard descriptor >= 0 else { throw .call("could not be made", partial) }
          close(descriptor)
          try finish(bench.start(bench.tools.tar, arguments(partial, scratch), in: folder), on: bench)
        }
      }
      try bench.sync(partial)
      try bench.change { () throws(BackupFailure) in
        let result =
          replacing ? rename(partial, file.path) : maint_rename_to_free(AT_FDCWD, partial, AT_FDCWD, file.path)
        guard result == 0 else { throw .call("it could not be renamed to \(file.path)", partial) }
      }
      try bench.sync(file.parent)
    } catch {
      bench.endAll()
      _ = try? bench.unlink(partial)
      throw error
    }
  }

  /// Gives the tar file to the sink, piece by piece. Throws what the sink throws.
  package func write(
    on bench: Workbench, to sink: @escaping ([UInt8]) throws(BackupFailure) -> Void
  ) throws(BackupFailure) {
    do throws(BackupFailure) {
      try withReadme(on: bench) { scratch throws(BackupFailure) in
        try finish(bench.start(bench.tools.tar, arguments("-", scratch), in: folder, reader: sink), on: bench)
      }
    } catch {
      bench.endAll()
      throw error
    }
  }

  private func finish(_ tar: ToolRun, on bench: Workbench) throws(BackupFailure) {
    try bench.wait(for: [tar])
    guard tar.status == 0, tar.refusal == nil else { throw tar.failure("\(folder) could not be exported") }
  }

  private func arguments(_ file: String, _ scratch: String) -> [String] {
    [
      "--create", "--file=\(file)", "--force-local", "--format=posix", "--pax-option=delete=atime,delete=ctime",
      "--sort=name", "--numeric-owner", "--acls", "--xattrs", "--xattrs-include=*",
      // Names of members and of hard links to them, not what symbolic links say.
      "--transform=flags=rh;s|^\\.|\(name)|", ".", "--directory=\(scratch)", "./\(readme.name)",
    ]
  }

  /// The folder is gone afterwards; killed, a small one stays in /tmp.
  private func withReadme(
    on bench: Workbench, _ body: (_ scratch: String) throws(BackupFailure) -> Void
  ) throws(BackupFailure) {
    var template = Array("/tmp/maint-export-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw .call("no folder could be made in it", "/tmp") }
    let scratch = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer {
      unlink("\(scratch)/\(readme.name)")
      rmdir(scratch)
    }
    try bench.write(readme.text, to: Place("\(scratch)/\(readme.name)"))
    try body(scratch)
  }
}
