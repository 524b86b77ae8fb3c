/// Tells the time to a run.
package protocol RunClock: AnyObject {
  func now() -> Moment
}
