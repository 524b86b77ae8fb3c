import Scheduling

/// A run that a simulated call of `maint run --due` made.
package struct SimulatedRun: Sendable {
  /// A task of it that makes up for periods that were missed.
  package struct CatchUp: Sendable, Hashable {
    package var task: Int
    /// When it should have run first.
    package var since: Timestamp
  }

  package var start: Timestamp
  package var end: Timestamp
  /// An index into the shapes of the simulation.
  package var shape: Int
  package var catchUps: [CatchUp]
  /// An outage ended it.
  package var isCutOff: Bool
}
