import Diagnostics
import Scheduling
import Syntax

/// Freezes.
extension ScheduleBinder {
  mutating func bindFreezes(_ node: Node) {
    for item in reader.items(of: node, .construct(.freeze)) ?? [] {
      guard let entries = reader.entries(of: item, as: FreezeKey.self) else { continue }
      var (from, to): (CalendarMoment?, CalendarMoment?) = (nil, nil)
      var reason: String?
      for entry in entries {
        switch entry.key {
        case .from: from = reader.moment(entry.value)
        case .to: to = reader.moment(entry.value)
        case .reason: reason = reader.text(entry.value)
        }
      }
      guard let from, let to else { continue }
      let freeze = Freeze(from: from, to: to, reason: reason ?? "")
      if freeze.isReversed, let place = entries.first(where: { $0.key == .to })?.value.place {
        noteReversed(freeze, at: place)
      } else if reason != nil {
        catalog.freezes.append(freeze)
        catalog.freezePlaces[freeze] = NodeReader.start(of: item)
      }
    }
  }

  private mutating func noteReversed(_ freeze: Freeze, at place: Place) {
    if freeze.from == freeze.to {
      return reader.note(
        .datesReversed, "the freeze ends at \(freeze.to), as it begins", at: place,
        hint: "write when it is over, or a date for all of a day")
    }
    reader.note(
      .datesReversed, "the freeze ends \(Self.phrase(freeze.to)), before it begins \(Self.phrase(freeze.from))",
      at: place,
      hint: "write the earlier of the two in from; of two dates, both days belong to the freeze")
  }

  private static func phrase(_ moment: CalendarMoment) -> String {
    if case .day = moment { "on \(moment)" } else { "at \(moment)" }
  }
}
