import Catalog

/// What the keys of one construct demand of each other, as keywords of JSON Schema beside those of its table.
enum SchemaRule {
  static func fields(of construct: Construct) -> [(name: String, value: JSONValue)] {
    switch construct {
    case .runbook: [("allOf", [hasStage, reasonOfNone, wayBack, changeToConfirm, successElsewhere])]
    case .parameter: [("not", requiredWithDefault)]
    // Exactly one of its keys.
    case .secret: [("minProperties", 1), ("maxProperties", 1)]
    case .keep: [("minProperties", 1)]
    case .channel:
      [
        ("allOf", .array(Channel.Kind.allCases.map(keys) + [addresses])),
        ("dependentRequired", ["starttls": ["smtp"], "login": ["smtp"]]), ("not", ["required": ["via", "smtp"]]),
      ]
    case .schedule, .tier, .task, .window, .freeze, .defaults, .drill, .approval, .coordination, .stakeholder, .login,
      .file,
      .step,
      .archive, .restore, .copy:
      []
    }
  }

  /// What a channel of the kind must have, and may not have.
  private static func keys(of kind: Channel.Kind) -> JSONValue {
    let others = Construct.channel.table.entries.map(\.name).filter { !kind.keys.contains($0) }
    return [
      "if": isKind(kind),
      "then": [
        "required": [.text(kind.requiredKey)], "properties": .object(others.map { ($0, JSONValue.truth(false)) }),
      ],
    ]
  }

  private static let addresses: JSONValue = [
    "if": isKind(.email),
    "then": [
      "properties": ["to": ["anyOf": [["type": "array", "items": address], address]], "from": address]
    ],
  ]

  /// No pattern holds for a number, and an address begins with no minus.
  private static let address = Shape.anyScalar(SchemaPattern.mailAddress).adding([("minimum", 0)])

  private static func isKind(_ kind: Channel.Kind) -> JSONValue {
    ["properties": ["kind": ["const": .text(kind.rawValue)]], "required": ["kind"]]
  }

  private static let hasStage: JSONValue = [
    "anyOf": .array(Stage.allCases.map { ["required": [.text($0.rawValue)]] })
  ]

  /// `rollback: none` has a reason, no undo and nothing that rolls back; without it there is nothing to give a reason for.
  private static let reasonOfNone: JSONValue = [
    "if": ["properties": ["rollback": ["const": "none"]], "required": ["rollback"]],
    "then": [
      "properties": ["change": ["not": ["contains": stepWithUndo]], "confirm": false], "required": ["reason"],
    ],
    "else": ["properties": ["reason": false]],
  ]

  private static let wayBack: JSONValue = [
    "anyOf": [
      ["properties": ["change": false]],
      ["required": ["backup"]],
      ["required": ["rollback"]],
      ["properties": ["change": ["anyOf": [["contains": stepWithUndo], ["maxItems": 0]]]]],
    ]
  ]

  /// How long ago, and at least one parameter.
  private static let successElsewhere: JSONValue = [
    "properties": ["requires_success": ["required": ["within"], "minProperties": 2]]
  ]

  private static let changeToConfirm: JSONValue = [
    "anyOf": [["properties": ["confirm": false]], ["required": ["change"]]]
  ]

  private static let stepWithUndo: JSONValue = ["type": "object", "required": ["undo"]]

  private static let requiredWithDefault: JSONValue = [
    "properties": ["required": ["enum": [true, "true"]]], "required": ["required", "default"],
  ]
}
