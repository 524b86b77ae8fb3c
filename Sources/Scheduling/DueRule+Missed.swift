/// Windows that passed unused.
extension DueRule {
  /// Whether a window that passed unused is worth a word: what is made up for at any time is not left undone because of it.
  package var waitsForWindow: Bool { window != nil && tier != .emergency && catchUp != .anytime }

  /// When it is due, as it can be told from another time: a change of it is a new beginning. nil: it never is.
  package var expectation: String? {
    guard tier != .emergency else { return nil }
    return "\(beginning)\(zone.name)\(end)"
  }

  /// The zone that such words name, where they say the same but for it.
  package func zoneName(inExpectation words: String) -> String? {
    let (beginning, end) = (beginning.utf8, end.utf8)
    guard words.utf8.count > beginning.count + end.count, words.utf8.starts(with: beginning),
      words.utf8.suffix(end.count).elementsEqual(end)
    else { return nil }
    return String(Substring(words.utf8.dropFirst(beginning.count).dropLast(end.count)))
  }

  /// The zone that words of another time name: none has a space in it but that of a host without a name for it.
  package static func zoneName(ofExpectation words: String) -> String? {
    guard let end = words.utf8.lastIndex(of: UInt8(ascii: ",")) else { return nil }
    let start = words.utf8[..<end].lastIndex(of: UInt8(ascii: " ")).map(words.utf8.index(after:))
    return start.map { String(words[$0..<end]) }
  }

  private var beginning: String {
    "\(tier.rawValue): \(window.map { "\($0.days), \($0.hours)" } ?? "\(at)") "
  }

  private var end: String { ", \(catchUp.rawValue)" }

  /// The latest opening that is over and in which it was to start; nil where there was none.
  package func lastOpening(endedBy now: Timestamp) -> Opening? {
    guard let window, waitsForWindow else { return nil }
    var opening = window.opening(onOrBefore: zone.date(of: now).adding(days: 1), in: zone)
    while let found = opening, found.end > now {
      opening = window.opening(onOrBefore: found.date.adding(days: -1), in: zone)
    }
    guard let found = opening, found.start < found.cutoff else { return nil }
    if tier == .hourly || catchUp != .skip { return found }
    return firstSlot(of: period(of: found.start)).flatMap { window.opening(at: $0.start, in: zone) }
  }

  /// Whether a moment is of the same period as that opening.
  package func isOfLastOpening(_ moment: Timestamp, at now: Timestamp) -> Bool {
    lastOpening(endedBy: now).map { period(of: $0.start) == period(of: moment) } ?? false
  }

  /// The tries that matter to whether such an opening was missed.
  package func stretch(of opening: Opening, at now: Timestamp) -> Range<Timestamp> {
    let start = min(opening.start, firstMoment(of: period(of: opening.start)))
    return start..<max(stretch(at: now).upperBound, opening.end)
  }

  /// Whether it was due in the opening and nothing came of it; `history` is that of the stretch.
  package func missed(_ opening: Opening, history: DueHistory) -> Bool {
    let period = period(of: opening.start)
    if isDone(in: period, history: history) { return false }
    if let success = history.lastStart, success >= opening.start { return false }
    let failures = history.failures.filter { !$0.isRollback }
    return failures.count { self.period(of: $0.start) == period } < maxAttempts
      && !failures.contains { $0.start >= opening.start }
  }

  /// Whether the time for another try had come in the present period, before the moment.
  package func couldRetry(before now: Timestamp, history: DueHistory) -> Bool {
    guard let last = history.failures.map(\.end).max() else { return false }
    let retry = last + retryAfter
    return retry < now && period(of: retry) == period(of: now) && state(at: retry, history: history).isDue
  }

  /// The end of the first opening of its period: what was said from then on is about this period. Of `hourly`, of which
  /// many periods pass in one, that of the opening itself.
  package func firstEnd(of opening: Opening) -> Timestamp {
    guard let window, tier != .hourly, let first = firstSlot(of: period(of: opening.start)),
      let found = window.opening(at: first.start, in: zone)
    else { return opening.end }
    return min(found.end, opening.end)
  }
}
