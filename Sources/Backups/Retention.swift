import Scheduling

/// Which backups stay: the newest of so many days, weeks, months and years, and some whatever their age.
package struct Retention: Sendable, Equatable {
  private let keep: KeepRules

  package init(_ keep: KeepRules) { self.keep = keep }

  /// What is to be known of a backup to decide on it.
  package struct Candidate: Sendable, Equatable {
    /// Greater for a later one: a clock may have been ahead for a while, and what was made then is not the newest for
    /// ever.
    package var id: Int
    package var time: Timestamp
    /// What it is a backup of; each is judged by itself.
    package var subject: String
    /// Complete, and not found to be damaged.
    package var isGood: Bool
    /// Of a task that succeeded.
    package var isOfSuccess: Bool
    package var isOfUnresolvedRun: Bool

    package init(
      id: Int, time: Timestamp, subject: String, isGood: Bool, isOfSuccess: Bool = true, isOfUnresolvedRun: Bool
    ) {
      self.id = id
      self.time = time
      self.subject = subject
      self.isGood = isGood
      self.isOfSuccess = isOfSuccess
      self.isOfUnresolvedRun = isOfUnresolvedRun
    }
  }

  package enum Reason: Sendable, Hashable {
    case ofUnresolvedRun
    case lastGood
    /// The how many-th of the newest, from 1.
    case last(Int)
    case newestOfDay(CivilDate)
    /// By its Monday.
    case newestOfWeek(CivilDate)
    /// By its first day.
    case newestOfMonth(CivilDate)
    case newestOfYear(Int)
  }

  /// A backup and why it stays; without a reason it goes.
  package struct Decision: Sendable, Equatable {
    package var candidate: Candidate
    package var reasons: [Reason]
    /// Not counted for a day or as one of the newest, since it could not be restored.
    package var isDamaged: Bool { !candidate.isGood }
    package var stays: Bool { !reasons.isEmpty }
  }

  /// Decides on all of them, in the order given. Days and weeks are those of the zone.
  ///
  /// Only good backups of tasks that succeeded are counted: failures, night after night, do not displace the way back to
  /// the last success. The last good one of each subject, whatever became of its task, and those of unresolved runs stay
  /// in any case.
  package func decide(on candidates: [Candidate], in zone: Zone) -> [Decision] {
    var reasons: [Int: [Reason]] = [:]
    for (index, candidate) in candidates.enumerated() where candidate.isOfUnresolvedRun {
      reasons[index, default: []].append(.ofUnresolvedRun)
    }
    let indices = candidates.indices.filter { candidates[$0].isGood }
    for group in Dictionary(grouping: indices, by: { candidates[$0].subject }).values {
      let newestFirst = group.sorted { candidates[$0].id > candidates[$1].id }
      if let newest = newestFirst.first { reasons[newest, default: []].append(.lastGood) }
      let counted = newestFirst.filter { candidates[$0].isOfSuccess }
      for (position, index) in counted.prefix(keep.last).enumerated() {
        reasons[index, default: []].append(.last(position + 1))
      }
      let dates = counted.map { zone.date(of: candidates[$0].time) }
      let rules: [(Int, (CivilDate) -> Reason)] = [
        (keep.daily, { .newestOfDay($0) }), (keep.weekly, { .newestOfWeek($0.adding(days: 1 - $0.weekday.rawValue)) }),
        (keep.monthly, { .newestOfMonth(CivilDate(year: $0.year, month: $0.month, day: 1)) }),
        (keep.yearly, { .newestOfYear($0.year) }),
      ]
      for (count, reason) in rules {
        var seen: Set<Reason> = []
        for (index, date) in zip(counted, dates) where seen.count < count {
          let reason = reason(date)
          if seen.insert(reason).inserted { reasons[index, default: []].append(reason) }
        }
      }
    }
    return candidates.indices.map { Decision(candidate: candidates[$0], reasons: reasons[$0] ?? []) }
  }
}

extension Retention.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .ofUnresolvedRun: "its run is unresolved"
    case .lastGood: "the last good one"
    case .last(let number): "number \(number) of the newest"
    case .newestOfDay(let date): "the newest of \(date)"
    case .newestOfWeek(let date): "the newest of the week from \(date)"
    case .newestOfMonth(let date): "the newest of \(String(date.description.prefix(7)))"
    case .newestOfYear(let year): "the newest of \(year)"
    }
  }
}
