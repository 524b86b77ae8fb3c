import Scheduling

/// Writes JSON (RFC 8259) by appending to one buffer: no tree is built, so a report of any size costs its own bytes.
///
///     var json = JSONWriter(layout: .pretty)
///     json.object { json in
///       json.field("run", 12)
///       json.field("tasks") { json in json.array { json in json.value("daily.log_rotation") } }
///     }
///
/// Commas, indentation and escapes are the writer's work; that an object holds only fields and an array only values is
/// the caller's. The conventions of every report are kept here: times are RFC 3339 in UTC with microseconds, durations
/// are seconds, a value that is not there is `null` and its field stays. Control characters, C1 and DEL included, are
/// escaped, so that the text is harmless on a terminal.
package struct JSONWriter: Sendable {
  package enum Layout: Sendable {
    /// One line, for a stream of objects; ends without a line break.
    case compact
    /// Two spaces a level.
    case pretty
  }

  /// What was written so far: UTF-8.
  package private(set) var bytes: [UInt8] = []
  private let layout: Layout
  private var depth = 0
  /// The next element of the open object or array is its first.
  private var isFirst = true
  /// A name was written, so that the value stands on its line.
  private var followsName = false

  package init(layout: Layout = .compact) { self.layout = layout }

  /// A text as a value of its own.
  package static func quoted(_ text: String) -> String {
    var json = JSONWriter()
    json.value(text)
    return json.text
  }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package mutating func lineBreak() { bytes.append(UInt8(ascii: "\n")) }

  /// Empties the buffer and keeps its memory, for the next line of a stream.
  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  package mutating func object(_ fields: (inout JSONWriter) throws -> Void) rethrows {
    open(UInt8(ascii: "{"))
    try fields(&self)
    close(UInt8(ascii: "}"))
  }

  package mutating func array(_ values: (inout JSONWriter) throws -> Void) rethrows {
    open(UInt8(ascii: "["))
    try values(&self)
    close(UInt8(ascii: "]"))
  }

  package mutating func array(_ values: some Sequence<String>) {
    array { json in for value in values { json.value(value) } }
  }

  /// A field whose value the closure writes: exactly one.
  package mutating func field(_ name: String, _ value: (inout JSONWriter) throws -> Void) rethrows {
    startField(name)
    try value(&self)
  }

  package mutating func field(_ name: String, _ value: String?) {
    startField(name)
    if let value { self.value(value) } else { null() }
  }

  package mutating func field(_ name: String, _ value: (some BinaryInteger)?) {
    startField(name)
    if let value { self.value(value) } else { null() }
  }

  package mutating func field(_ name: String, _ value: Double?) {
    startField(name)
    if let value { self.value(value) } else { null() }
  }

  package mutating func field(_ name: String, _ value: Bool) {
    startField(name)
    self.value(value)
  }

  package mutating func field(_ name: String, _ value: Timestamp?) {
    startField(name)
    if let value { self.value(value) } else { null() }
  }

  /// In seconds; say so in the name.
  package mutating func field(_ name: String, _ value: Duration?) {
    startField(name)
    if let value { self.value(value) } else { null() }
  }

  package mutating func field(_ name: String, _ values: [String]) {
    startField(name)
    array(values)
  }

  /// A field whose value is an array of objects, the fields of each written by the closure.
  package mutating func list<Value>(
    _ name: String, of values: some Sequence<Value>, _ fields: (Value, inout JSONWriter) throws -> Void
  ) rethrows {
    try field(name) { json in
      try json.array { json in for value in values { try json.object { try fields(value, &$0) } } }
    }
  }

  package mutating func value(_ text: String) {
    startValue()
    quote(text)
  }

  package mutating func value(_ number: some BinaryInteger) {
    startValue()
    bytes.append(contentsOf: String(number).utf8)
  }

  /// The shortest text that reads back the same; what JSON has no number for is `null`.
  package mutating func value(_ number: Double) {
    startValue()
    bytes.append(contentsOf: number.isFinite ? "\(number)".utf8 : "null".utf8)
  }

  package mutating func value(_ truth: Bool) {
    startValue()
    bytes.append(contentsOf: truth ? "true".utf8 : "false".utf8)
  }

  package mutating func value(_ time: Timestamp) {
    startValue()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: time.rfc3339.utf8)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Seconds with at most six decimals.
  package mutating func value(_ duration: Duration) {
    startValue()
    let microseconds = duration.wholeMicroseconds
    if microseconds < 0 { bytes.append(UInt8(ascii: "-")) }
    let (seconds, rest) = microseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    bytes.append(contentsOf: String(seconds).utf8)
    guard rest > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    bytes.append(contentsOf: String(rest + 1_000_000).utf8.dropFirst())
    while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
  }

  package mutating func null() {
    startValue()
    bytes.append(contentsOf: "null".utf8)
  }
}

extension JSONWriter {
  private mutating func open(_ bracket: UInt8) {
    startValue()
    bytes.append(bracket)
    depth += 1
    isFirst = true
  }

  private mutating func close(_ bracket: UInt8) {
    depth -= 1
    if !isFirst { breakLine() }
    bytes.append(bracket)
    isFirst = false
  }

  private mutating func startField(_ name: String) {
    separate()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    if layout == .pretty { bytes.append(UInt8(ascii: " ")) }
    followsName = true
  }

  private mutating func startValue() {
    if followsName { followsName = false } else if depth > 0 { separate() }
  }

  private mutating func separate() {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    breakLine()
  }

  private mutating func breakLine() {
    guard layout == .pretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      // Whole stretches are copied at once: hardly any text has a byte that needs an escape.
      var start = 0
      for index in utf8.indices where Self.needsEscape(utf8, at: index) {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
        start = index + 1
        if utf8[index] == 0xC2 {
          // The first of the two bytes of a C1 control character, whose code is the second.
          escape(utf8[start])
          start += 1
        } else {
          escape(utf8[index])
        }
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    switch utf8[index] {
    case ..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x7F: true
    case 0xC2: index + 1 < utf8.count && utf8[index + 1] < 0xA0
    default: false
    }
  }

  private mutating func escape(_ code: UInt8) {
    switch code {
    case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
    case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
    case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
    case UInt8(ascii: "\r"): bytes.append(contentsOf: #"\r"#.utf8)
    case UInt8(ascii: "\t"): bytes.append(contentsOf: #"\t"#.utf8)
    default:
      bytes.append(contentsOf: code < 0x10 ? #"\u000"#.utf8 : #"\u00"#.utf8)
      bytes.append(contentsOf: String(code, radix: 16).utf8)
    }
  }
}
