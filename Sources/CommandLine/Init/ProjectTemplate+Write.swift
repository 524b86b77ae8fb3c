import Glibc

extension ProjectTemplate {
  /// Writes the project, making the folder and those above it where they do not exist, and returns the paths of the
  /// files. Nothing is overwritten: with a file in the way nothing is written. What was made before a failure is
  /// removed again.
  @discardableResult
  package static func write(to folder: String) throws(ProjectTemplateFailure) -> [String] {
    let paths = files.map { "\(folder)/\($0.path)" }
    let inTheWay = paths.filter(exists)
    guard inTheWay.isEmpty else {
      throw ProjectTemplateFailure(
        message: "already there: " + inTheWay.joined(separator: ", "),
        hint: "nothing was written; name another folder, or move what is there away")
    }
    var made: [(path: String, isFolder: Bool)] = []
    do throws(ProjectTemplateFailure) {
      for (file, path) in zip(files, paths) {
        try makeFolders(above: path, noting: &made)
        try create(path, file, noting: &made)
      }
    } catch {
      for item in made.reversed() { _ = item.isFolder ? rmdir(item.path) : unlink(item.path) }
      throw error
    }
    return paths
  }

  /// Whatever it is, a symbolic link to nowhere included.
  private static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  private static func makeFolders(
    above path: String, noting made: inout [(path: String, isFolder: Bool)]
  ) throws(ProjectTemplateFailure) {
    for slash in path.indices.dropFirst() where path[slash] == "/" {
      let folder = String(path[..<slash])
      if mkdir(folder, 0o755) == 0 {
        made.append((folder, true))
        continue
      }
      // EROFS and EACCES come for folders that exist, too; a later call tells if it matters.
      let reason = errno == EEXIST ? ENOTDIR : errno
      var status = stat()
      guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw failure("cannot make the folder \(folder)", reason)
      }
    }
  }

  private static func create(
    _ path: String, _ file: File, noting made: inout [(path: String, isFolder: Bool)]
  ) throws(ProjectTemplateFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file.mode)
    guard descriptor >= 0 else { throw failure("cannot create \(path)", errno) }
    made.append((path, false))
    guard WholeWrite.write(file.text.utf8, to: descriptor) else {
      let reason = errno
      close(descriptor)
      throw failure("cannot write \(path)", reason)
    }
    // A full disk or quota of a network file system is told only here.
    guard close(descriptor) == 0 else { throw failure("cannot write \(path)", errno) }
  }

  private static func failure(_ what: String, _ reason: Int32) -> ProjectTemplateFailure {
    ProjectTemplateFailure(
      message: "\(what): \(SystemError.words(reason))",
      hint: "nothing is left of the project; mend that, or name another folder")
  }
}
