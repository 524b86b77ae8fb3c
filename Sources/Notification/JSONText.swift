import JSON

/// JSON in pieces: a body is put together of them.
enum JSONText {
  static func quoted(_ text: String) -> String { JSONWriter.quoted(text) }

  /// The fields in this order; those without a value are left out.
  static func object(_ fields: [(name: String, value: String?)]) -> String {
    let texts = fields.compactMap { field in field.value.map { "\(quoted(field.name)):\($0)" } }
    return "{" + texts.joined(separator: ",") + "}"
  }

  static func array(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }
}
