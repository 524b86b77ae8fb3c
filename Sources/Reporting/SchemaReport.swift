import Catalog

/// What `maint schema` prints: the JSON Schema (draft 2020-12) of schedules or runbooks, made from the tables of keys by
/// which maint binds them, so that an editor says what maint would say.
///
/// A scalar is accepted as the text that it is to maint, and as what the core schema of YAML 1.2 makes of that text, such
/// as the integer 30. What needs more than one file or value to judge cannot be said in a schema.
package struct SchemaReport: Sendable {
  package enum Kind: String, CaseIterable, Sendable { case schedule, runbook }

  private let kind: Kind
  /// What the schema refers to by name, in the order found.
  private var definitions: [(name: String, schema: JSONValue)] = []

  package init(_ kind: Kind) { self.kind = kind }

  package var json: String {
    var copy = self
    let root: Construct =
      switch kind {
      case .schedule: .schedule
      case .runbook: .runbook
      }
    let body = copy.schema(of: root)
    let head: JSONValue = [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": .text("urn:maint:schema:\(kind.rawValue)"),
      "title": .text("\(kind.rawValue) of maint"),
    ]
    guard case .object(let fields) = body else { return head.text }
    return head.adding(fields).adding([("$defs", .object(copy.definitions.map { ($0.name, $0.schema) }))]).text
  }

  /// The map of a construct: its keys and no others.
  private mutating func schema(of construct: Construct) -> JSONValue {
    let table = construct.table
    var properties: [(name: String, value: JSONValue)] = []
    for entry in table.entries {
      let schema = schema(of: entry.field.shape)
      let description: JSONValue = ["description": .text(entry.field.help)]
      guard case .object(let fields) = schema else { continue }
      properties.append((entry.name, description.adding(fields)))
    }
    let required = table.entries.filter(\.isRequired).map { JSONValue.text($0.name) }
    return JSONValue.object([("type", "object"), ("properties", .object(properties))])
      .adding(required.isEmpty ? [] : [("required", .array(required))])
      .adding(others(of: construct)).adding(SchemaRule.fields(of: construct))
  }

  /// What keys may be that are not in the table.
  private mutating func others(of construct: Construct) -> [(name: String, value: JSONValue)] {
    guard let value = construct.otherValue else { return [("additionalProperties", false)] }
    return [("propertyNames", schema(of: .name)), ("additionalProperties", schema(of: value))]
  }

  private mutating func schema(of shape: Shape) -> JSONValue {
    switch shape {
    case .list(let item): return ["type": "array", "items": schema(of: item)]
    case .filledList(let item): return ["type": "array", "items": schema(of: item), "minItems": 1]
    case .map(.text, of: let value): return ["type": "object", "additionalProperties": schema(of: value)]
    case .map(let key, of: let value):
      return ["type": "object", "propertyNames": schema(of: key), "additionalProperties": schema(of: value)]
    case .either(let one, let other): return ["anyOf": [schema(of: one), schema(of: other)]]
    case .construct(let construct):
      return reference(to: construct.definitionName) { report in
        let map = report.schema(of: construct)
        guard let shortForm = construct.shortForm else { return map }
        let other = construct.otherForm.map { [report.schema(of: .construct($0))] } ?? []
        return ["anyOf": .array([report.schema(of: shortForm), map] + other)]
      }
    default:
      guard let name = shape.definitionName else { return shape.scalarSchema }
      return reference(to: name) { _ in
        shape.scalarSchema.adding([("description", .text(shape.description))])
      }
    }
  }

  private mutating func reference(to name: String, _ schema: (inout SchemaReport) -> JSONValue) -> JSONValue {
    if !definitions.contains(where: { $0.name == name }) {
      let index = definitions.count
      definitions.append((name, [:]))
      definitions[index].schema = schema(&self)
    }
    return ["$ref": .text("#/$defs/\(name)")]
  }
}

extension Construct {
  /// Steps of stages that have the same keys are one definition.
  fileprivate var definitionName: String {
    switch self {
    case .schedule: "schedule"
    case .tier: "tier"
    case .task: "task"
    case .window: "window"
    case .freeze: "freeze"
    case .defaults: "defaults"
    case .keep: "keep"
    case .drill: "require_drill"
    case .coordination: "coordination"
    case .channel: "channel"
    case .stakeholder: "stakeholder"
    case .login: "login"
    case .file: "value_in_file"
    case .approval: "approval"
    case .runbook: "runbook"
    case .parameter: "parameter"
    case .secret: "secret"
    case .step(of: .change): "step_of_change"
    case .step(of: .backup): "step_of_backup"
    case .step(of: .rollback): "step_of_rollback"
    case .step: "step"
    case .archive: "backup_of_path"
    case .restore: "restore_of_path"
    case .copy: "copy_of_backup"
    }
  }
}
