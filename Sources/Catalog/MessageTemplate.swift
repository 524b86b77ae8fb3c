/// A text of a message as an operator wants it: words, and fields in braces. Nothing in it is carried out, and a value that
/// is put in is not read again.
package struct MessageTemplate: Sendable, Hashable {
  package enum Field: String, Sendable, CaseIterable {
    case host, run, outcome, level, kind, subject, text, tasks, message, at, key, acknowledge
    case auditHead = "audit_head"
  }

  package enum Part: Sendable, Hashable {
    case words(String)
    case field(Field)
  }

  /// Why a text is none.
  package enum Problem: Error, Hashable {
    case unknownField(String)
    /// A brace that opens or closes no field.
    case loneBrace(Character)
  }

  package private(set) var parts: [Part] = []

  /// `{name}` is a field, `{{` and `}}` are braces.
  package init(_ text: String) throws(Problem) {
    var words = ""
    var rest = text[...]
    while let next = rest.popFirst() {
      guard next == "{" || next == "}" else {
        words.append(next)
        continue
      }
      if rest.first == next {
        words.append(rest.removeFirst())
        continue
      }
      guard next == "{", let end = rest.firstIndex(of: "}") else { throw .loneBrace(next) }
      let name = String(rest[..<end])
      guard let field = Field(rawValue: name) else { throw .unknownField(name) }
      rest = rest[rest.index(after: end)...]
      if !words.isEmpty { parts.append(.words(words)) }
      words = ""
      parts.append(.field(field))
    }
    if !words.isEmpty { parts.append(.words(words)) }
  }

  package func has(_ field: Field) -> Bool { parts.contains(.field(field)) }

  package func text(_ value: (Field) -> String) -> String {
    parts.map { part in
      switch part {
      case .words(let words): words
      case .field(let field): value(field)
      }
    }.joined()
  }
}
