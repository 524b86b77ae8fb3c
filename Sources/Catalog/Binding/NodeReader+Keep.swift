import Scheduling
import Syntax

extension NodeReader {
  /// nil where it cannot be read: then nothing is pruned by it.
  mutating func keepRules(_ node: Node) -> KeepRules? {
    guard let entries = entries(of: node, as: KeepKey.self) else { return nil }
    var rules = KeepRules()
    var isSound = true
    for entry in entries {
      guard let number = count(entry.value, in: KeepKey.range) else {
        isSound = false
        continue
      }
      switch entry.key {
      case .last: rules.last = number
      case .daily: rules.daily = number
      case .weekly: rules.weekly = number
      case .monthly: rules.monthly = number
      case .yearly: rules.yearly = number
      }
    }
    if node.entries.first(where: { _ in true }) == nil {
      note(
        .missingKey, "keep says of no backup that it stays", at: Self.start(of: node),
        hint: "write how many, as in keep: {last: 3, daily: 7, weekly: 4}, or leave it out to keep all")
    }
    return isSound && !entries.isEmpty ? rules : nil
  }
}
