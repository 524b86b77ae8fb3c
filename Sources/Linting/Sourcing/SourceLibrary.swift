import Catalog

/// The files that texts read in, each read once.
final class SourceLibrary {
  private var files: [ExactText: SourcedFiles.File] = [:]
  private let texts: SourcingTexts
  private let read: (String) -> SourcedFiles.Content

  private var looks: [ExactText: Bool] = [:]

  /// More are no operator's.
  private static let most = 100
  private static let mostLooks = 1000

  init(_ texts: SourcingTexts, read: @escaping (String) -> SourcedFiles.Content) {
    (self.texts, self.read) = (texts, read)
  }

  /// nil: there are too many.
  func file(_ path: String) -> SourcedFiles.File? {
    if let known = files[ExactText(path)] { return known }
    guard files.count < Self.most else { return nil }
    let file =
      switch read(path) {
      // Shells pass over NUL, and what is no text has no words that could be told.
      case .bytes(let found) where found.contains(0) || String(validating: found, as: UTF8.self) == nil:
        SourcedFiles.File(path: path, bytes: [], isUnreadable: true)
      case .bytes(let found): SourcedFiles.File(path: path, bytes: found)
      case .missing: SourcedFiles.File(path: path, bytes: [], isMissing: true)
      case .unreadable: SourcedFiles.File(path: path, bytes: [], isUnreadable: true)
      }
    files[ExactText(path)] = file
    return file
  }

  /// Whether there is something of that name; of more than can be looked for, there is.
  func isThere(_ path: String) -> Bool {
    if let known = looks[ExactText(path)] { return known }
    guard looks.count < Self.mostLooks else { return true }
    let isThere = if case .missing = read(path) { false } else { true }
    looks[ExactText(path)] = isThere
    return isThere
  }

  func text(of file: SourcedFiles.File, _ shell: Step.Shell) -> SourcingText {
    texts.text(String(decoding: file.bytes, as: UTF8.self), shell)
  }

  func text(_ text: String, _ shell: Step.Shell) -> SourcingText { texts.text(text, shell) }
}
