/// What a value of a schedule or runbook must be: what messages say was expected, and what documentation says.
indirect enum Shape: Sendable {
  case text
  /// A text with something in it for the shell.
  case script
  case name
  case variableName
  case duration
  case time
  case date
  case days
  case hours
  case zone
  case size
  case boolean
  case count(ClosedRange<Int>)
  case factor(ClosedRange<Double>)
  case choice([String])
  case absolutePath
  case list(Shape)
  /// Keys that the operator chooses, and the shape of their values.
  case map(of: Shape)
  /// A map with the keys of a table, such as `a step`.
  case construct(String)
  case either(Shape, Shape)

  static func choice<Choice: RawRepresentable<String> & CaseIterable>(of type: Choice.Type) -> Shape {
    .choice(type.allCases.map(\.rawValue))
  }

  /// In words, to follow "expected".
  var description: String {
    switch self {
    case .text: "a text"
    case .script: "a shell text"
    case .name: "a name"
    case .variableName: "the name of a variable"
    case .duration: "a duration such as 30s, 5m or 1h30m"
    case .time: "a time such as \"02:00\""
    case .date: "a date such as 2026-12-20"
    case .days: "a day such as Sunday, First_Sunday, Last_Friday or 15"
    case .hours: "hours such as \"02:00-04:00\", or as_needed"
    case .zone: "a time zone such as Europe/Berlin"
    case .size: "a size such as 512KiB or 1MiB"
    case .boolean: "true or false"
    case .count(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .factor(let range): "a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))"
    case .choice(let choices): Self.alternatives(choices)
    case .absolutePath: "a path that begins with /"
    case .list(let item): "a list of \(item.plural)"
    case .map(let value): "a map of names to \(value.plural)"
    case .construct(let name): name
    case .either(let one, let other): "\(one.description) or \(other.description)"
    }
  }

  private var plural: String {
    switch self {
    case .text: "texts"
    case .name: "names"
    case .count(let range): "whole numbers from \(range.lowerBound) to \(range.upperBound)"
    case .construct(let name): (name.split(separator: " ").last.map(String.init) ?? name) + "s"
    case .either(let one, let other): "\(one.plural) or \(other.plural)"
    default: "values, each \(description)"
    }
  }

  /// `a, b or c`.
  static func alternatives(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "nothing" }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }
}
