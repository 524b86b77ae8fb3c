import Catalog

/// The schemas of values that are no lists and no maps.
extension Shape {
  /// Of those that several keys share; nil for lists, maps and what has limits of its own.
  var definitionName: String? {
    switch self {
    case .text: "text"
    case .script: "script"
    case .name: "name"
    case .need: "need"
    case .variableName: "variable_name"
    case .environmentName: "environment_name"
    case .userName: "user_name"
    case .approver: "approver"
    case .credentialName: "credential_name"
    case .url: "url"
    case .hostAndPort: "host_and_port"
    case .duration: "duration"
    case .timeLimit: "time_limit"
    case .time: "time"
    case .moment: "moment"
    case .days: "days"
    case .month: "month"
    case .hours: "hours"
    case .zone: "zone"
    case .boolean: "boolean"
    case .absolutePath: "absolute_path"
    case .plainPath: "plain_path"
    case .metricsPath: "metrics_path"
    case .size, .count, .factor, .choice, .list, .filledList, .map, .construct, .either: nil
    }
  }

  /// Keywords for texts and for numbers stand side by side: each holds for values of its own type alone.
  var scalarSchema: JSONValue {
    switch self {
    case .text: Self.anyScalar(SchemaPattern.text)
    case .script: Self.anyScalar(SchemaPattern.script)
    case .userName: Self.anyScalar(SchemaPattern.userName)
    case .approver: ["type": ["string", "number"], "pattern": .text(SchemaPattern.approver)]
    case .credentialName: Self.anyScalar(SchemaPattern.credentialName)
    case .name: Self.word(SchemaPattern.name)
    case .need: Self.word(SchemaPattern.need)
    case .variableName: Self.word(SchemaPattern.variableName)
    case .environmentName: Self.word(SchemaPattern.environmentName)
    case .url: Self.string(SchemaPattern.url)
    case .hostAndPort: Self.string(SchemaPattern.hostAndPort)
    case .duration: Self.string(SchemaPattern.duration)
    case .timeLimit: Self.string(SchemaPattern.timeLimit)
    case .time: Self.string(SchemaPattern.time)
    case .moment: Self.string(SchemaPattern.moment)
    case .hours: Self.string(SchemaPattern.hours)
    case .zone: Self.string(SchemaPattern.zone)
    case .absolutePath: Self.string(SchemaPattern.absolutePath)
    case .plainPath: Self.string(SchemaPattern.plainPath)
    case .metricsPath: Self.string(SchemaPattern.metricsPath)
    case .month: Self.number("integer", SchemaPattern.months, SchemaPattern.month)
    case .days: Self.number("integer", SchemaPattern.daysOfMonth, SchemaPattern.days)
    case .size(let range): Self.number("integer", range, SchemaPattern.size(range))
    case .count(let range): Self.number("integer", range, SchemaPattern.count(range))
    case .factor(let range):
      Self.number(
        "number", Int(range.lowerBound)...Int(range.upperBound),
        SchemaPattern.factor(Int(range.lowerBound)...Int(range.upperBound)))
    case .boolean: ["enum": [true, false, "true", "false"]]
    case .choice(let choices): ["enum": .array(choices.map { .text($0) })]
    case .list, .filledList, .map, .construct, .either: [:]
    }
  }

  /// Texts such as `30`, `1.5` and `true` are numbers and truths to other programs.
  static func anyScalar(_ pattern: String) -> JSONValue {
    ["type": ["string", "number", "boolean"], "pattern": .text(pattern)]
  }

  /// `true` is a name too.
  private static func word(_ pattern: String) -> JSONValue {
    ["type": ["string", "boolean"], "pattern": .text(pattern)]
  }

  private static func string(_ pattern: String) -> JSONValue {
    ["type": "string", "pattern": .text(pattern)]
  }

  private static func number(_ type: JSONValue, _ range: ClosedRange<Int>, _ pattern: String) -> JSONValue {
    [
      "type": [type, "string"], "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound),
      "pattern": .text(pattern),
    ]
  }
}
