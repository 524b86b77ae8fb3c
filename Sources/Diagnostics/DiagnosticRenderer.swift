/// Turns diagnostics into text for people: place, message and id, the line with a caret under it, notes, hint.
///
/// Pure: the text is returned, each diagnostic ends with a line break. What files and paths say is shown without
/// effect on the terminal.
package struct DiagnosticRenderer: Sendable {
  /// Diagnostics shown of one file; errors before warnings.
  package static let shownPerFile = 20

  private let color: Bool

  package init(color: Bool) {
    self.color = color
  }

  /// All of the bag, sorted; of each file at most `shownPerFile`, then a line `… and N more`.
  package func render(_ bag: DiagnosticBag) -> String {
    var result = ""
    var rest = bag.sorted[...]
    while let path = rest.first?.place.path {
      let ofFile = rest.prefix { $0.place.path == path }
      rest = rest[ofFile.endIndex...]
      let shown = Self.foremost(Array(ofFile))
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

  private static func foremost(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    if diagnostics.count <= shownPerFile { return diagnostics }
    var room = (error: shownPerFile, warning: 0)
    room.warning = max(0, shownPerFile - diagnostics.count(where: { $0.severity == .error }))
    return diagnostics.filter { diagnostic in
      switch diagnostic.severity {
      case .error: room.error -= 1
      case .warning: room.warning -= 1
      }
      return diagnostic.severity == .error ? room.error >= 0 : room.warning >= 0
    }
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
