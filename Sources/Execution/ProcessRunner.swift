/// Runs process trees for the engine, from one thread.
package protocol ProcessRunner: AnyObject {
  /// Starts a command under a number that was never used before in this run. Comes back when the process is there, maybe
  /// before its program is: that this could not be executed is told by `ended`.
  func start(_ command: Command, process: Int) throws(StartFailure) -> ProcessIdentity
  /// Blocks until something happens or the monotonic `deadline` (microseconds) has passed; then the list is empty.
  func wait(until deadline: Int64?) -> [ProcessEvent]
  /// Ends the process and all its descendants, TERM first and KILL after `grace`; `ended` follows from `wait`. One that
  /// has ended meanwhile is left as it is.
  func stop(process: Int, grace: Duration)
}
