import RunLog
import Scheduling

/// When a delivery that failed is tried again: after 30 s, then after twice as long each time, and after 30 min at most.
package enum Backoff {
  private static let first = 30
  private static let longest = 1_800
  /// What a receiver may ask for at most: what is critical does not wait a day because a server says so.
  private static let longestAsked = 3_600

  /// `attempts` failed, from 1. `retryAfter`: what the receiver asked for.
  package static func next(after now: Timestamp, attempts: Int, retryAfter: Duration? = nil) -> Timestamp {
    let doublings = min(max(attempts, 1) - 1, 10)
    let own = Duration.seconds(min(first << doublings, longest))
    let asked = min(retryAfter ?? .zero, .seconds(longestAsked))
    return now + max(own, asked)
  }

  /// Where the receiver may have it already: people who get the same mail ten times a day do not read the eleventh. After an hour,
  /// then after twice as long each time, and after a day at most.
  package static func nextWhereItMayBeThere(after now: Timestamp, attempts: Int) -> Timestamp {
    now + .seconds(min(3_600 << min(max(attempts, 1) - 1, 10), 86_400))
  }

  /// Whether it may be tried now. What was never tried may at once, and so may what was last tried later than now: the clock
  /// was set back. So no step of the clock makes it wait for more than twice the time that its failure asks for.
  package static func isDue(_ waiting: WaitingDelivery, now: Timestamp) -> Bool {
    guard let triedAt = waiting.triedAt else { return true }
    return waiting.nextAt <= now || triedAt > now
  }

  /// A number of seconds, or the date of an answer's header: RFC 9110, section 10.2.3.
  package static func retryAfter(_ text: String, now: Timestamp) -> Duration? {
    let text = text.trimmingBlanks
    if let seconds = Int(text), seconds >= 0 { return .seconds(min(seconds, longestAsked)) }
    // More than any number that a machine has.
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return .seconds(longestAsked) }
    return HTTPDate.parse(text).map { max(.zero, $0 - now) }
  }
}

extension String {
  var trimmingBlanks: String {
    let bytes = utf8.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    var slice = bytes
    while let last = slice.last, last == 0x20 || last == 0x09 || last == 0x0D { slice = slice.dropLast() }
    return String(decoding: slice, as: UTF8.self)
  }
}
