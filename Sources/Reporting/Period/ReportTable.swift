import JSON

/// A report as CSV (RFC 4180): `section,item,field,value`, a line for each value, so that sections with fields of their own
/// fit into one table and a spreadsheet can turn it. `section` is the name of the JSON's object or list, with dots before what
/// is in another (`backups.tasks`), `item` the number in a list, from 1, empty elsewhere. Values are as in JSON: times in UTC,
/// durations in seconds; an empty one is not known. A text is on one line and harmless on a terminal;
/// where a spreadsheet would calculate it, it has a `'` before it.
struct ReportTable {
  private(set) var text = "section,item,field,value\r\n"
  /// Takes what was written so far.
  var drain: (inout String) -> Void = { _ in }

  mutating func add(_ record: ReportRecord, section: String, item: String = "") {
    for field in record.fields {
      let name = section.isEmpty ? field.name : "\(section).\(field.name)"
      switch field.value {
      case .record(let record): if let record { add(record, section: name, item: item) }
      case .records(let records):
        for (index, record) in records.enumerated() {
          add(record, section: name, item: item.isEmpty ? "\(index + 1)" : "\(item).\(index + 1)")
        }
      case .each(let count, let record):
        for index in 0..<count {
          add(record(index), section: name, item: item.isEmpty ? "\(index + 1)" : "\(item).\(index + 1)")
          drain(&text)
        }
      case .texts(let texts):
        for (index, text) in texts.enumerated() {
          line(name, item.isEmpty ? "\(index + 1)" : "\(item).\(index + 1)", "", Self.cell(.text(text)))
        }
      case .text, .integer, .number, .truth, .time, .duration:
        line(section, item, field.name, Self.cell(field.value))
      }
    }
  }

  private mutating func line(_ section: String, _ item: String, _ field: String, _ cell: String) {
    text += "\(section),\(item),\(field),\(cell)\r\n"
  }

  /// Numbers are no texts: a minus sign begins no formula.
  private static func cell(_ value: ReportValue) -> String {
    switch value {
    case .text(let text): text.map { AuditText.cell(HarmlessText.words($0)) } ?? ""
    case .integer(let number): number.map { "\($0)" } ?? ""
    case .number(let number): number.flatMap { $0.isFinite ? "\($0)" : nil } ?? ""
    case .truth(let truth): truth ? "true" : "false"
    case .time(let time): time?.rfc3339 ?? ""
    case .duration(let duration): duration.map(seconds) ?? ""
    case .texts, .record, .records, .each: ""
    }
  }

  private static func seconds(_ duration: Duration) -> String {
    var json = JSONWriter()
    json.value(duration)
    return json.text
  }
}
