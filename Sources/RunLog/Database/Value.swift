import Scheduling

/// A value of a row, in one of SQLite's five storage classes.
enum Value {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  static func integer(_ value: some BinaryInteger) -> Value { .integer(Int64(truncatingIfNeeded: value)) }
  static func optional(_ value: (some BinaryInteger)?) -> Value { value.map { .integer($0) } ?? .null }
  static func optional(_ text: String?) -> Value { text.map { .text($0) } ?? .null }
  static func time(_ time: Timestamp) -> Value { .integer(time.microseconds) }
  static func truth(_ value: Bool) -> Value { .integer(value ? 1 : 0) }
}
