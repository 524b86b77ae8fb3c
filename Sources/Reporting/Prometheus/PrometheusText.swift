import Scheduling

/// Metrics in the text format of Prometheus, version 0.0.4, family by family.
///
/// Lines of a family are in the order of their labels, so the same values give the same bytes. Label values are made harmless
/// for a terminal as names of files are, then escaped as the format asks. Of two lines with the same labels, which would make
/// the whole text invalid, the second is left out, and counted.
package struct PrometheusText: Sendable {
  enum Kind: String { case gauge, counter }

  struct Line {
    let labels: String
    let value: String
  }

  package private(set) var text = ""
  private(set) var leftOut = 0

  /// Without lines there is nothing of it.
  mutating func family(_ name: String, _ kind: Kind, _ help: String, _ lines: [Line]) {
    if lines.isEmpty { return }
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    var last: String?
    for line in lines.sorted(by: { ($0.labels, $0.value) < ($1.labels, $1.value) }) {
      if line.labels == last {
        leftOut += 1
        continue
      }
      text += "\(name)\(line.labels) \(line.value)\n"
      last = line.labels
    }
  }

  mutating func gauge(_ name: String, _ help: String, _ lines: [Line]) { family(name, .gauge, help, lines) }

  mutating func counter(_ name: String, _ help: String, _ lines: [Line]) { family(name, .counter, help, lines) }
}

extension PrometheusText.Line {
  typealias Label = (name: String, value: String)

  init(_ labels: [Label] = [], text: String) {
    self.labels = Self.written(labels)
    value = text
  }

  init(_ labels: [Label], _ number: Int) { self.init(labels, text: "\(number)") }
  init(_ labels: [Label], _ truth: Bool) { self.init(labels, text: truth ? "1" : "0") }
  init(_ labels: [Label], _ number: Double) { self.init(labels, text: Self.text(number)) }
  /// Seconds since 1970.
  init(_ labels: [Label], _ moment: Timestamp) { self.init(labels, text: Self.seconds(moment.microseconds)) }
  /// Seconds.
  init(_ labels: [Label], _ duration: Duration) {
    self.init(labels, text: Self.seconds(duration.wholeMicroseconds))
  }

  init(_ number: Int) { self.init([], number) }
  init(_ truth: Bool) { self.init([], truth) }
  init(_ moment: Timestamp) { self.init([], moment) }

  /// The shortest text that reads back the same.
  private static func text(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// By whole numbers: those of now have more digits than a Double shows.
  private static func seconds(_ microseconds: Int64) -> String {
    let (whole, rest) = microseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    var fraction = String(rest + 1_000_000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return (microseconds < 0 ? "-" : "") + "\(whole)" + (fraction.isEmpty ? "" : ".\(fraction)")
  }

  private static func written(_ labels: [Label]) -> String {
    if labels.isEmpty { return "" }
    return "{" + labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
  }

  private static func escaped(_ value: String) -> String {
    if value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "\"") }) {
      return value
    }
    var result = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result += HarmlessText.name(String(scalar).utf8)
      }
    }
    return result
  }
}
