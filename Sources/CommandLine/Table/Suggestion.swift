import Diagnostics

/// Finds what was probably meant by a word of the command line.
enum Suggestion {
  /// The one candidate that begins with the word, else the nearest by spelling, else nil.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    let longer = word.isEmpty ? [] : candidates.filter { $0.hasPrefix(word) }
    if longer.count == 1 { return longer.first }
    return NearestName.suggest(word, among: candidates)
  }
}

/// A word of the command line as a message may show it: in quotes, with nothing in it that a terminal would obey.
func quoted(_ word: String) -> String {
  let shown = word.unicodeScalars.map { scalar in
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: scalar.escaped(asASCII: true)
    default: String(scalar)
    }
  }
  return "'\(shown.joined())'"
}
