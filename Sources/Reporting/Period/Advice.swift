import Catalog
import Execution
import RunLog
import Scheduling

/// Finds what follows from the facts of a period by each rule.
struct Advice {
  let facts: PeriodFacts
  var frame: PeriodFrame { facts.frame }

  /// By rule, the most urgent first.
  var all: [Recommendation] { RecommendationRule.allCases.flatMap(found) }

  func found(_ rule: RecommendationRule) -> [Recommendation] {
    switch rule {
    case .resolve: resolve
    case .incidentOpen: incidentsOpen
    case .projectNotSound: projectNotSound
    case .statusAsks: statusAsks
    case .failsOften: failsOften
    case .failedLast: failedLast
    case .notDone: notDone(facts.work.lines.filter(\.isOftenMissed), .notDone)
    case .notAlwaysDone: notDone(facts.work.lines.filter { !$0.missed.isEmpty && !$0.isOftenMissed }, .notAlwaysDone)
    case .overdue: overdue
    case .backupNotWhole: backupsNotWhole
    case .backupTooOld: backupsTooOld
    case .noBackupLeft: noBackupsLeft
    case .backupTooRare: backupsTooRare
    case .drillNotWell: drillsNotWell
    case .backupNotCopied: backupsNotCopied
    case .channelDeaf: channelsDeaf
    case .expires: facts.capacity.expiring(frame).map(\.recommendation)
    case .fillsUp: facts.capacity.filling(frame).map(\.recommendation)
    case .mayFillUp: facts.capacity.climbing(frame).map(\.recommendation)
    case .hostSignal: signals
    case .missesTarget: TargetCheck(facts.metrics).missed
    case .warned: warned
    case .timeoutTight: PaceCheck(facts.upkeep.paces).tight
    case .slower: slower
    case .rollbackNotProven: notProven
    case .neverDrilled: neverDrilled
    case .backupNeverRestored: neverRestored
    case .notSigned: notSigned
    case .causeNotNoted: causesNotNoted
    case .overriddenOften: overriddenOften
    case .timeoutLoose: PaceCheck(facts.upkeep.paces).loose
    case .noTimeout: PaceCheck(facts.upkeep.paces).none
    }
  }

  // MARK: Runs

  private var resolve: [Recommendation] {
    facts.upkeep.doubts.map { doubt in
      let reason = doubt.reason.map { " (\($0))" } ?? ""
      let (toDo, command) =
        switch doubt.cause {
        case .rollbackFailed:
          (
            "mend what kept it from being rolled back, then have that tried again; or mend the host by hand and say so",
            "recover"
          )
        case .interrupted: ("have what was left half-done taken back; or mend the host by hand and say so", "recover")
        case .cleanupFailed:
          ("do by hand what cleanup left undone, and say so", "show")
        }
      return Recommendation(
        .resolve, "\(doubt.task)",
        "run \(doubt.run) \(doubt.cause.words)\(reason)\(doubt.settled == nil ? ": \(toDo)" : "")",
        command: "\(command) \(doubt.run)", byHand: ResolveText.words(doubt.run),
        since: doubt.settled.map { settled in
          switch settled.way {
          case .resolved: "\(settled.by) resolved it on \(frame.day(settled.at))"
          case .recovered: "\(settled.by) had it recovered on \(frame.day(settled.at))"
          }
        })
    }
  }

  private var projectNotSound: [Recommendation] {
    // Of a period that is over it is no news.
    guard let fault = facts.fault, !frame.isComplete else { return [] }
    return [Recommendation(.projectNotSound, "project", "\(fault.words): mend it", command: "check")]
  }

  private var failedLast: [Recommendation] {
    let told = Set(facts.upkeep.doubts.map(\.task))
    return facts.upkeep.tries.filter { $0.isLast && $0.failed < 3 && !told.contains($0.task) }.map { tries in
      Recommendation(
        .failedLast, "\(tries.task)",
        "failed in run \(tries.run), its last try by then\(tries.isRemoved ? "" : ": find out why, then run it again")",
        command: "show \(tries.run)",
        since: tries.succeeded.map { "it succeeded on \(frame.day($0))" } ?? Self.removal(of: tries))
    }
  }

  private var failsOften: [Recommendation] {
    facts.upkeep.tries.filter { $0.failed >= 3 }.map { tries in
      Recommendation(
        .failsOften, "\(tries.task)",
        "failed in \(tries.failed) of its last \(tries.all) tries\(tries.isRemoved ? "" : ": find out why")",
        command: "output \(tries.run) \(tries.task)", since: Self.removal(of: tries))
    }
  }

  private static func removal(of tries: Upkeep.Tries) -> String? {
    tries.isRemoved ? "it is no task of the project any more" : nil
  }

  private func notDone(_ lines: [WorkLine], _ rule: RecommendationRule) -> [Recommendation] {
    lines.map { line in
      let last = line.missed.last.map(frame.minute) ?? ""
      let overdue = facts.work.overdue.first { $0.name == line.task }
      let cause = facts.work.cause(of: line.task, frame)
      let since = overdue.map { "; \($0.sinceWords(frame))" } ?? ""
      let asks = line.tried == 0 && cause.isEmpty && overdue?.unanswered == nil
      let untried = line.tried == 0 && cause.isEmpty ? ", and nothing tried it" : cause
      let tried = "\(untried)\(since)\(asks ? " (is cron or systemd at work?)" : "")"
      let frozen = facts.work.frozenWords(of: line.task).map { "; besides \($0)" } ?? ""
      return Recommendation(
        rule, "\(line.task)",
        "was due \(Count(line.due ?? 0, "time")) and not done \(Count(line.missed.count, "time")), the last time on "
          + "\(last)\(tried)\(frozen)", command: rule == .notDone ? "due" : "log")
    }
  }

  private var overdue: [Recommendation] {
    facts.work.overdueBesides.map {
      return Recommendation(
        .overdue, "\($0.name)", $0.words(frame) + ($0.mayLackCron ? " (is cron or systemd at work?)" : ""),
        command: $0.unanswered == nil ? "due" : "approvals")
    }
  }

  private var slower: [Recommendation] {
    facts.work.lines.compactMap { line in
      let fewest = RecommendationRule.fewest
      guard line.succeeded >= fewest, line.succeededBefore >= fewest, let mean = line.meanDuration,
        let before = line.meanDurationBefore, mean >= before * 3 / 2, mean - before >= .seconds(10)
      else { return nil }
      return Recommendation(
        .slower, "\(line.task)",
        "takes \(HumanDuration(mean)) on average, \(HumanDuration(before)) in the period before",
        command: "plan \(line.task)")
    }
  }

  // MARK: People

  private var incidentsOpen: [Recommendation] {
    facts.incidents.open(frame).map { incident in
      let isTended = incident.isAcknowledged(by: frame.asOf)
      let who = isTended ? "" : ", and nobody \(incident.resolved == nil ? "is" : "was") at it"
      return Recommendation(
        .incidentOpen, "incident \(incident.number)",
        "\(incident.title) (\(incident.level.rawValue)): open for \(HumanDuration(frame.asOf - incident.opened.at))\(who)",
        command: incident.acknowledged == nil
          ? "incident ack \(incident.number)" : "incident resolve \(incident.number) --note 'TEXT'",
        since: incident.resolved.map { "\($0.by.name) resolved it on \(frame.day($0.at))" })
    }
  }

  private var causesNotNoted: [Recommendation] {
    let found = facts.incidents.incidents.filter { incident in
      incident.causes(by: frame.asOf).isEmpty
        && (incident.resolved.map { frame.span.contains($0.at) && $0.at < frame.asOf } ?? false)
    }
    let left = found.filter(\.causes.isEmpty)
    guard let first = left.first ?? found.first else { return [] }
    let others = found.count - 1
    let rest = others > 0 ? "; nor those of \(others) more" : ""
    let noted = found.count - left.count
    return [
      Recommendation(
        .causeNotNoted, "incident \(first.number)", "\(first.title): resolved, and its cause is not noted\(rest)",
        command: "incident note \(first.number) 'TEXT' --kind cause",
        since: left.isEmpty ? noted == 1 ? "it was noted" : "all were noted" : nil)
    ]
  }

  private var notSigned: [Recommendation] {
    let unsigned = facts.signOffs.unsigned
    guard let oldest = unsigned.last(where: { !$0.isSignedSince }) ?? unsigned.last else { return [] }
    let count = unsigned.count
    return [
      Recommendation(
        .notSigned, count == 1 ? "run \(oldest.run)" : "\(count) runs",
        "not signed\(count == 1 ? " by" : ", the oldest of \(frame.day(oldest.startedAt)) by") "
          + oldest.roles.joined(separator: ", "),
        command: "signoff \(oldest.run) --as \(oldest.roles.first ?? "ROLE")",
        since: unsigned.allSatisfy(\.isSignedSince) ? count == 1 ? "it was signed" : "all were signed" : nil)
    ]
  }

  private var overriddenOften: [Recommendation] {
    let count = facts.overrides.overrides.count
    if count < 3 { return [] }
    return [
      Recommendation(
        .overriddenOften, "windows",
        "overridden \(count) times: where the reasons repeat, the windows are too few or too short",
        command: "window list")
    ]
  }

  // MARK: Drills

  private var neverDrilled: [Recommendation] {
    let never = facts.upkeep.drills.filter { $0.last == nil }.map { "\($0.task)" }
    return grouped(.neverDrilled, never, "its way back was never drilled") { "drill \($0)" }
  }

  private var notProven: [Recommendation] {
    facts.upkeep.drills.compactMap { drill in
      guard let last = drill.last else { return nil }
      let age = frame.asOf - last.at
      let what =
        last.isSound
        ? "its way back was last drilled on \(frame.day(last.at))"
        : "its way back worked at \(last.proven) of \(last.points) points on \(frame.day(last.at))"
      guard !last.isSound || age > RecommendationRule.oldDrill else { return nil }
      return Recommendation(.rollbackNotProven, "\(drill.task)", what, command: "drill \(drill.task)")
    }
  }

  /// Many of a kind are one recommendation, with the command for the first.
  func grouped(
    _ rule: RecommendationRule, _ names: [String], _ words: String, command: (String) -> String
  ) -> [Recommendation] {
    guard let first = names.first else { return [] }
    let more = names.count > 5 ? " and \(names.count - 4) more" : ""
    let others = names.dropFirst().prefix(names.count > 5 ? 3 : 4)
    let also = others.isEmpty ? "" : "; the same holds for \(others.joined(separator: ", "))\(more)"
    return [Recommendation(rule, first, words + also, command: command(first))]
  }

  // MARK: The host

  private var signals: [Recommendation] {
    facts.upkeep.readings.compactMap { reading in
      guard let signal = HostSignal(rawValue: reading.series.name), signal.isRaised(by: reading.latest.value) else {
        return nil
      }
      return Recommendation(
        .hostSignal, "\(reading.series)",
        "\(MetricText.significant(reading.latest.value)) on \(frame.day(reading.latest.at)): \(signal.advice)",
        command: "metrics \(ShellText.inQuotes("\(reading.series)"))")
    }
  }
}

extension TaskInDoubt.Cause {
  /// What it did.
  fileprivate var words: String {
    switch self {
    case .rollbackFailed: "failed, and its rollback failed"
    case .interrupted: "ended in the middle of it, and nobody knows what it had changed"
    case .cleanupFailed: "left its cleanup undone"
    }
  }
}

extension TaskInDoubt {
  /// Until somebody has put it right.
  var refusesRuns: Bool { settled == nil && cause != .cleanupFailed }
}
