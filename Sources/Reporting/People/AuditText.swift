import JSON
import RunLog
import TextSearch

/// The audit chain as it leaves the host.
package enum AuditText {
  /// `entry`, its number; `at`, when it was made; `hash`.
  package static func json(ofHead head: AuditRow) -> String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("entry", head.entry)
      json.field("at", head.at)
      json.field("hash", head.hash)
    }
    json.lineBreak()
    return json.text
  }

  /// The text as it was hashed, with the hash as its last field, and a line break. Of one that somebody has ruined: `entry`,
  /// `ruined`, what stands there, and `hash`.
  package static func line(of link: AuditLink) -> String {
    guard link.isLegible, link.text.hasSuffix("}") else {
      var json = JSONWriter()
      json.object { json in
        json.field("entry", link.entry)
        json.field("ruined", link.text)
        json.field("hash", link.hash)
      }
      return json.text + "\n"
    }
    return "\(link.text.dropLast()),\"hash\":\"\(link.hash)\"}\n"
  }

  /// The first line of the CSV.
  package static let headings = "entry,at,kind,by,uid,run,details,hash\r\n"

  package static func row(_ row: AuditRow) -> String {
    let cells = [
      "\(row.entry)", row.at.rfc3339, row.kind, row.by, "\(row.uid)", row.run.map { "\($0)" } ?? "", row.details,
      row.hash,
    ]
    return cells.map(cell).joined(separator: ",") + "\r\n"
  }

  /// RFC 4180, with nothing in it that a spreadsheet would calculate: it does so with what begins with one of these.
  static func cell(_ text: String) -> String {
    let begins = text.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } ?? false
    let harmless = begins ? "'" + text : text
    let mustBeQuoted = harmless.utf8.contains { [0x22, 0x2C, 0x0D, 0x0A].contains($0) }
    return mustBeQuoted ? "\"" + harmless.replacing(text: "\"", with: "\"\"") + "\"" : harmless
  }
}
