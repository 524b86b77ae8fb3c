/// Turns diagnostics into text for people: place, message and id, the line with a caret under it, notes, hint.
///
/// Pure: the text is returned, each diagnostic ends with a line break. What files and paths say is shown without
/// effect on the terminal.
package struct DiagnosticRenderer: Sendable {
  private let color: Bool

  package init(color: Bool) {
    self.color = color
  }

  /// What the bag shows of each file, then a line `… and N more`.
  package func render(_ bag: DiagnosticBag) -> String {
    var result = ""
    var rest = bag.shown[...]
    while let path = rest.first?.place.path {
      let shown = rest.prefix { $0.place.path == path }
      rest = rest[shown.endIndex...]
      for diagnostic in shown { result += render(diagnostic) }
      let hidden = bag.count(ofPath: path) - shown.count
      if hidden > 0 { result += "\(DisplayCharacter.harmless(path)): … and \(hidden) more\n" }
    }
    return result
  }

  package func render(_ diagnostic: Diagnostic) -> String {
    let label =
      switch diagnostic.severity {
      case .error: styled("error:", .error)
      case .warning: styled("warning:", .warning)
      case .note: styled("note:", .aside)
      }
    let message = DisplayCharacter.harmless(diagnostic.message)
    var result = render(diagnostic.place, heading: "\(label) \(styled(message, .strong)) [\(diagnostic.id.rawValue)]")
    for note in diagnostic.notes {
      result += render(note.place, heading: "\(styled("note:", .aside)) \(DisplayCharacter.harmless(note.message))")
    }
    if let hint = diagnostic.hint {
      result += "\(styled("hint:", .aside)) \(DisplayCharacter.harmless(hint))\n"
    }
    return result
  }

  private func render(_ place: Place, heading: String) -> String {
    let path = DisplayCharacter.harmless(place.path)
    guard case .text(let source, let range) = place else { return "\(path): \(heading)\n" }
    let location = source.location(at: range.lower)
    let excerpt = Excerpt(of: source, range: range)
    let gutter = String(repeating: " ", count: String(location.line).utf8.count)
    return """
      \(path):\(location.line):\(location.column): \(heading)
      \(styled("\(location.line) │", .gutter)) \(excerpt.text)
      \(styled("\(gutter) │", .gutter)) \(excerpt.padding)\(styled(excerpt.marks, .error))

      """
  }

  private enum Style: String {
    case error = "1;31"
    case warning = "1;33"
    case strong = "1"
    case aside = "1;36"
    case gutter = "2"
  }

  private func styled(_ text: String, _ style: Style) -> String {
    color ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
