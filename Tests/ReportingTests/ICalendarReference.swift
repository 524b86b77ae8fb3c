import Foundation
import TestSupport
import Testing

/// Tests/Reference/icalendar-events, which reads iCalendar by Debian's package and by Python's own zones; nil where the host
/// lacks them.
struct ICalendarReference: Decodable {
  struct Event: Decodable {
    let uid: String
    /// Seconds since 1970; nil: of whole days.
    let start: Int?
    let end: Int?
    let days: [String]?
    let summary: String
    let description: String
    let stamp: Int
  }

  let events: [Event]
  let strange: [String]
  let folded: [String]

  static func read(_ text: String) throws -> ICalendarReference? {
    let result = try PythonScript.run([PythonScript.reference("icalendar-events")], input: Data(text.utf8))
    // 127: no python3; 69: no package, or no zones.
    if result.status == 127 || result.status == 69 {
      print("iCalendar not compared: the package python3-icalendar or tzdata is not installed")
      return nil
    }
    try #require(result.status == 0)
    return try JSONDecoder().decode(ICalendarReference.self, from: result.output)
  }
}
