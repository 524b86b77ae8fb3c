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
    while let start = rest.firstIndex(of: sign[0]) {
      rest = rest[(start + 1)...]
      let isAlone = start == line.startIndex || beforeSign.contains(line[start - 1])
      guard isAlone, line[start...].starts(with: sign) else { continue }
      let after = line[(start + sign.count)...].drop { $0 == Byte.space }
      var name = after.prefix(while: isOfName)
      // The end of a sentence.
      while let last = name.last, last == UInt8(ascii: ".") || last == UInt8(ascii: ":") { name.removeLast() }
      if name.isEmpty {
        diagnostics.append(unnamed(at: .text(source, SourceRange(start, start + sign.count))))
      } else {
        let range = SourceRange(name.startIndex, name.endIndex)
        mentions.append(TaskMention(name: source.text(in: range), range: range))
      }
      rest = after[name.endIndex...]
    }
    return mentions
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
