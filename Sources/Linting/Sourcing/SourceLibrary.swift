import Catalog

/// The files that texts read in, each read once and taken apart once.
final class SourceLibrary {
  /// What is known of a file.
  struct Entry {
    let file: SourcedFiles.File
    fileprivate var scripts: [Step.Shell: ShellScript] = [:]
  }

  private var entries: [String: Entry] = [:]
  private let read: (String) -> SourcedFiles.Content

  /// More are no operator's.
  private static let most = 100

  init(read: @escaping (String) -> SourcedFiles.Content) { self.read = read }

  /// nil: there are too many.
  func file(_ path: String) -> SourcedFiles.File? {
    if let known = entries[path] { return known.file }
    guard entries.count < Self.most else { return nil }
    let file =
      switch read(path) {
      case .bytes(let found): SourcedFiles.File(path: path, bytes: found)
      case .missing: SourcedFiles.File(path: path, bytes: [], isMissing: true)
      case .unreadable: SourcedFiles.File(path: path, bytes: [], isUnreadable: true)
      }
    entries[path] = Entry(file: file)
    return file
  }

  func script(of file: SourcedFiles.File, _ shell: Step.Shell) -> ShellScript {
    if let known = entries[file.path]?.scripts[shell] { return known }
    let script = ShellScript(String(decoding: file.bytes, as: UTF8.self), shell: shell)
    entries[file.path]?.scripts[shell] = script
    return script
  }
}
