import RunLog
import Scheduling

/// What an operator grants: an exception from windows and freezes, with who and why.
enum WindowGrant {
  /// What `--override-window --reason TEXT` says; nil without it.
  static func override(_ context: Context) throws(CommandFailure) -> WindowOverride? {
    context.invocation.has(.overrideWindow) ? try granted(context) : nil
  }

  /// By whoever logged in, for the reason given.
  static func granted(_ context: Context) throws(CommandFailure) -> WindowOverride {
    let reason = context.invocation.value(.reason) ?? ""
    guard !reason.allSatisfy(\.isWhitespace) else {
      throw CommandFailure(
        "the reason is empty", hint: "say why windows and freezes do not hold: --reason 'disk of db1 is failing'",
        exitCode: .usage)
    }
    let actor = LoginUser.current(context)
    return WindowOverride(by: actor.name, uid: actor.uid, reason: reason)
  }

  /// For the tasks of one run.
  static func exceptions(_ override: WindowOverride?) -> [WindowException] {
    override.map { [WindowException(start: Timestamp(microseconds: .min), end: nil, reason: $0.reason)] } ?? []
  }

  /// Those in force for whatever starts at the moment.
  static func exceptions(in log: RunLog?, at now: Timestamp) throws(CommandFailure) -> [WindowException] {
    do throws(RunLogFailure) {
      return try log?.windowExceptions(at: now).compactMap(\.exception) ?? []
    } catch {
      throw CommandFailure(error)
    }
  }
}
