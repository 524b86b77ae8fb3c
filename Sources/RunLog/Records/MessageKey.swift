import Scheduling

/// Names an event: it goes along with each message of it, so that whoever counts by it counts it once, of all hosts. With
/// the moment in it, so that it is another one where a run log was begun anew and counts from 1 again.
package struct MessageKey: Sendable, Hashable, CustomStringConvertible {
  package let description: String

  /// `what`: the event, alone in its moment on the host.
  package init(host: String, run: Int? = nil, _ what: String, at: Timestamp) {
    let number = run.map { "-run\($0)" } ?? ""
    description = "\(Self.part(host))\(number)-\(Self.part(what))-\(String(at.microseconds, radix: 36))"
  }

  /// What tells that tasks are none any more.
  package static let gone = "gone"

  /// Letters, digits, `.`, `_` and `-`: a key stands in headers, IDs and variables.
  package static func part(_ text: String) -> String {
    String(
      decoding: text.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          byte
        default: UInt8(ascii: "_")
        }
      }, as: UTF8.self)
  }
}
