import Planning
import Scheduling

/// Where events are kept: the run log, or a fake in tests.
///
/// Called from one thread. Nothing is on disk before `commit` returns.
package protocol Journal: AnyObject {
  /// Takes an event into the open transaction.
  func append(_ event: Event) throws(JournalFailure)
  /// Ends the open transaction; `synced` has it reach the disk, so that a power loss cannot take it.
  func commit(synced: Bool) throws(JournalFailure)
}
