/// Is told what happened once the run log holds it: the console, the events file.
package protocol RunObserver: AnyObject {
  func observe(_ event: Event)
  /// Called about every `tickInterval` while a run waits, to redraw what shows the passing time.
  func tick(at moment: Moment)
  /// It says nothing to anyone before the run has ended, so outcomes need not be synced for its sake until then.
  var isSilentUntilTheEnd: Bool { get }
  /// nil: no ticks wanted.
  var tickInterval: Duration? { get }
}
