import Foundation
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
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/icalendar-events").path
    let file = FileManager.default.temporaryDirectory.appending(path: "maint-\(UUID().uuidString)")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    // Debian's own Python, which finds Debian's packages.
    process.arguments = ["timeout", "300", "/usr/bin/python3", script]
    process.standardInput = try FileHandle(forReadingFrom: file)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    // 127: no python3; 69: no package, or no zones.
    if process.terminationStatus == 127 || process.terminationStatus == 69 {
      print("iCalendar not compared: the package python3-icalendar or tzdata is not installed")
      return nil
    }
    try #require(process.terminationStatus == 0)
    return try JSONDecoder().decode(ICalendarReference.self, from: data)
  }
}
