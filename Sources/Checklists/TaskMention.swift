import Diagnostics

/// A task that an item names as `maint: daily.database_backup`: its success in its period completes the item.
package struct TaskMention: Sendable {
  /// As written; whether there is such a task only the project knows.
  package let name: String
  package let range: SourceRange

  /// Those of a line, and what is wrong with them.
  static func all(
    in line: ArraySlice<UInt8>, of source: Source, diagnostics: inout DiagnosticBag
  ) -> [TaskMention] {
    var mentions: [TaskMention] = []
    if let range = slip(in: line) { diagnostics.append(misspelt(at: .text(source, range))) }
    var rest = line
    while let start = rest.firstIndex(of: sign[0]) {
      rest = rest[(start + 1)...]
      guard isAlone(start, in: line), line[start...].starts(with: sign) else { continue }
      var after = line[(start + sign.count)...].drop { $0 == Byte.space }
      let first = name(at: after)
      if first.isEmpty { diagnostics.append(unnamed(at: .text(source, SourceRange(start, start + sign.count)))) }
      // In brackets of its own, all up to the closing one are names.
      let isBracketed = start > line.startIndex && line[start - 1] == UInt8(ascii: "(")
      var next = first
      while !next.isEmpty {
        let range = SourceRange(next.startIndex, next.endIndex)
        mentions.append(TaskMention(name: source.text(in: range), range: range))
        after = line[next.endIndex...]
        next = further(after, isBracketed: isBracketed)
      }
      rest = after[(first.isEmpty ? first.endIndex : after.startIndex)...]
    }
    return mentions
  }

  private static func isAlone(_ start: Int, in line: ArraySlice<UInt8>) -> Bool {
    start == line.startIndex || beforeSign.contains(line[start - 1])
  }

  /// `Maint: daily.a`, `maint : daily.a`: it would count for nothing, and nobody would notice.
  private static func slip(in line: ArraySlice<UInt8>) -> SourceRange? {
    let word = sign.dropLast()
    for start in line.indices where isAlone(start, in: line) {
      let found = line[start...].prefix(word.count)
      guard found.map({ $0 | 0x20 }) == Array(word) else { continue }
      let rest = line[found.endIndex...].drop { $0 == Byte.space }
      guard rest.first == UInt8(ascii: ":"), !line[start...].starts(with: sign) else { continue }
      let named = name(at: rest.dropFirst().drop { $0 == Byte.space })
      if isTask(named) { return SourceRange(start, named.endIndex) }
    }
    return nil
  }

  private static func isTask(_ name: ArraySlice<UInt8>) -> Bool {
    let parts = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 2 && tiers.contains { parts[0].elementsEqual($0.utf8) }
  }

  private static func misspelt(at place: Place) -> Diagnostic {
    Diagnostic(.missingTask, "this names no task of the item", at: place, hint: "write it as maint: tier.task")
  }

  private static func name(at text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var name = text.prefix(while: isOfName)
    if name.starts(with: sign) { return name.prefix(0) }
    // The end of a sentence.
    while let last = name.last, last == UInt8(ascii: ".") || last == UInt8(ascii: ":") { name.removeLast() }
    return name
  }

  /// One more name behind the last: `, daily.b`, `; daily.b`, ` and daily.b`. Outside of brackets only what looks like one.
  private static func further(_ text: ArraySlice<UInt8>, isBracketed: Bool) -> ArraySlice<UInt8> {
    func isSeparator(_ byte: UInt8) -> Bool { byte == Byte.space || byte == Byte.tab || ",;&+/".utf8.contains(byte) }
    var rest = text.drop(while: isSeparator)
    if rest.startIndex == text.startIndex { return text.prefix(0) }
    if name(at: rest).elementsEqual("and".utf8) { rest = rest.dropFirst(3).drop(while: isSeparator) }
    let found = name(at: rest)
    return isBracketed || isTask(found) ? found : text.prefix(0)
  }

  /// As they begin the full names of tasks.
  private static let tiers = ["hourly", "daily", "weekly", "monthly", "quarterly", "annual", "emergency"]

  private static func unnamed(at place: Place) -> Diagnostic {
    Diagnostic(
      .missingTask, "no task is named after 'maint:'", at: place, hint: "write it on the same line: maint: tier.task")
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    Byte.isLetterOrDigit(byte) || "_-.:".utf8.contains(byte)
  }

  private static let sign = Array("maint:".utf8)
  /// What may stand before it; in `https://maint:8080` it is something else.
  private static let beforeSign = Set(" \t([`*_,;".utf8)
}
