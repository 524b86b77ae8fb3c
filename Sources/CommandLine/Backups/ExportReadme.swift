import Catalog
import Planning
import Reporting
import RunLog

/// The text that goes with an exported backup: how it is restored by hand, on a host without maint.
enum ExportReadme {
  static let fileName = "MAINT-README.txt"

  static func text(_ backup: BackupRecord) -> String {
    let origin = backup.runbook.map { " by the runbook \($0)" } ?? ""
    let head = """
      Backup \(backup.id), made \(backup.madeAt.rfc3339)\(origin) on \(OwnProcess.hostName).

      Whether it is whole, here, in this folder:

          sha256sum --check \(BackupSeal.fileName)

      """
    return head + backup.archives.map(section).joined() + """

      Files that are not named here are what steps of the runbook wrote into $MAINT_BACKUP_DIR; its rollback shows what they
      are for.

      """
  }

  private static func section(_ archive: ArchiveRecord) -> String {
    let path = ShellText.quoted(archive.path)
    guard let file = archive.file else {
      return "\n\(archive.path) did not exist. To have it so again: rm -r \(path)\n"
    }
    let parent = archive.path.split(separator: "/").dropLast().joined(separator: "/")
    let folder = ShellText.quoted("/\(parent)")
    let program = file.hasSuffix(".gz") ? "gzip" : "zstd"
    return """

      \(archive.path): \(archive.entries) entries, \(archive.bytes) bytes. As root, with what is there moved away first
      (tar leaves what was added since):

          mkdir -p \(folder)
          tar --extract --file=\(ShellText.quoted(file)) --use-compress-program=\(program) --directory=\(folder) \\
            --preserve-permissions --numeric-owner --acls --xattrs --xattrs-include='*'

      \(archive.manifest) lists each entry: type, mode, user, group, size, time, SHA-256 or target, path.
      In the run log: SHA-256 \(archive.fileChecksum ?? "-") of the archive, \(archive.manifestChecksum) of that list.

      """
  }
}
