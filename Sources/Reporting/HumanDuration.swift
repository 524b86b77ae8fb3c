import Scheduling

/// Shows how long something took, everywhere in the same form: `8 ms`, `0.3 s`, `12 s`, `3 min 04 s`, `2 h 05 min`,
/// `3 d 04 h`.
///
/// Rounded to the nearest of what is shown; negative, with a minus sign, where the wall clock was set back.
package struct HumanDuration: Sendable, Hashable, CustomStringConvertible {
  private let microseconds: Int64

  package init(_ duration: Duration) { microseconds = duration.wholeMicroseconds }

  package var description: String {
    (microseconds < 0 ? "-" : "") + Self.text(milliseconds: Int64((microseconds.magnitude + 500) / 1000))
  }

  private static func text(milliseconds: Int64) -> String {
    if milliseconds < 100 { return "\(milliseconds) ms" }
    let tenths = (milliseconds + 50) / 100
    if tenths < 100 { return "\(tenths / 10).\(tenths % 10) s" }
    let seconds = (milliseconds + 500) / 1000
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min \(twoDigits(seconds % 60)) s" }
    let minutes = (seconds + 30) / 60
    if minutes < 24 * 60 { return "\(minutes / 60) h \(twoDigits(minutes % 60)) min" }
    let hours = (minutes + 30) / 60
    return "\(hours / 24) d \(twoDigits(hours % 24)) h"
  }

  private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
