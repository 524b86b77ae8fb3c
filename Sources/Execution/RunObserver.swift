/// Is told what happened once the run log holds it: the console, the events file.
package protocol RunObserver: AnyObject {
  func observe(_ event: Event)
  /// Called about every `tickInterval` while a run waits, to redraw what shows the passing time.
  func tick(at moment: Moment)
  /// nil: no ticks wanted.
  var tickInterval: Duration? { get }
}
