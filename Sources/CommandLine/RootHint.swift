import Catalog
import Glibc

/// What a user types whose command only root can carry out.
struct RootHint {
  private static let stateOfRoot = "/var/lib/maint"

  private let context: Context
  private let typed: [String]

  /// `typed`: all that follows `maint`.
  init(_ context: Context, typed: [String]) { (self.context, self.typed) = (context, typed) }

  /// nil: root could do no more.
  func hint(for failure: CommandFailure) -> String? {
    guard geteuid() != 0, let state = try? context.folders.state() else { return nil }
    switch failure.exitCode {
    // What it writes is a file of somebody's, and no run log.
    case .cannotWrite where context.invocation.verb == .checklist: return nil
    case .cannotWrite where FolderChoice.belongsToRoot(state) && access(state, W_OK | X_OK) != 0:
      return "the run log in \(state) belongs to root: \(command)"
    // Without an option, each user has a run log of his own.
    case .notFound where isUsual && FolderChoice.belongsToRoot(Self.stateOfRoot):
      return (failure.hint.map { "\($0); " } ?? "")
        + "the host's own run log, in \(Self.stateOfRoot), is root's: \(command)"
    default: return nil
    }
  }

  private var isUsual: Bool { context.invocation.value(.state) == nil && context.variables.value("MAINT_STATE") == nil }

  /// sudo passes on no variables, so what was found by one is named.
  private var command: String {
    let project = context.invocation.value(.project) == nil ? context.folders.projectOption : ""
    let state = context.invocation.value(.state) == nil && !isUsual ? (try? context.folders.stateOption()) ?? "" : ""
    return (["sudo maint"] + typed.map(ShellText.quoted)).joined(separator: " ") + project + state
  }
}
