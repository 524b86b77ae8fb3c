import Scheduling

/// What is left of the samples of an hour or a day of UTC that were thinned.
package struct ThinnedSample: Sendable, Hashable {
  package var start: Timestamp
  package var span: Duration
  package var count: Int
  package var least: Double
  package var greatest: Double
  package var mean: Double

  package var middle: Timestamp { start + span / 2 }
}
