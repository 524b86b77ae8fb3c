import Diagnostics

/// What a hint shows to write instead: given only where it reads back as the text that was meant, and fits into a hint.
package enum Replacement {
  /// Characters.
  private static let longest = 60

  /// A text of one line in quotes that leave all of it as it is: single ones, else double ones, else nil.
  package static func quoted(_ text: String) -> String? {
    guard text.count <= longest, !text.utf8.contains(where: { $0 < 0x20 }) else { return nil }
    if !text.contains("'") { return "'\(text)'" }
    return text.contains("\"") || text.contains("\\") ? nil : "\"\(text)\""
  }

  /// The text when it is sound by itself and has this kind; of maps only those of one entry, as hints mean them.
  package static func sound(_ text: String, as kind: Node.Kind) -> String? {
    guard text.count <= longest, let root = Parser.trial(text), root.kind == kind else { return nil }
    return kind == .map && root.entries.reduce(0) { count, _ in count + 1 } != 1 ? nil : text
  }
}
