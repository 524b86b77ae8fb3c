/// One problem of one file: what is wrong, where, and what to do about it.
package struct Diagnostic: Sendable {
  package enum Severity: String, Sendable {
    case error, warning
    /// Worth to know, and fine as it is: `--strict` leaves it what it is.
    case note
  }

  /// A second place that explains the first: `first defined here`.
  package struct Note: Sendable {
    package let message: String
    package let place: Place

    package init(_ message: String, at place: Place) {
      self.message = message
      self.place = place
    }
  }

  package let id: DiagnosticID
  package let severity: Severity
  /// One sentence without a full stop or line break, in lower case: `unknown key 'tiemout'`.
  package let message: String
  package let place: Place
  /// What to write instead, in the same form.
  package let hint: String?
  package let notes: [Note]

  package init(
    _ id: DiagnosticID, _ message: String, severity: Severity = .error, at place: Place, hint: String? = nil,
    notes: [Note] = []
  ) {
    self.id = id
    self.severity = severity
    self.message = message
    self.place = place
    self.hint = hint
    self.notes = notes
  }

  package var source: Source? { place.source }
  package var range: SourceRange? { place.range }
}
