import Diagnostics

/// Noting problems.
extension Parser {
  mutating func report(
    _ id: DiagnosticID, _ message: String, at range: SourceRange, hint: String? = nil,
    note: (message: String, range: SourceRange)? = nil
  ) {
    let notes = note.map { [Diagnostic.Note($0.message, at: .text(source, $0.range))] } ?? []
    problems.append(Diagnostic(id, message, at: .text(source, range), hint: hint, notes: notes))
  }

  /// Notes the problem and gives what to throw; reading goes on after the line of `resume`, else of the problem.
  mutating func refusal(
    _ id: DiagnosticID, _ message: String, at range: SourceRange, hint: String? = nil,
    note: (message: String, range: SourceRange)? = nil, resume: Int? = nil
  ) -> Refusal {
    report(id, message, at: range, hint: hint, note: note)
    return Refusal(resume: resume ?? range.lower)
  }

  /// Up to 40 characters of the text from the offset to the end of the line, a comment left out.
  func excerpt(from lower: Int, to upper: Int? = nil) -> String {
    var end = lower
    while end < upper ?? bytes.count, end < lower + 200, !Byte.isBreak(bytes[end]) {
      if bytes[end] == Byte.hash, end > lower, Byte.isBlank(bytes[end - 1]) { break }
      end += 1
    }
    while end > lower, Byte.isBlank(bytes[end - 1]) { end -= 1 }
    let text = source.text(in: SourceRange(lower, end))
    return text.count > 40 ? text.prefix(39) + "…" : text
  }

  /// The word at the offset, for marking it.
  func wordRange(_ offset: Int) -> SourceRange {
    var end = offset
    while end < bytes.count, !Byte.isBlankOrEnd(bytes[end]) { end += 1 }
    return SourceRange(offset, max(end, min(offset + 1, bytes.count)))
  }

  /// From the offset to the end of the line's text.
  func lineRange(from offset: Int) -> SourceRange {
    var end = offset
    while end < bytes.count, !Byte.isBreak(bytes[end]) { end += 1 }
    while end > offset, Byte.isBlank(bytes[end - 1]) { end -= 1 }
    return SourceRange(offset, end)
  }
}
