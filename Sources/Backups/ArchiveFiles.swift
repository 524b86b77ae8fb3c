/// The names of one archive's files, while it is made and after.
struct ArchiveFiles {
  let folder: String
  let archive: String
  let manifest: String

  init(folder: String, name: String, suffix: String) {
    self.folder = folder
    archive = "\(folder)/\(name).\(suffix)"
    manifest = "\(folder)/\(name).manifest"
  }

  var partialArchive: String { archive + ".partial" }
  var partialManifest: String { manifest + ".partial" }

  func removePartial(on bench: Workbench) throws(BackupFailure) {
    try bench.unlink(partialArchive)
    try bench.unlink(partialManifest)
  }
}
