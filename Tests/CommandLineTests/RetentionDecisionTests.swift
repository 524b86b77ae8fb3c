import Catalog
import Planning
import Reporting
import RunLog
import Scheduling
import TestSupport
import Testing

@testable import CommandLine

/// What `keep:` makes of backups of several paths: pure, with the run log's answers made up.
@Suite struct RetentionDecisionTests {
  private func backup(
    _ run: Int, _ paths: [String], absent: Set<String> = [], stepFiles: Int = 0
  ) -> BackupRecord {
    let archives = paths.map { path in
      ArchiveRecord(
        path: path, file: absent.contains(path) ? nil : "\(path).tar", manifest: "\(path).manifest", fileChecksum: "0",
        manifestChecksum: "1",
        entries: 1, bytes: 1, archiveBytes: 1, madeAt: Timestamp(seconds: run))
    }
    return BackupRecord(
      id: BackupID(run: run, task: TaskName(tier: .daily, name: "one")), path: "/b/\(run)", state: .sealed,
      madeAt: Timestamp(seconds: run * 3_600), fileCount: paths.count * 2 - absent.count + stepFiles, bytes: 1,
      archives: archives)
  }

  private func decisions(
    _ rules: RetentionDecision.Rules, _ backups: [BackupRecord], damaged: Set<Int> = [], takenBack: Set<Int> = []
  ) throws -> [PruneDecision] {
    let decision = RetentionDecision(
      rules: rules, zone: .utc,
      isBeingTakenBack: { takenBack.contains($0.id.run) }, isCopyDue: { _ in false })
    return try decision.decisions(
      on: backups.map { backup in
        var backup = backup
        if damaged.contains(backup.id.run) { backup.foundDamagedAt = Timestamp(seconds: 86_400) }
        return backup
      })
  }

  @Test func onePathAloneKeepsTheWholeBackup() throws {
    let backups = [
      backup(4, ["/a"]), backup(3, ["/a", "/b"]), backup(2, ["/a", "/b"], stepFiles: 1), backup(1, ["/a"]),
    ]
    let found = try decisions(.of(KeepRules(last: 1)), backups)
    #expect(found.map(\.fate) == [.stays, .stays, .stays, .goes])
    #expect(
      found.map(\.reasons) == [
        ["the last good one", "number 1 of the newest"],
        ["the last good one of /b", "number 1 of the newest of /b"],
        ["the last good one of what its steps wrote", "number 1 of the newest of what its steps wrote"],
        ["beyond last: 1"],
      ])
  }

  @Test func whatIsDamagedGoesUnlessARollbackIsAtIt() throws {
    let backups = [backup(3, ["/a"]), backup(2, ["/a"]), backup(1, ["/a"])]
    let rules = RetentionDecision.Rules.of(KeepRules(last: 3))
    #expect(try decisions(rules, backups, damaged: [3]).map(\.fate) == [.goes, .stays, .stays])
    #expect(try decisions(rules, backups, damaged: [3])[0].reasons == ["damaged, as was found on 1970-01-02"])
    #expect(try decisions(rules, backups, damaged: [3], takenBack: [3])[0].reasons == ["its run is unresolved"])
    var unsealed = backups
    unsealed[0].state = .notSealed
    #expect(try decisions(rules, unsealed)[0].reasons == ["incomplete: it was never sealed"])
  }

  @Test func whatWasNotThereIsNoBackupOfWhatWas() throws {
    let backups = [backup(3, ["/a"], absent: ["/a"]), backup(2, ["/a"], absent: ["/a"]), backup(1, ["/a"])]
    #expect(try decisions(.of(KeepRules(last: 1)), backups).map(\.fate) == [.stays, .goes, .stays])
  }

  @Test func aDamagedOneStaysWhereItIsTheOnlyOneOfAPath() throws {
    let backups = [backup(2, ["/a"]), backup(1, ["/a", "/b"])]
    let found = try decisions(.of(KeepRules(last: 1)), backups, damaged: [1])
    #expect(found.map(\.fate) == [.stays, .stays])
    #expect(found[1].reasons == ["damaged, but nothing else is there of /b"])
  }

  /// A clock that was ahead when the first was made.
  @Test func theNewestIsThatOfTheLatestRun() throws {
    var early = backup(1, ["/a"])
    early.madeAt = Timestamp(seconds: 400_000_000)
    #expect(try decisions(.of(KeepRules(last: 1)), [backup(2, ["/a"]), early]).map(\.fate) == [.stays, .goes])
  }

  @Test func withoutRulesNothingGoes() throws {
    let found = try decisions(.none(why: "no keep:"), [backup(1, []), backup(2, ["/a"])], damaged: [1, 2])
    #expect(found.allSatisfy { $0.fate == .stays && $0.reasons == ["no keep:"] })
  }

  @Test func theLastGoodOneOfEachPathAndWhatIsInUseNeverGo() throws {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<300 {
      let runs = Array((1...Int.random(in: 1...12, using: &random)).reversed())
      let backups = runs.map { run in
        backup(
          run, ["/a", "/b", "/c"].filter { _ in Bool.random(using: &random) },
          stepFiles: Int.random(in: 0...1, using: &random))
      }
      let damaged = Set(runs.filter { _ in Int.random(in: 0..<3, using: &random) == 0 })
      let takenBack = Set(runs.filter { _ in Int.random(in: 0..<6, using: &random) == 0 })
      let rules = KeepRules(last: Int.random(in: 1...3, using: &random))
      let found = try decisions(.of(rules), backups, damaged: damaged, takenBack: takenBack)
      #expect(found.map(\.backup.id) == backups.map(\.id))
      for path in ["/a", "/b", "/c"] {
        let good = found.filter { one in
          one.backup.archives.contains { $0.path == path } && !damaged.contains(one.backup.id.run)
        }
        #expect(good.prefix(rules.last).allSatisfy { $0.fate == .stays })
      }
      for one in found where takenBack.contains(one.backup.id.run) { #expect(one.fate == .stays) }
      #expect(found.allSatisfy { !$0.reasons.isEmpty })
    }
  }
}
