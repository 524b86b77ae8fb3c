import JSON

/// A small JSON document as a value, written as a literal; for what is built piece by piece before it is printed.
package indirect enum JSONValue: Sendable {
  case object([(name: String, value: JSONValue)])
  case array([JSONValue])
  case text(String)
  case number(Int)
  case truth(Bool)

  /// The object with further fields at its end; anything else is left as it is.
  func adding(_ fields: [(name: String, value: JSONValue)]) -> JSONValue {
    if case .object(let known) = self { .object(known + fields) } else { self }
  }

  func write(to json: inout JSONWriter) {
    switch self {
    case .object(let fields):
      json.object { json in for field in fields { json.field(field.name) { field.value.write(to: &$0) } } }
    case .array(let values): json.array { json in for value in values { value.write(to: &json) } }
    case .text(let text): json.value(text)
    case .number(let number): json.value(number)
    case .truth(let truth): json.value(truth)
    }
  }

  /// With two spaces a level and a line break at the end.
  package var text: String {
    var json = JSONWriter(layout: .pretty)
    write(to: &json)
    json.lineBreak()
    return json.text
  }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral
{
  package init(dictionaryLiteral fields: (String, JSONValue)...) { self = .object(fields.map { ($0.0, $0.1) }) }
  package init(arrayLiteral values: JSONValue...) { self = .array(values) }
  package init(stringLiteral text: String) { self = .text(text) }
  package init(integerLiteral number: Int) { self = .number(number) }
  package init(booleanLiteral truth: Bool) { self = .truth(truth) }
}
