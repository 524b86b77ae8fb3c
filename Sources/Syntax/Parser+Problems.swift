import Diagnostics

/// Noting problems.
extension Parser {
  mutating func report(
    _ id: DiagnosticID, _ message: String, at range: SourceRange, hint: String? = nil,
    note: (message: String, range: SourceRange)? = nil
  ) {
    let notes = note.map { [Diagnostic.Note($0.message, at: .text(source, $0.range))] } ?? []
    problems.append(Diagnostic(id, message, severity: severity, at: .text(source, range), hint: hint, notes: notes))
  }

  /// Notes the problem and gives what to throw; reading goes on after the line of `resume`, else of the problem.
  mutating func refusal(
    _ id: DiagnosticID, _ message: String, at range: SourceRange, hint: String? = nil,
    note: (message: String, range: SourceRange)? = nil, resume: Int? = nil
  ) -> Refusal {
    report(id, message, at: range, hint: hint, note: note)
    return Refusal(resume: resume ?? range.lower)
  }

  /// The text that an excerpt shows, when all of it may be shown: for what a hint says to write.
  func whole(from lower: Int, to upper: Int? = nil) -> String? {
    let text = excerpt(from: lower, to: upper, atMost: 60)
    return text.hasSuffix("…") || text == ConcealedText.mask ? nil : text
  }

  /// Up to 40 characters of the text from the offset to the end of the line, a comment left out; asterisks where it is
  /// concealed and more than a sign.
  func excerpt(from lower: Int, to upper: Int? = nil, atMost limit: Int = 40) -> String {
    var end = lower
    let last = min(upper ?? bytes.count, lower + 8 * limit)
    while end < last, !Byte.isBreak(bytes[end]) {
      if bytes[end] == Byte.hash, end > lower, Byte.isBlank(bytes[end - 1]) { break }
      end += 1
    }
    let isCut = end == lower + 8 * limit
    while end > lower, Byte.isBlank(bytes[end - 1]) { end -= 1 }
    let isSign = end == lower + 1 && Byte.isSign(bytes[lower])
    if !isSign, end > lower, concealed.touches(SourceRange(lower, end)) { return ConcealedText.mask }
    let text = source.text(in: SourceRange(lower, end))
    return isCut || text.count > limit ? text.prefix(limit - 1) + "…" : text
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
