import Catalog
import RunLog
import Scheduling

/// The backups of a task, as they were at the end of a period.
package struct BackupLine: Sendable {
  package var task: TaskName
  /// Backups that were there then.
  package var kept: Int
  /// Of them those that a verification had found damaged or gone by then.
  package var lost = 0
  /// When the last of these was found so.
  package var lostAt: Timestamp?
  /// Since the end of the period each of these was verified well, or struck off.
  package var isLossSettled = false
  /// The newest of those that were whole as far as is known, and when it was made; nil: there was none.
  package var newest: (run: Int, at: Timestamp)?
  /// Its last restore drill by then; nil: none.
  package var drill: BackupEvent?
  /// The last time that it was skipped, where it has made none since.
  package var skip: TaskRemark?
  /// Whether another is to be made by itself.
  package var maker = Maker.clock

  /// By the schedules as they are now.
  package enum Maker: String, Sendable {
    /// A task that a clock runs, and that makes backups: these are held against the rpo.
    case clock
    /// A task that runs when somebody asks for it, or one of another project.
    case people
    /// It is no task of the project any more, or makes no backups any more.
    case removed, silent

    /// Why there will be no other, and for whom that is news.
    var words: String? {
      switch self {
      case .clock, .people: nil
      case .removed: "no task of the project any more"
      case .silent: "makes none any more"
      }
    }
  }

  package init(task: TaskName, kept: Int, newest: (run: Int, at: Timestamp)? = nil, drill: BackupEvent? = nil) {
    (self.task, self.kept, self.newest, self.drill) = (task, kept, newest, drill)
  }

  var whole: Int { kept - lost }

  /// Why it makes no other; nil: nothing is known that keeps it from that.
  var note: String? { maker.words ?? skip.map { "skipped since, in run \($0.run)" } }

  /// Its tier comes less often than the time that may be lost, and it was made when that came: no run of it is missing.
  func isTooRare(for rpo: Duration, at moment: Timestamp) -> Bool {
    guard let tier = task.tier, tier != .emergency, tier.longestPeriod > rpo, let age = age(at: moment) else {
      return false
    }
    return age <= tier.longestPeriod + .seconds(86_400)
  }

  /// Its tier comes less often than the time that may be lost, whenever it was made last.
  func comesTooSeldom(for rpo: Duration) -> Bool {
    guard let tier = task.tier, tier != .emergency, newest != nil else { return false }
    // A day of 25 hours is no reason.
    return (tier == .daily ? .seconds(86_400) : tier.longestPeriod) > rpo
  }

  func age(at moment: Timestamp) -> Duration? { newest.map { max(.zero, moment - $0.at) } }
}

extension Tier {
  fileprivate var longestPeriod: Duration {
    switch self {
    case .hourly: .seconds(3_600)
    case .daily: .seconds(25 * 3_600)
    case .weekly: .seconds(7 * 86_400)
    case .monthly: .seconds(31 * 86_400)
    case .quarterly: .seconds(92 * 86_400)
    case .annual, .emergency: .seconds(366 * 86_400)
    }
  }
}
