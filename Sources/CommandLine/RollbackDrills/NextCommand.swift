import Catalog
import Planning

/// A command line for the operator to type, which means the same project, run log and parameters as this one.
struct NextCommand {
  /// What any of them ends with: the folders, where they would not be found without.
  private let folders: String

  init(_ context: Context) {
    // Whoever has no state folder has been told so.
    folders = context.folders.projectOption + ((try? context.folders.stateOption()) ?? "")
  }

  /// `values`: those given on a command line. `options` as they are typed.
  func callAsFunction(
    _ verb: Verb, _ targets: [String], with values: [(name: String, value: String)] = [], options: [String] = []
  ) -> String {
    // Targets and names of parameters need no quotes: those that do would not have been found.
    let values = values.map { "\(Option.with.flag) \($0.name)=\(ShellText.quoted($0.value))" }
    return (["maint \(verb.rawValue)"] + targets + values + options).joined(separator: " ") + folders
  }
}
