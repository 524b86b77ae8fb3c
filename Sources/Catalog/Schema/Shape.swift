/// What a value of a schedule or runbook must be: what messages say was expected, what documentation says, and what the
/// JSON Schema holds a value to.
package indirect enum Shape: Sendable {
  case text
  /// A text with something in it for the shell.
  case script
  case name
  /// A name, or `tier.name`.
  case need
  /// Of a parameter or secret: none that is reserved.
  case variableName
  /// Of a step's own environment: none of maint's.
  case environmentName
  case userName
  /// A user, a role, a group, or `%group`.
  case approver
  case credentialName
  /// Of http or https, without user name and password.
  case url
  /// `host:port`
  case hostAndPort
  case duration
  /// A duration that is not zero.
  case timeLimit
  case time
  /// A day, or a time on one, in the host's zone or with the offset of another.
  case moment
  case days
  case month
  case hours
  case zone
  /// Of so many bytes.
  case size(ClosedRange<Int>)
  case boolean
  case count(ClosedRange<Int>)
  case factor(ClosedRange<Double>)
  case choice([String])
  case absolutePath
  /// An absolute path in its one plain spelling: without `.`, `..`, empty names and a slash at the end, and not `/`.
  case plainPath
  /// One that node_exporter reads.
  case metricsPath
  case list(Shape)
  /// A list with an entry in it.
  case filledList(Shape)
  /// The shape of its keys, which the operator chooses, and of their values.
  case map(Shape, of: Shape)
  /// A map with the keys of a table, such as `a step`, or its short form.
  case construct(Construct)
  case either(Shape, Shape)

  static func choice<Choice: RawRepresentable<String> & CaseIterable>(of type: Choice.Type) -> Shape {
    .choice(type.allCases.map(\.rawValue))
  }

  /// In words, to follow "expected".
  package var description: String {
    switch self {
    case .text: "a text"
    case .script: "a shell text"
    case .name: "a name"
    case .need: "the name of a task"
    case .variableName, .environmentName: "the name of a variable"
    case .userName: "the name of a user"
    case .approver: "an approver"
    case .credentialName: "the name of a credential"
    case .url: "a URL such as https://chat.example.org/hook"
    case .hostAndPort: "a host and its port such as mail.example.org:587"
    case .duration, .timeLimit: "a duration such as 30s, 5m or 1h30m"
    case .time: "a time such as \"02:00\""
    case .moment: "a date such as 2026-12-20, or with a time 2026-12-20T18:00, in UTC 2026-12-20T18:00Z"
    case .days: "a day such as daily, Sunday, First_Sunday, Last_Friday or 15"
    case .month: "a month such as June or 6"
    case .hours: "hours such as \"02:00-04:00\", or as_needed"
    case .zone: "a time zone such as Europe/Berlin"
    case .size: "a size such as 512KiB or 1MiB"
    case .boolean: "true or false"
    case .count(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .factor(let range): "a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))"
    case .choice(let choices): Self.alternatives(choices)
    case .absolutePath: "a path that begins with /"
    case .plainPath: "a plain path such as /etc/nginx"
    case .metricsPath: "a plain path that ends in .prom"
    case .list(let item), .filledList(let item): "a list of \(item.plural)"
    case .map(_, let value): "a map of names to \(value.plural)"
    case .construct(let construct): construct.name
    case .either(let one, let other): "\(one.description) or \(other.description)"
    }
  }

  var isMap: Bool {
    switch self {
    case .map, .construct: true
    case .either(let one, let other): one.isMap || other.isMap
    default: false
    }
  }

  /// A shell text, alone or in place of a map.
  var isText: Bool {
    switch self {
    case .script: true
    case .either(let one, let other): one.isText || other.isText
    default: false
    }
  }

  var isList: Bool {
    switch self {
    case .list: true
    case .either(let one, let other): one.isList || other.isList
    default: false
    }
  }

  /// No text is wrong here.
  var allowsAnyText: Bool {
    switch self {
    case .text, .script: true
    default: false
    }
  }

  private var plural: String {
    switch self {
    case .text: "texts"
    case .name: "names"
    case .approver: "approvers"
    case .need: "names of tasks"
    case .days: "days"
    case .month: "months such as June or 6"
    case .count(let range): "whole numbers from \(range.lowerBound) to \(range.upperBound)"
    case .construct(let construct): (construct.name.split(separator: " ").last.map(String.init) ?? "") + "s"
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
