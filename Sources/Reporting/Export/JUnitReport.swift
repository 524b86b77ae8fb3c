import Catalog
import Execution
import RunLog
import Scheduling

/// `maint log --format junit`: runs as reports of tests, in the XML that began with JUnit and that GitLab, Jenkins and GitHub's
/// actions show.
///
/// A run is a `testsuite`, named `run 12: daily`; its start (UTC), host, time and the numbers of its cases are attributes, and
/// `run`, `outcome`, `exit_code`, `project` and `version` properties. A task is a `testcase`: `classname` is `maint.daily`,
/// `name` the task's without its tier, so that the same task is the same test in the next report. One that failed or was rolled
/// back has a `failure`, but where that was asked for, one that needs a human an `error`, one that was not done, or is not over, is
/// `skipped`: `type` is the outcome, `message` the reason, and the text names the step and has its last lines of output. Warnings are in `system-out`.
package struct JUnitReport: Sendable {
  package struct Run: Sendable {
    package var record: RunRecord
    /// Whether the maint process of a run without an outcome is still there.
    package var isAlive: Bool
    /// Of steps that failed: the last lines of their output, made harmless.
    package var tails: [StepKey: [String]]

    package init(record: RunRecord, isAlive: Bool, tails: [StepKey: [String]]) {
      self.record = record
      self.isAlive = isAlive
      self.tails = tails
    }
  }

  private let runs: [Run]

  package init(_ runs: [Run]) { self.runs = runs }

  package var text: String {
    let suites = runs.map { run in (run: run, cases: run.record.tasks.map { JUnitCase($0, of: run) }) }
    let all = suites.flatMap(\.cases)
    let time = runs.compactMap(\.record.duration).reduce(.zero, +)
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"maint\"\(Self.counts(all)) time=\"\(Self.seconds(time))\">\n"
    for (run, cases) in suites { text += suite(run.record, cases) }
    return text + "</testsuites>\n"
  }

  private func suite(_ run: RunRecord, _ cases: [JUnitCase]) -> String {
    let name = XMLText.words("run \(run.number): \(TargetText(run.header.targets).brief)")
    // Readers of the format take no fraction and no zone.
    let start = run.header.startedAt.rfc3339.prefix(19)
    var text = "  <testsuite name=\"\(name)\"\(Self.counts(cases)) time=\"\(Self.seconds(run.duration ?? .zero))\""
    text += " timestamp=\"\(start)\" hostname=\"\(XMLText.words(run.header.host))\">\n    <properties>\n"
    let properties = [
      ("run", "\(run.number)"), ("outcome", run.outcome?.rawValue ?? "none"),
      ("exit_code", run.exitCode.map { "\($0)" } ?? ""), ("project", run.header.project),
      ("version", run.header.version),
    ]
    for (name, value) in properties {
      text += "      <property name=\"\(name)\" value=\"\(XMLText.words(value))\"/>\n"
    }
    return text + "    </properties>\n" + cases.map(\.text).joined() + "  </testsuite>\n"
  }

  private static func counts(_ cases: [JUnitCase]) -> String {
    func count(_ kind: JUnitCase.Kind) -> Int { cases.count { $0.kind == kind } }
    return " tests=\"\(cases.count)\" failures=\"\(count(.failure))\" errors=\"\(count(.error))\""
      + " skipped=\"\(count(.skipped))\""
  }

  /// With six decimals; none is negative, whatever the clock did.
  static func seconds(_ duration: Duration) -> String {
    let (whole, rest) = max(0, duration.wholeMicroseconds).quotientAndRemainder(dividingBy: 1_000_000)
    return "\(whole).\(String(rest + 1_000_000).dropFirst())"
  }
}
