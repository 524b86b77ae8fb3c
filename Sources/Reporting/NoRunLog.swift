/// What is said where a state folder holds no run log, as one that was mistyped.
package struct NoRunLog: Sendable, Hashable {
  private let folder: String

  package init(folder: String) { self.folder = folder }

  /// For the middle of a line.
  package var words: String { "no run log in \(HarmlessText.words(folder)): nothing has run with this state folder" }

  var sentence: String { "N\(words.dropFirst())." }
}
