import RunLog
import Testing

@testable import Reporting

/// What `maint status` says of backups.
@Suite struct StatusBackupsTests {
  @Test func copiesThatAreDueAndDrillsThatWereNotWellWantAttention() {
    var status = HostStatus(
      at: ExampleRuns.at(3700), lastRun: ExampleRuns.listed(11, .succeeded, [.succeeded: 4]))
    var copy = BackupEvent(
      run: 12, task: ExampleRuns.daily("web"), kind: .copy, startedAt: ExampleRuns.at(3500),
      finishedAt: ExampleRuns.at(3580), error: "exited with 3: no\u{1B}[2J route", doneBy: "root")
    status.dueCopies = [9, 12, 11, 10].map { DueCopy(run: $0, task: ExampleRuns.daily("web")) }
    status.dueCopies[1].failure = copy
    copy.kind = .drill
    copy.dataAge = .seconds(90)
    status.drills = [copy, copy, copy]
    status.drills[1].error = nil
    status.drills[1].targets = RecoveryTargets(rto: .seconds(60), rpo: .seconds(90))
    status.drills[2].error = nil
    #expect(
      StatusReport(status: status, alive: []).text(appearance: Appearance(color: false, utf8: true), zone: .utc)
        .hasPrefix(
          """
          ! This host needs attention: 4 backups are not copied off-site, and the last drills of 2 tasks were not well.

          Not copied off-site
            ! 9/daily.web, its copy was not begun, or was interrupted
            ! 12/daily.web, 2 min 00 s ago: exited with 3: no␛[2J route
            ! 11/daily.web, its copy was not begun, or was interrupted
                and 1 more; maint backup copy tries again, as the next run of the task does

          Drills
            1 of 3 tasks well, the last one 2 min 00 s ago
            ! 12/daily.web, cannot be restored: exited with 3: no␛[2J route
            ! 12/daily.web, restored in 1 min 20 s, more than rto 1m, data 1 min 30 s old (rpo 1m30s)
                mend what keeps it from being restored; then maint backup drill tries the newest

          Last runs
          """))
    status.dueCopies = []
    status.drills = [status.drills[2]]
    status.tried = [ExampleRuns.daily("web")]
    #expect(StatusReport(status: status, alive: []).verdict == .fine)
  }
}
