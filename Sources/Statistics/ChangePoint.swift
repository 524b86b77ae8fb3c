/// Where a series takes another level or another slope.
package struct ChangePoint: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case level
    case slope
    case levelAndSlope
  }

  /// The time of the first point after it, or of the bend; of a day's points the first.
  package var time: Double
  package var kind: Kind
  /// By how much the level jumps there, in the unit of the values; 0 for a change of slope alone.
  package var jump: Double
  package var slopeBefore: Double
  package var slopeAfter: Double

  package init(time: Double, kind: Kind, jump: Double, slopeBefore: Double, slopeAfter: Double) {
    self.time = time
    self.kind = kind
    self.jump = jump
    self.slopeBefore = slopeBefore
    self.slopeAfter = slopeAfter
  }
}
