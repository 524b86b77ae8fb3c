import Planning
import Scheduling

/// Shows what a schedule would do: what `maint simulate` prints.
package struct SimulationReport {
  private let simulation: Simulation
  private let zone: Zone

  /// `zone` is that of the times shown.
  package init(_ simulation: Simulation, zone: Zone) {
    self.simulation = simulation
    self.zone = zone
  }

  /// A line for each tier, then what is worth to know, and with `allRuns` every run. Ends with a line break.
  package func text(appearance: Appearance, width: Int, allRuns: Bool) -> String {
    appearance.render(SimulationText(simulation, zone: zone, width: width).lines(allRuns: allRuns))
  }

  package var json: String { SimulationJSON(simulation, zone: zone).text }
}
