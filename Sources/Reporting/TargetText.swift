import Planning

/// Targets as an operator types them: `daily`, `daily.log_rotation`, `runbook:nginx-config`.
package struct TargetText: CustomStringConvertible {
  private static let mostNamed = 4

  private let names: [String]

  package init(_ targets: [Target]) {
    names = targets.map { target in
      switch target {
      case .tier(let tier): tier.rawValue
      case .task(let name): name.description
      case .runbook(let name): "runbook:\(name)"
      }
    }
  }

  package var description: String { names.joined(separator: " ") }

  /// For a heading: `run --due` may have hundreds of targets.
  var brief: String {
    guard names.count > Self.mostNamed else { return description }
    let named = names.prefix(Self.mostNamed - 1).joined(separator: " ")
    return "\(named) and \(names.count - Self.mostNamed + 1) more"
  }
}
