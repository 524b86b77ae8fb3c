import Scheduling

/// Something that was changed on the host or in what maint does there: an entry of the change log.
package enum Modification: Sendable {
  /// A task that has changed something, or has taken something back.
  case task(ChangedTask)
  /// Packages that somebody else has changed.
  case packages(NoticedPackages)
  /// What somebody restored from a backup.
  case restore(BackupEvent)
  /// The schedules and runbooks are not those of the run before.
  case project(ProjectChange)
  /// Somebody let changes be made outside windows and in freezes.
  case override(WindowExceptionRecord)
  /// Somebody has settled what a task left behind.
  case resolved(ResolvedTask)

  /// By which it has its place in the change log: the tasks of a run stand together, but for those that were taken back later.
  package var order: Timestamp {
    switch self {
    case .task(let task): task.recoveredAt ?? task.runStartedAt
    case .packages, .restore, .project, .override, .resolved: at
    }
  }

  package var at: Timestamp {
    switch self {
    case .task(let task): task.recoveredAt ?? task.startedAt
    case .packages(let packages): packages.changedAt
    case .restore(let event): event.startedAt
    case .project(let change): change.at
    case .override(let record): record.start
    case .resolved(let task): task.resolution.at
    }
  }
}
