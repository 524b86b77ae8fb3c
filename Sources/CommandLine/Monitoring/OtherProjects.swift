import Reporting
import RunLog

/// Tells what is of the project of the command line from what is of others that have the same run log.
struct OtherProjects {
  private let context: Context
  private let reading: LogReading
  /// Without links; nil: there is none.
  private let own: String?

  init(_ context: Context, _ reading: LogReading) {
    (self.context, self.reading) = (context, reading)
    own = FolderChoice.resolved(context.folders.project)
  }

  /// Whether it is known that a run was of this project.
  func isOwn(_ run: Int) throws(CommandFailure) -> Bool {
    guard let own, let folder = try project(of: run) else { return false }
    return FolderChoice.resolved(folder) == own
  }

  /// Whether a run was of another project which is still there.
  func has(_ run: Int) throws(CommandFailure) -> Bool { try project(of: run).flatMap(command(of:)) != nil }

  /// Of those of the runs that were of another project which is still there: how a command means that project.
  func commands(ofRuns runs: Set<Int>) throws(CommandFailure) -> [Int: CommandText] {
    var commands: [Int: CommandText] = [:]
    for run in runs {
      guard let folder = try project(of: run) else { continue }
      commands[run] = command(of: folder)
    }
    return commands
  }

  /// Likewise of a project by its path; nil: it is this one, or is gone, and this one is as good.
  func command(of folder: String) -> CommandText? {
    guard let place = FolderChoice.resolved(folder), place != own, FolderChoice.isProject(place) else {
      return nil
    }
    return CommandText(folders: context.folders.options(ofOther: folder))
  }

  private func project(of run: Int) throws(CommandFailure) -> String? {
    try reading { log throws(RunLogFailure) in try log.project(ofRun: run) } ?? nil
  }
}
