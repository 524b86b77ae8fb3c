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
