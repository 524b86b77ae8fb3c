import Catalog
import Planning

/// Makes the environment of a task's steps: the clean base, what maint tells, parameters, secrets, what earlier steps
/// reported, and the step's own `env`; of two with the same name the later wins.
struct TaskEnvironment {
  /// The parts that stay the same for the whole task; `NAME=value` each.
  private let fixed: [String]
  private var reported: [StepReport.Variable] = []

  init(fixed: [String], parameters: [ResolvedParameter], secrets: [(name: String, value: String)]) {
    self.fixed =
      fixed + parameters.map { "\($0.name)=\($0.value)" } + secrets.map { "\($0.name)=\($0.value)" }
  }

  mutating func add(_ variables: [StepReport.Variable]) {
    for variable in variables {
      reported.removeAll { $0.name == variable.name }
      reported.append(variable)
    }
  }

  /// The whole environment of one attempt; `told` is what maint tells it, and nothing else can take its place.
  func variables(base: [String], step: Step, told: [String]) -> [String] {
    let own = reported.map { "\($0.name)=\($0.value)" } + step.environment.map { "\($0.name)=\($0.value)" }
    guard !own.isEmpty else { return base + fixed + told }
    return Self.lastOfEachName(base + fixed + own + told)
  }

  /// A name that stands twice is read differently from shell to shell, so it must not.
  private static func lastOfEachName(_ variables: [String]) -> [String] {
    var seen: Set<Substring> = []
    return variables.reversed().filter { seen.insert($0.prefix { $0 != "=" }).inserted }.reversed()
  }
}
