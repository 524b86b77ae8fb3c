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
    var rest = line
    while let start = rest.firstIndex(where: { $0 | 0x20 == sign[0] }) {
      rest = rest[(start + 1)...]
      let isAlone = start == line.startIndex || beforeSign.contains(line[start - 1])
      guard isAlone, line[start...].prefix(sign.count).elementsEqual(sign, by: { $0 == $1 || $0 | 0x20 == $1 }) else {
        continue
      }
      let names = names(after: line[(start + sign.count)...], isBracketed: isBracketed(start, in: line))
      // In capitals it may be a word of the text, unless tasks follow.
      guard line[start...].starts(with: sign) || names.contains(where: isFullName) else { continue }
      if names.isEmpty {
        diagnostics.append(unnamed(at: .text(source, SourceRange(start, start + sign.count))))
      }
      for name in names {
        let range = SourceRange(name.startIndex, name.endIndex)
        mentions.append(TaskMention(name: source.text(in: range), range: range))
      }
      rest = line[(names.last?.endIndex ?? start + sign.count)...]
    }
    return mentions
  }

  private static func isBracketed(_ start: Int, in line: ArraySlice<UInt8>) -> Bool {
    let before = line[..<start]
    let opening = before.lastIndex(of: UInt8(ascii: "("))
    return opening.map { !before[$0...].contains(UInt8(ascii: ")")) } ?? false
  }

  /// In brackets, all words up to the closing one: `(maint: daily.a, daily.b)`; else one, and what follows behind a comma or
  /// `and` and begins as full names of tasks do.
  private static func names(after sign: ArraySlice<UInt8>, isBracketed: Bool) -> [ArraySlice<UInt8>] {
    let text = isBracketed ? sign.prefix { $0 != UInt8(ascii: ")") } : sign
    var names: [ArraySlice<UInt8>] = []
    var rest = text
    while true {
      let gap = rest.prefix { $0 == Byte.space || (names.isEmpty ? "`*" : ",;&`*_").utf8.contains($0) }
      let isJoined = gap.contains { ",;&".utf8.contains($0) }
      rest = rest[gap.endIndex...]
      var name = rest.prefix(while: isOfName)
      // The end of a sentence, or the sign of the next.
      while let last = name.last, last == UInt8(ascii: ".") || last == UInt8(ascii: ":") { name.removeLast() }
      guard let first = name.first else { return names }
      if name.elementsEqual("maint".utf8), rest[name.endIndex...].first == UInt8(ascii: ":") { return names }
      rest = rest[name.endIndex...]
      if !names.isEmpty, name.elementsEqual("and".utf8) { continue }
      let isNext = isBracketed || names.isEmpty || isFullName(name)
      guard isNext, Byte.isLetterOrDigit(first) || isBracketed || names.isEmpty || isJoined else { return names }
      names.append(name)
    }
  }

  private static func isFullName(_ name: ArraySlice<UInt8>) -> Bool {
    let parts = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let tiers = ["hourly", "daily", "weekly", "monthly", "quarterly", "annual", "emergency"]
    return parts.count == 2 && tiers.contains(String(decoding: parts[0], as: UTF8.self))
  }

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
