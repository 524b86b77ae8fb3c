import JSON
import Scheduling

/// What a section of a report says to programs: written as JSON and as CSV alike.
indirect enum ReportValue: Sendable {
  case text(String?)
  case integer(Int?)
  case number(Double?)
  case truth(Bool)
  case time(Timestamp?)
  /// In seconds; its field says so.
  case duration(Duration?)
  case texts([String])
  case record(ReportRecord?)
  case records([ReportRecord])
  /// Of so many the one at an index: each is made when it is written, since all of a year take megabytes.
  case each(Int, @Sendable (Int) -> ReportRecord)
}

/// Fields in the order in which they are written.
struct ReportRecord: Sendable {
  var fields: [(name: String, value: ReportValue)]

  init(_ fields: [(name: String, value: ReportValue)]) { self.fields = fields }
}

extension JSONWriter {
  /// `drain`: may take what was written so far.
  mutating func record(_ record: ReportRecord, drain: (inout JSONWriter) -> Void = { _ in }) {
    object { json in
      for field in record.fields { json.field(field.name) { $0.reportValue(field.value, drain: drain) } }
    }
  }

  private mutating func reportValue(_ value: ReportValue, drain: (inout JSONWriter) -> Void) {
    switch value {
    case .text(let text?): self.value(text)
    case .integer(let number?): self.value(number)
    case .number(let number?): self.value(number)
    case .truth(let truth): self.value(truth)
    case .time(let time?): self.value(time)
    case .duration(let duration?): self.value(duration)
    case .texts(let texts): array(texts)
    case .record(let record?): self.record(record, drain: drain)
    case .records(let records): array { json in for record in records { json.record(record, drain: drain) } }
    case .each(let count, let record):
      array { json in
        for index in 0..<count {
          json.record(record(index))
          drain(&json)
        }
      }
    case .text(nil), .integer(nil), .number(nil), .time(nil), .duration(nil), .record(nil): null()
    }
  }
}
