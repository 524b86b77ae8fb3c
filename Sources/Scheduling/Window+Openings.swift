/// When a window is open, by the calendar and clocks of a zone.
///
/// A day opens once. Where clocks are set forward over the start, it begins when they have been; where they show the
/// start twice, at the first; a day that the zone skips has none. How long it is open is elapsed time, whatever clocks show
/// at its end, but never beyond the same time of the next day, so that openings do not overlap.
extension Window {
  /// The opening that contains the moment; one without limits where the window is open as needed.
  package func opening(at moment: Timestamp, in zone: Zone) -> Opening? {
    let today = zone.date(of: moment)
    guard hours != .asNeeded else {
      let (first, last) = (Timestamp(microseconds: .min), Timestamp(microseconds: .max))
      return Opening(date: today, start: first, end: last, cutoff: last)
    }
    // One of a day may begin on the next and last a day; and clocks set back over midnight show yesterday's date again.
    // No two overlap, so the likeliest come first.
    for distance in [0, -1, 1, -2] {
      let date = today.adding(days: distance)
      if days.contains(date), let opening = opening(of: date, in: zone), opening.contains(moment) { return opening }
    }
    return nil
  }

  /// The first that begins after the moment; nil where none does any more, or the window is open as needed.
  package func opening(after moment: Timestamp, in zone: Zone) -> Opening? {
    var date = zone.date(of: moment).adding(days: -1)
    while let opening = opening(onOrAfter: date, in: zone) {
      if opening.start > moment { return opening }
      date = opening.date.adding(days: 1)
    }
    return nil
  }

  /// All that begin in the range, in order; none of a window that is open as needed.
  package func openings(startingIn range: Range<Timestamp>, in zone: Zone) -> [Opening] {
    var result: [Opening] = []
    var date = zone.date(of: range.lowerBound).adding(days: -1)
    while let opening = opening(onOrAfter: date, in: zone), opening.start < range.upperBound {
      if opening.start >= range.lowerBound { result.append(opening) }
      date = opening.date.adding(days: 1)
    }
    return result
  }

  /// The first of that day or a later one.
  func opening(onOrAfter date: CivilDate, in zone: Zone) -> Opening? {
    var date = date
    while let found = days.first(onOrAfter: date), hours != .asNeeded {
      if let opening = opening(of: found, in: zone) { return opening }
      date = found.adding(days: 1)
    }
    return nil
  }

  /// The last of that day or an earlier one.
  func opening(onOrBefore date: CivilDate, in zone: Zone) -> Opening? {
    var date = date
    while let found = days.last(onOrBefore: date), hours != .asNeeded {
      if let opening = opening(of: found, in: zone) { return opening }
      date = found.adding(days: -1)
    }
    return nil
  }

  /// That of a day among `days`; nil where the zone skips the day.
  private func opening(of date: CivilDate, in zone: Zone) -> Opening? {
    guard case .span(let time, _) = hours, let length = hours.length else { return nil }
    let start = zone.timestamp(of: date, at: time)
    // Where clocks are set forward over the time, the next day may have begun, with a day skipped or not.
    if zone.date(of: start) != date, zone.date(of: zone.timestamp(of: date)) != date { return nil }
    let end = min(start + length, zone.timestamp(of: date.adding(days: 1), at: time))
    return Opening(date: date, start: start, end: end, cutoff: max(start, end + (.zero - cutoff)))
  }
}
