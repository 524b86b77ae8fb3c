import JSON
import Scheduling

/// A span of a trace, as OpenTelemetry's protocol has it: opentelemetry/proto/trace/v1/trace.proto.
struct TraceSpan: Sendable {
  typealias Attribute = (name: String, value: Value)

  enum Value: Sendable {
    case text(String)
    case number(Int)
    case seconds(Duration)
    case truth(Bool)
    case list([String])
  }

  enum Status: Sendable {
    case unset
    case ok
    /// Why.
    case error(String)
  }

  struct Event: Sendable {
    var name: String
    var at: Timestamp
    var attributes: [Attribute]
  }

  struct Link: Sendable {
    var trace: String
    var span: String
    var attributes: [Attribute]
  }

  let trace: String
  let id: String
  /// nil: it is the root.
  let parent: String?
  let name: String
  let start: Timestamp
  private(set) var end: Timestamp
  /// It is over, and it is known when.
  private let isEndKnown: Bool
  var attributes: [Attribute] = []
  var status = Status.unset
  var events: [Event] = []
  var links: [Link] = []

  /// `end`: nil where it is not known.
  init(trace: String, id: String, parent: String? = nil, name: String, start: Timestamp, end: Timestamp?) {
    self.trace = trace
    self.id = id
    self.parent = parent
    self.name = name
    self.start = start
    // The clock may have been set back meanwhile.
    self.end = max(start, end ?? start)
    isEndKnown = end != nil
  }

  /// What is not over lasts as long as what is known to have happened in it.
  mutating func end(notBefore children: [TraceSpan]) {
    if isEndKnown { return }
    end = children.reduce(end) { max($0, $1.end) }
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("traceId", trace)
      json.field("spanId", id)
      if let parent { json.field("parentSpanId", parent) }
      json.field("name", name)
      // SPAN_KIND_INTERNAL
      json.field("kind", 1)
      json.field("startTimeUnixNano", Self.nanoseconds(start))
      json.field("endTimeUnixNano", Self.nanoseconds(end))
      json.attributes(isEndKnown ? attributes : attributes + [("maint.end_known", .truth(false))])
      if !events.isEmpty {
        json.list("events", of: events) { event, json in
          json.field("timeUnixNano", Self.nanoseconds(event.at))
          json.field("name", event.name)
          json.attributes(event.attributes)
        }
      }
      if !links.isEmpty {
        json.list("links", of: links) { link, json in
          json.field("traceId", link.trace)
          json.field("spanId", link.span)
          json.attributes(link.attributes)
        }
      }
      json.field("status") { json in json.object { json in write(status, to: &json) } }
    }
  }

  private func write(_ status: Status, to json: inout JSONWriter) {
    switch status {
    case .unset: break
    case .ok: json.field("code", 1)
    case .error(let message):
      json.field("code", 2)
      json.field("message", message)
    }
  }

  /// A number of 64 bits is a text in OTLP/JSON.
  private static func nanoseconds(_ moment: Timestamp) -> String { "\(max(0, moment.microseconds))000" }
}

extension JSONWriter {
  mutating func attributes(_ attributes: [TraceSpan.Attribute]) {
    list("attributes", of: attributes) { attribute, json in
      json.field("key", attribute.name)
      json.field("value") { json in json.object { json in json.write(attribute.value) } }
    }
  }

  private mutating func write(_ value: TraceSpan.Value) {
    switch value {
    case .text(let text): field("stringValue", text)
    case .number(let number): field("intValue", "\(number)")
    case .seconds(let duration): field("doubleValue", Double(duration.wholeMicroseconds) / 1_000_000)
    case .truth(let truth): field("boolValue", truth)
    case .list(let texts):
      field("arrayValue") { json in
        json.object { json in json.list("values", of: texts) { text, json in json.field("stringValue", text) } }
      }
    }
  }
}
