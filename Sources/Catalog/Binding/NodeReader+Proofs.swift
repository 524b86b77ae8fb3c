import Diagnostics
import Syntax

/// What must have been shown before a task runs.
extension NodeReader {
  /// `require_drill`: a map, or `none`.
  mutating func drillRule(_ node: Node) -> DrillRule? {
    if node.says(DrillKey.nothing) { return DrillRule.none }
    guard node.kind == .map else {
      noteWrongType(node, expected: .construct(.drill))
      return nil
    }
    let within = entries(of: node, as: DrillKey.self)?.first { $0.key == .within }
    return within.flatMap { timeLimit($0.value) }.map { .within($0) }
  }

  /// `requires_success`: `within`, `rehearsal`, and a value for one parameter at least. Names of parameters and where they
  /// stand are handed on, since which there are is known later.
  mutating func successRule(_ node: Node) -> (rule: SuccessRule, names: [Place])? {
    guard let pairs = pairs(of: node, RunbookKey.requiresSuccess.field.shape) else { return nil }
    var rule = SuccessRule()
    var (names, hasWithin): ([Place], Bool) = ([], false)
    for (key, value) in pairs {
      switch key.text {
      case "within":
        hasWithin = true
        rule.within = timeLimit(value) ?? rule.within
      case "rehearsal": rule.rehearsal = boolean(value) ?? rule.rehearsal
      default:
        guard let text = text(value) else { continue }
        rule.parameters.append(SuccessRule.Parameter(name: key.text, value: text))
        names.append(key.place)
      }
    }
    guard hasWithin, !rule.parameters.isEmpty else {
      note(
        .missingKey,
        "requires_success says not \(hasWithin ? "with which parameters" : "how long ago") it may have been",
        at: NodeReader.start(of: node), hint: "write it as {environment: staging, within: 7d}")
      return nil
    }
    return (rule, names)
  }
}
