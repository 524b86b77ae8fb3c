import Planning

/// Targets as an operator types them: `daily`, `daily.log_rotation`, `runbook:nginx-config`.
package struct TargetText: CustomStringConvertible {
  package let description: String

  package init(_ targets: [Target]) {
    description = targets.map { target in
      switch target {
      case .tier(let tier): tier.rawValue
      case .task(let name): name.description
      case .runbook(let name): "runbook:\(name)"
      }
    }.joined(separator: " ")
  }
}
