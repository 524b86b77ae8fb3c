import Catalog
import Planning

/// Makes the environment of a task's steps: the clean base, what maint tells, parameters, secrets, what earlier steps
/// reported, and the step's own `env`; of two with the same name the later wins.
struct TaskEnvironment {
  /// The parts that stay the same for the whole task; `NAME=value` each.
  private let fixed: [String]
  private var reported: [Reported] = []
  /// Parameters whose values no step may change, for more than the step rests on them.
  private let settled: Set<String>
  /// Bytes of all that was reported; the kernel takes 2 MiB with a usual stack limit, arguments included.
  private static let limit = 512 << 10

  private struct Reported {
    var variable: StepReport.Variable
    /// The `user` of the step; nil: the user who runs maint.
    var user: String?
  }

  init(
    fixed: [String], parameters: [ResolvedParameter], secrets: [(name: String, value: String)],
    settled: Set<String> = []
  ) {
    self.settled = settled
    self.fixed =
      fixed + parameters.map { "\($0.name)=\($0.value)" } + secrets.map { "\($0.name)=\($0.value)" }
  }

  /// Adds what a step of `user` reported.
  ///
  /// It reaches the steps of the same user; only what a step of the user who runs maint reports reaches all. Otherwise
  /// whoever may write as the other user would choose variables of root's steps, and some of them are commands.
  ///
  /// What does not fit any more is left out, of `report` too, which then says so: with an environment that the kernel
  /// does not take, no later step could be started, not even those of the way back.
  mutating func add(_ variables: [StepReport.Variable], from user: String?, of report: inout StepReport) {
    for variable in variables {
      guard !settled.contains(variable.name) else {
        report.environment.removeAll { $0.name == variable.name }
        report.warnings.append(
          "$MAINT_ENV: \(variable.name) is not passed on: it says which file a step reads in, and that was approved")
        continue
      }
      let others = reported.filter { $0.variable.name != variable.name || $0.user != user }
      guard others.reduce(variable.size, { $0 + $1.variable.size }) <= Self.limit else {
        report.environment.removeAll { $0.name == variable.name }
        report.warnings.append(
          "$MAINT_ENV: \(variable.name) is not passed on: what the task's steps reported is larger than 512 KiB")
        continue
      }
      reported = others + [Reported(variable: variable, user: user)]
    }
  }

  /// Adds what a step of `user` reported to an earlier maint, as the run log has it.
  ///
  /// There a secret is covered. What holds one is left out: `sh -u` then ends the step that counts on it, where a wrong
  /// value would have it work on the wrong thing.
  mutating func add(reportedBefore variables: [StepReport.Variable], from user: String?) {
    var report = StepReport()
    add(variables.filter { !$0.value.containsStars }, from: user, of: &report)
  }

  /// The whole environment of one attempt; `told` is what maint tells it, and nothing else can take its place.
  func variables(base: [String], step: Step, told: [String]) -> [String] {
    let reported = reported.filter { $0.user == nil || $0.user == step.user }.map(\.variable)
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

extension StepReport.Variable {
  /// As `NAME=value` with its NUL.
  fileprivate var size: Int { name.utf8.count + value.utf8.count + 2 }
}

extension String {
  /// It holds what stands for a secret.
  fileprivate var containsStars: Bool {
    var stars = 0
    for byte in utf8 {
      stars = byte == UInt8(ascii: "*") ? stars + 1 : 0
      if stars == 3 { return true }
    }
    return false
  }
}
