import JSON
import Foundation
import Scheduling
import TestSupport
import Testing

@testable import Reporting

@Suite struct JSONWriterTests {
  @Test func compactIsOneLine() {
    var json = JSONWriter()
    json.object { json in
      json.field("run", 12)
      json.field("tasks") { json in
        json.array { json in
          json.value("a")
          json.object { _ in }
          json.array { _ in }
          json.null()
        }
      }
      json.field("none", nil as String?)
      json.field("yes", true)
      json.field("half", 0.5)
    }
    #expect(json.text == #"{"run":12,"tasks":["a",{},[],null],"none":null,"yes":true,"half":0.5}"#)
  }

  @Test func prettyIndentsByTwo() {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("empty", [])
      json.field("names", ["a", "b"])
      json.field("inner") { json in json.object { json in json.field("n", 1) } }
    }
    #expect(
      json.text == """
        {
          "empty": [],
          "names": [
            "a",
            "b"
          ],
          "inner": {
            "n": 1
          }
        }
        """)
  }

  @Test func everyScalarComesBack() throws {
    let text = String(String.UnicodeScalarView((0...0x10FFFF).compactMap(Unicode.Scalar.init)))
    var json = JSONWriter()
    json.array([text, "", "\r\n", "e\u{301}"])
    let back = try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String]
    #expect(back?.map { Array($0.utf8) } == [text, "", "\r\n", "e\u{301}"].map { Array($0.utf8) })
  }

  @Test func controlCharactersAreEscaped() {
    var json = JSONWriter()
    json.value("\"\\\n\r\t\u{1}\u{1B}[2J\u{7F}\u{9B}\u{A0}é")
    #expect(json.text == "\"\\\"\\\\\\n\\r\\t\\u0001\\u001b[2J\\u007f\\u009b\u{A0}é\"")
  }

  @Test(arguments: [
    (0, "0"), (1, "0.000001"), (1_500_000, "1.5"), (60_000_000, "60"), (-1_250_000, "-1.25"), (100_010, "0.10001"),
  ]) func durationsAreSeconds(microseconds: Int, expected: String) {
    var json = JSONWriter()
    json.value(Duration.microseconds(microseconds))
    #expect(json.text == expected)
  }

  @Test func numbersThatJSONHasNotAreNull() {
    var json = JSONWriter()
    json.array { json in
      json.value(Double.nan)
      json.value(-Double.infinity)
      json.value(1e300)
      json.value(UInt64.max)
    }
    #expect(json.text == "[null,null,1e+300,18446744073709551615]")
  }

  /// From 1589 on: Foundation counts the days before October 1582 by the Julian calendar.
  @Test func timesAgreeWithFoundation() {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
    var generator = SeededGenerator(seed: 7)
    let edges: [Int64] = [0, -1, 951_782_400, 951_868_799, 4_107_542_400, -2_203_891_200, 1_767_225_599]
    for seconds in edges
      + (0..<2000).map({ _ in Int64.random(in: -12_000_000_000...250_000_000_000, using: &generator) })
    {
      let expected = Date(timeIntervalSince1970: Double(seconds)).formatted(style).dropLast() + ".000007Z"
      var json = JSONWriter()
      json.value(Timestamp(microseconds: seconds * 1_000_000 + 7))
      #expect(json.text == "\"\(expected)\"")
    }
  }
}
