import Catalog
import Planning
import Scheduling

// How values of other modules that are no plain enumerations stand in columns, and back.

extension TaskName {
  /// From its description.
  init(stored text: String) throws(SQLiteError) {
    // By bytes: a status has hundreds of names, and to find characters takes longer than to find the names.
    func isMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") }
    guard let mark = text.utf8.firstIndex(where: isMark), mark != text.startIndex,
      case let rest = text.utf8[mark...].dropFirst(), !rest.isEmpty, !rest.contains(where: isMark)
    else { throw .damaged("'\(text)' is no task name") }
    let (first, name) = (String(text[..<mark]), String(Substring(rest)))
    if first == "runbook" {
      self.init(tier: nil, name: name)
    } else if let tier = Tier(rawValue: first) {
      self.init(tier: tier, name: name)
    } else {
      throw .damaged("'\(text)' is no task name")
    }
  }
}

extension Target {
  var stored: (kind: String, name: String) {
    switch self {
    case .tier(let tier): ("tier", tier.rawValue)
    case .task(let name): ("task", name.description)
    case .runbook(let name): ("runbook", name)
    }
  }

  init(kind: String, name: String) throws(SQLiteError) {
    switch kind {
    case "tier":
      guard let tier = Tier(rawValue: name) else { throw .damaged("'\(name)' is no tier") }
      self = .tier(tier)
    case "task": self = .task(try TaskName(stored: name))
    default: self = .runbook(name)
    }
  }
}

extension ResolvedParameter.Origin {
  var stored: (name: String, place: String?) {
    switch self {
    case .task(let place): ("task", place)
    case .runbook(let place): ("runbook", place)
    case .commandLine: ("command_line", nil)
    }
  }

  init(name: String, place: String) {
    switch name {
    case "task": self = .task(place: place)
    case "runbook": self = .runbook(place: place)
    default: self = .commandLine
    }
  }
}
