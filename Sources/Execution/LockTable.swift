import Catalog

/// Named locks that tasks of all maint processes on the host share.
package protocol LockTable: AnyObject {
  /// Takes all the locks or none, without waiting.
  func acquire(_ names: [String], for owner: String) -> LockAnswer
  /// Gives back the locks of an answer.
  func release(_ handle: Int)
}

extension TaskName {
  /// The lock that the engine holds while it is at the task, whichever run it is a task of.
  package var lock: String { "task.\(self)" }
}

package enum LockAnswer: Sendable, Hashable {
  case acquired(handle: Int)
  /// `holder` says who has it, as far as it is known: `pid 412, daily.backup of run 12`.
  case held(lock: String, holder: String)
  case failed(message: String)
}
