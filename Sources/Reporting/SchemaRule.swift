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
    case .schedule, .tier, .task, .window, .freeze, .defaults, .drill, .step, .archive, .restore, .copy: []
    }
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
