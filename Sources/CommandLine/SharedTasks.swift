import Catalog
import Reporting
import RunLog

/// Two projects that have one run log may not have tasks of the same name: what is known of a task, such as that it fails or
/// has succeeded today, is known by its name, and each would hide what the other does.
enum SharedTasks {
  /// `project`: path of its folder, absolute.
  static func refuse(_ names: some Sequence<TaskName>, of project: String, in log: RunLog) throws(CommandFailure) {
    let other: (task: String, project: String)?
    do throws(RunLogFailure) {
      other = try log.taskOfAnotherProject(
        among: names.lazy.map(\.description), besides: OutboxOwner(ofProject: project))
    } catch {
      throw CommandFailure(error)
    }
    guard let other else { return }
    throw CommandFailure(
      "two projects that have one run log have a task \(other.task): \(HarmlessText.words(project)) and "
        + "\(HarmlessText.words(other.project)); each would hide whether the other's has failed or succeeded, so nothing was run",
      hint: "give one of them a state folder of its own with --state DIR, or its task another name", exitCode: .usage)
  }
}
