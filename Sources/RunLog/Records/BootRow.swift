/// A boot, as the table of boots has it or as runs tell of it.
struct BootRow {
  var id: String
  var firstRun: Int
  var clock: BootClock
  /// Nothing but what it was made of was seen of it yet.
  var isNew = false

  /// Whether all that runs tell of it is known. What a wrong clock said may be known, too, as long as it does not count.
  func knows(_ told: BootRow) -> Bool {
    firstRun <= told.firstRun && clock.covers(told.clock)
  }
}
