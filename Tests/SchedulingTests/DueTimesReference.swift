import Foundation
import TestSupport
import Testing

/// Tests/Reference/due-times, which computes by Python's own zones; nil where the host has no Python with zones.
struct DueTimesReference: Decodable {
  struct Window: Encodable {
    let days: [String]
    let months: [Int]
    let time: String
  }

  struct TierTime: Encodable {
    let tier: String
    let at: String
  }

  struct Job: Encodable {
    let zone: String
    let from: String
    let to: String
    var windows: [Window] = []
    var tiers: [TierTime] = []
  }

  struct Opening: Decodable, Hashable, CustomStringConvertible {
    let day: String
    let start: Int
    let end: Int

    init(day: String, start: Int, end: Int) {
      self.day = day
      self.start = start
      self.end = end
    }

    init(from decoder: Decoder) throws {
      var values = try decoder.unkeyedContainer()
      day = try values.decode(String.self)
      start = try values.decode(Int.self)
      end = try values.decode(Int.self)
    }

    var description: String { "\(day): \(start) to \(end)" }
  }

  let transitions: [Int]
  let windows: [[Opening]]
  let around: [String: [Opening]]
  let due: [[Int]]
  let hours: [[Int]]

  static func compute(_ job: Job) throws -> DueTimesReference? {
    let result = try PythonScript.run([PythonScript.reference("due-times")], input: try JSONEncoder().encode(job))
    // 127: no python3; 69: no zones.
    if result.status == 127 || result.status == 69 {
      print("due times in \(job.zone) not compared: there is no python3 with zoneinfo and tzdata")
      return nil
    }
    try #require(result.status == 0)
    return try JSONDecoder().decode(DueTimesReference.self, from: result.output)
  }
}
