import Diagnostics

/// Diagnostics as workflow commands of GitHub Actions, one a line: each becomes an annotation of its line.
///
/// `::error file=…,line=…,endLine=…,col=…,endColumn=…,title=ID::message`, hint and notes in the message. Columns are
/// given where a range stays on its line, because GitHub takes them for no other.
package struct GitHubReport: Sendable {
  private let diagnostics: [Diagnostic]

  package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  package var text: String { diagnostics.map { Self.command($0) + "\n" }.joined() }

  private static func command(_ diagnostic: Diagnostic) -> String {
    var properties = [("file", diagnostic.place.path)]
    if case .text(let source, let range) = diagnostic.place {
      let start = source.location(at: range.lower)
      let end = source.location(at: max(range.upper, range.lower))
      properties += [("line", String(start.line)), ("endLine", String(end.line))]
      if start.line == end.line {
        properties += [("col", String(start.column)), ("endColumn", String(end.column))]
      }
    }
    properties.append(("title", diagnostic.id.rawValue))
    let notes = diagnostic.notes.map { "\(place($0.place)): \($0.message)" }
    let lines = [diagnostic.message] + notes + (diagnostic.hint.map { ["hint: \($0)"] } ?? [])
    let message = lines.map(HarmlessText.words).joined(separator: "\n")
    return "::\(diagnostic.severity == .note ? "notice" : diagnostic.severity.rawValue) "
      + properties.map { "\($0)=\(escaped($1, alsoIn: ":,"))" }.joined(separator: ",")
      + "::" + escaped(message, alsoIn: "")
  }

  private static func place(_ place: Place) -> String {
    guard case .text(let source, let range) = place else { return place.path }
    let location = source.location(at: range.lower)
    return "\(place.path):\(location.line):\(location.column)"
  }

  /// As the runner undoes it: `%`, CR and LF everywhere, `:` and `,` in properties. A file has its name with all that is
  /// in it, so other control characters are written the same way, which keeps them from a terminal.
  private static func escaped(_ text: String, alsoIn others: String) -> String {
    text.unicodeScalars.map { scalar in
      let isControl = scalar.properties.generalCategory == .control
      guard isControl || scalar == "%" || others.unicodeScalars.contains(scalar) else { return String(scalar) }
      return String(scalar).utf8.map { byte in
        (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }.joined()
    }.joined()
  }
}
