import Diagnostics
import Glibc

/// One of the two folders of a project: the files in it that maint reads.
package struct ProjectFolder {
  /// `schedules`, or `DIR/schedules` where the project is not the working directory.
  let path: String

  package init(_ name: String, ofProject project: String) {
    path = project.isEmpty || project == "." ? name : project.hasSuffix("/") ? project + name : "\(project)/\(name)"
  }

  /// All `*.yaml`, sorted by their bytes; hidden files are none. What is wrong with the folder is noted.
  package func files(diagnostics: inout DiagnosticBag) -> [ProjectFile] {
    guard let names = entries(diagnostics: &diagnostics) else { return [] }
    let visible = names.filter { !$0.hasPrefix(".") }
    for file in UnreadFile.all(of: visible) {
      let rename = "rename it to \(file.readName)"
      diagnostics.append(
        Diagnostic(
          .fileIgnored, "this file is not read: its name ends in \(file.ending)", severity: .warning,
          at: .path("\(path)/\(file.name)"),
          hint: file.isAside ? "\(rename) if it is to be read, else move it out of this folder" : rename))
    }
    let files = visible.filter { $0.hasSuffix(Self.suffix) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    if files.isEmpty {
      diagnostics.append(
        Diagnostic(
          .emptyFolder, "there is no .yaml file in this folder", severity: .warning, at: .path(path),
          hint: "'maint init DIR' writes a small project to start from"))
    }
    return files.map { file(named: String($0.dropLast(Self.suffix.count))) }
  }

  /// What `files` warns of: files that are not read and that may be meant to be.
  package var unread: [String] {
    var unneeded = DiagnosticBag()
    return UnreadFile.all(of: (entries(diagnostics: &unneeded) ?? []).filter { !$0.hasPrefix(".") }).map(\.name)
      .sorted()
  }

  func file(named name: String) -> ProjectFile { ProjectFile(path: "\(path)/\(name)\(Self.suffix)", name: name) }

  private func entries(diagnostics: inout DiagnosticBag) -> [String]? {
    guard let folder = opendir(path) else {
      diagnostics.append(failure(errno))
      return nil
    }
    defer { closedir(folder) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(folder) else { break }
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    if errno != 0 {
      diagnostics.append(failure(errno))
      return nil
    }
    return names
  }

  private func failure(_ code: Int32) -> Diagnostic {
    let place = Place.path(path)
    switch code {
    case ENOENT:
      return Diagnostic(
        .folderNotFound, "no such folder", at: place, hint: "a project is a folder with schedules/ and runbooks/ in it")
    case ENOTDIR: return Diagnostic(.notAFolder, "a folder was expected here", at: place)
    case EACCES:
      return Diagnostic(
        .unreadableFolder, "no permission to read this folder", at: place,
        hint: "run maint as a user who may read it, or change its permissions with chmod")
    default:
      return Diagnostic(.unreadableFolder, "cannot be read: \(String(cString: strerror(code)))", at: place)
    }
  }

  private static let suffix = ".yaml"
}
