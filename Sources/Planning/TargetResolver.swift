import Catalog
import Diagnostics
import Scheduling

/// Finds what an operator's text names: `daily`, `daily.log_rotation`, `log_rotation`, `runbook:nginx`.
///
/// A tier comes before a task of the same name, and a task before a runbook of the same name, so that each text means
/// the same whatever else the project holds; the longer forms name the others.
package enum TargetResolver {
  package static func resolve(_ text: String, in catalog: Catalog) throws(TargetProblem) -> Target {
    if text.hasPrefix(runbookPrefix) {
      return try runbook(String(text.dropFirst(runbookPrefix.count)), in: catalog)
    }
    if let tier = Tier(rawValue: text) { return try self.tier(tier, in: catalog) }
    if let dot = text.firstIndex(of: ".") {
      return try task(String(text[text.index(after: dot)...]), ofTier: String(text[..<dot]), in: catalog)
    }
    return try task(text, in: catalog)
  }

  private static let runbookPrefix = "runbook:"

  private static func runbook(_ name: String, in catalog: Catalog) throws(TargetProblem) -> Target {
    if catalog.runbooks[name] != nil { return .runbook(name) }
    let nearest = NearestName.suggest(name, among: catalog.runbooks.keys.sorted())
    throw TargetProblem(
      .unknown, "there is no runbook '\(name)'",
      hint: nearest.map { "did you mean '\(runbookPrefix)\($0)'?" } ?? "a runbook is a file runbooks/NAME.yaml")
  }

  private static func tier(_ tier: Tier, in catalog: Catalog) throws(TargetProblem) -> Target {
    if let schedule = catalog.tiers[tier], !schedule.tasks.isEmpty { return .tier(tier) }
    throw TargetProblem(
      .empty, "the tier '\(tier.rawValue)' has no tasks",
      hint: "list them under 'maintenance_schedule: \(tier.rawValue):' in a file of schedules/")
  }

  private static func task(
    _ name: String, ofTier tierName: String, in catalog: Catalog
  ) throws(TargetProblem) -> Target {
    guard let tier = Tier(rawValue: tierName) else {
      let nearest = NearestName.suggest(tierName, among: Tier.allCases.map(\.rawValue))
      throw TargetProblem(
        .unknown, "there is no tier '\(tierName)'",
        hint: nearest.map { "did you mean '\($0).\(name)'?" } ?? "a tier is \(list(Tier.allCases.map(\.rawValue)))")
    }
    let tasks = catalog.tiers[tier]?.tasks ?? []
    if tasks.contains(where: { $0.name.name == name }) { return .task(TaskName(tier: tier, name: name)) }
    // The same name in another tier is nearer than another name in this one.
    let elsewhere = tiers(with: name, in: catalog).first.map { "\($0.rawValue).\(name)" }
    let nearest = NearestName.suggest(name, among: tasks.map(\.name.name)).map { "\(tierName).\($0)" }
    throw TargetProblem(
      .unknown, "the tier '\(tierName)' has no task '\(name)'",
      hint: (elsewhere ?? nearest).map { "did you mean '\($0)'?" } ?? known(in: catalog))
  }

  private static func task(_ name: String, in catalog: Catalog) throws(TargetProblem) -> Target {
    let tiers = tiers(with: name, in: catalog)
    if let tier = tiers.first, tiers.count == 1 { return .task(TaskName(tier: tier, name: name)) }
    if tiers.count > 1 {
      throw TargetProblem(
        .unclear, "several tiers have a task '\(name)'",
        hint: "write \(list(tiers.map { "'\($0.rawValue).\(name)'" }))")
    }
    if catalog.runbooks[name] != nil {
      throw TargetProblem(
        .unclear, "'\(name)' is a runbook, and no tier has a task of that name",
        hint: "write '\(runbookPrefix)\(name)' to run it by itself")
    }
    let names =
      Tier.allCases.map(\.rawValue) + Tier.allCases.flatMap { catalog.tiers[$0]?.tasks ?? [] }.map(\.name.name)
    let runbook = NearestName.suggest(name, among: catalog.runbooks.keys.sorted()).map { runbookPrefix + $0 }
    throw TargetProblem(
      .unknown, "there is no tier or task '\(name)'",
      hint: (NearestName.suggest(name, among: names) ?? runbook).map { "did you mean '\($0)'?" } ?? known(in: catalog))
  }

  private static func tiers(with name: String, in catalog: Catalog) -> [Tier] {
    Tier.allCases.filter { catalog.tiers[$0]?.tasks.contains { $0.name.name == name } ?? false }
  }

  private static func known(in catalog: Catalog) -> String {
    let tiers = Tier.allCases.filter { !(catalog.tiers[$0]?.tasks.isEmpty ?? true) }
    if tiers.isEmpty { return "no tier has tasks yet; list some in a file of schedules/" }
    return "tiers with tasks: \(tiers.map(\.rawValue).joined(separator: ", "))"
  }

  private static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
