import Catalog
import Planning
import Reporting

/// A command line for the operator to type, which means the same project, run log and parameters as this one.
struct NextCommand {
  /// What any of them ends with: the folders, where they would not be found without.
  private let folders: String

  init(_ context: Context) {
    // Whoever has no state folder has been told so.
    folders = context.folders.projectOption + ((try? context.folders.stateOption()) ?? "")
  }

  /// For who reads it elsewhere, as in a message, or means another project than the command line: `project`, by its absolute
  /// path.
  init(_ context: Context, elsewhereOf project: String) { folders = context.folders.optionsElsewhere(of: project) }

  /// The same for reports.
  var text: CommandText { CommandText(folders: folders) }

  /// `words`: all that follows `maint`.
  func callAsFunction(_ words: String) -> String { text(words) }

  /// A hint of which each command in quotes means the same project and run log.
  func completing(_ hint: String) -> String {
    let parts = hint.split(separator: "'", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      let isCommand = index > 0 && index < parts.count - 1 && part.hasPrefix("maint ")
      return isCommand ? part + folders : String(part)
    }.joined(separator: "'")
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
