/// How many items there are, and how far they are.
package struct Tally: Sendable, Hashable {
  package var done = 0
  /// Not done, and marked so.
  package var inProgress = 0
  package var count = 0

  package var isComplete: Bool { done == count }

  /// Rounded down, so that 100 % are all.
  package var text: String {
    let percent = count == 0 ? 100 : done * 100 / count
    return "\(done)/\(count) (\(percent)%)" + (inProgress == 0 ? "" : ", \(inProgress) in progress")
  }

  static func + (left: Tally, right: Tally) -> Tally {
    Tally(
      done: left.done + right.done, inProgress: left.inProgress + right.inProgress, count: left.count + right.count)
  }
}
