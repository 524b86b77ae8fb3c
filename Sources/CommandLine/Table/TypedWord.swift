/// A word of the command line as a message may show it: with nothing in it that a terminal would obey.
enum TypedWord {
  static func quoted(_ word: String) -> String { "'\(harmless(word))'" }

  static func harmless(_ word: String) -> String {
    word.unicodeScalars.map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: scalar.escaped(asASCII: true)
      default: String(scalar)
      }
    }.joined()
  }
}
