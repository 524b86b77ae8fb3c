/// When a tier becomes due over a stretch of time, if everything succeeds at once: what a calendar shows.
extension DueRule {
  /// The first slot of each period, of those slots that begin in the range, in order; none of `emergency`.
  ///
  /// A period of which no slot lets anything start, as its cutoff takes up all of the window, is left out.
  package func slots(startingIn range: Range<Timestamp>) -> [Slot] {
    guard tier != .emergency else { return [] }
    var result: [Slot] = []
    var next = slot(from: period(of: range.lowerBound).start)
    while let slot = next, slot.start < range.upperBound {
      if slot.start >= range.lowerBound, slot.start < slot.end { result.append(slot) }
      next = self.slot(from: end(of: slot.period))
    }
    return result
  }

  /// How many periods begin in the range; none of `emergency`.
  package func periods(startingIn range: Range<Timestamp>) -> Int {
    var count = 0
    var moment = range.lowerBound
    while moment < range.upperBound, let period = Period.current(of: tier, at: moment, in: zone) {
      if period.start >= range.lowerBound { count += 1 }
      moment = period.end
    }
    return count
  }

  /// The slot that contains the moment, or the next one; nil where there is none that lets something start.
  package func nextSlot(from moment: Timestamp) -> Slot? {
    guard tier != .emergency, let slot = slot(from: moment) else { return nil }
    // Every opening of a window is as long as the next, but for clocks that are set in it.
    return slot.start < slot.end ? slot : self.slot(from: end(of: slot.period)).flatMap { $0.start < $0.end ? $0 : nil }
  }
}
