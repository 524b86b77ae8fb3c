import Catalog
import Planning
import RunLog

/// How long tasks took in the past, by the run log; none where there is no run log yet.
struct PastTimes {
  /// Of each success, as planning counts them.
  let durations: [TaskName: [Duration]]
  private let tasks: [TaskName]
  private let log: RunLog?

  /// Those of a project.
  init(of catalog: Catalog, context: Context) throws(CommandFailure) {
    try self.init(of: catalog.tiers.values.flatMap { $0.tasks.map(\.name) }, log: try context.openLogForReading())
  }

  init(of tasks: [TaskName], log: RunLog?) throws(CommandFailure) {
    self.tasks = tasks
    self.log = log
    do throws(RunLogFailure) {
      durations = try log?.history(for: tasks).durations ?? [:]
    } catch {
      throw CommandFailure(error)
    }
  }

  /// What gates decide by.
  func samples() throws(CommandFailure) -> [TaskName: TimeSamples] {
    do throws(RunLogFailure) {
      return try log?.timeSamples(of: tasks) ?? [:]
    } catch {
      throw CommandFailure(error)
    }
  }
}
