import Catalog
import Execution
import Planning
import RunLog
import Scheduling
import Testing

@testable import Reporting

/// What makes the status exit with 1 makes no report of that moment go well.
@Suite struct StatusMatterTests {
  private let fixture = PeriodFixture()

  private var task: TaskName { fixture.name("web") }

  private func event(_ kind: BackupEvent.Kind) -> BackupEvent {
    BackupEvent(
      run: 3, task: task, kind: kind, startedAt: fixture.at(9), finishedAt: fixture.at(9), error: "no route",
      doneBy: "root")
  }

  private func alert(_ kind: Alert.Kind) -> Alert {
    Alert(at: fixture.at(9), level: .warning, kind: kind, task: task, text: "it cannot")
  }

  private func unhappy(_ outcome: TaskOutcome) -> HostStatus.UnhappyTask {
    HostStatus.UnhappyTask(
      name: task, runbook: "web", run: 3, finishedAt: fixture.at(9), result: TaskResult(outcome: outcome, reason: "why")
    )
  }

  /// Of a cause each; nil: the verdict is not of it alone.
  private func status(_ cause: StatusMatter.Cause) -> StatusReport? {
    var status = HostStatus(at: fixture.at(10))
    switch cause {
    case .notCopied: status.dueCopies = [DueCopy(run: 3, task: task, failure: event(.copy))]
    case .drill: status.drills = [event(.drill)]
    case .neverStarts: status.alerts = [alert(.neverStarts)]
    case .missedWindow: status.alerts = [alert(.missedWindow)]
    case .backupLost: status.damagedBackups = [event(.verify)]
    case .failed: status.unhappyTasks = [unhappy(.failed)]
    case .heldUp: status.unhappyTasks = [unhappy(.blocked)]
    case .incident:
      status.openIncidents = [
        IncidentRecord(
          number: 4, title: "slow", level: .warning, opened: .init(by: Actor(name: "a", uid: 7), at: fixture.at(9)))
      ]
    case .unsound, .overdue, .deaf, .schedules: break
    case .strange, .doubt, .dead, .approval: return nil
    }
    var report = StatusReport(status: status, alive: [])
    switch cause {
    case .unsound: report.unsoundProject = .noTask(folder: "/p")
    case .overdue: report.overdue = [OverdueTask(name: task, since: fixture.at(9))]
    case .deaf: report.undelivered = [Undelivered(channel: "chat", waiting: 2, error: "exited with 1")]
    case .schedules:
      report.schedules = ScheduleLosses(unread: ["schedules/x.yml"], tasks: [.init(name: task, last: fixture.at(8))])
    default: break
    }
    return report
  }

  @Test(arguments: StatusMatter.Cause.allCases) func noReportPassesItOver(_ cause: StatusMatter.Cause) throws {
    guard let status = self.status(cause) else { return }
    #expect(status.verdict == .attention)
    #expect(Set(status.matters.map(\.cause)) == [cause])
    var facts = fixture.facts
    facts.work = WorkSection(
      runs: 31, lines: [WorkLine(task: fixture.name("health"), outcomes: [.succeeded: 31], due: 31)])
    (facts.failures, facts.incidents) = (FailureSection([]), IncidentSection([]))
    facts.backups = BackupSection(lines: [])
    (facts.capacity, facts.upkeep, facts.metrics) = (CapacitySection(entries: []), Upkeep(), MetricsSection(lines: []))
    #expect(PeriodVerdict(facts, Advice(facts: facts).all) == .well)
    facts.tell(status)
    let recommendations = Advice(facts: facts).all
    #expect(PeriodVerdict(facts, recommendations) == .attention)
    let urgent = try #require(recommendations.first { $0.rule.isUrgent })
    #expect(urgent.rule == (cause == .deaf ? .channelDeaf : .statusAsks))
    #expect(urgent.subject == status.matters.first?.subject)
  }

  /// Told once: by the rule that says more, where there is one about the same.
  @Test func whatARuleTellsIsNotToldTwice() throws {
    let status = try #require(self.status(.failed))
    func rules(_ tried: TaskName) -> [RecommendationRule] {
      var facts = fixture.facts
      facts.upkeep.tries = [Upkeep.Tries(task: tried, failed: 1, all: 5, run: 3)]
      facts.tell(status)
      return Advice(facts: facts).all.map(\.rule).filter { $0 == .statusAsks || $0 == .failedLast }
    }
    #expect(rules(task) == [.failedLast])
    #expect(rules(fixture.name("other")) == [.statusAsks, .failedLast])
  }
}
