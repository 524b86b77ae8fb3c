/// A last value that lies farther from the line than noise takes values: a disk that was cleaned up, or has filled, so short a time
/// ago that nobody can tell a new level from an outlier.
package struct Departure: Sendable, Hashable {
  package var value: Double
  /// Where the line has it.
  package var usual: Double

  package init(value: Double, usual: Double) { (self.value, self.usual) = (value, usual) }
}
