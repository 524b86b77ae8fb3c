import Diagnostics
import Scheduling
import Syntax

/// Windows and freezes.
extension ScheduleBinder {
  mutating func bindWindows(_ node: Node) {
    guard let pairs = reader.pairs(of: node, ScheduleKey.windows.field.shape) else { return }
    for (key, value) in pairs {
      let name = key.text
      guard reader.checkName(name, at: key.place),
        define(.window(name), as: "the window '\(name)'", at: key.place)
      else { continue }
      if Tier(rawValue: name) == nil {
        let near = reader.suggestion(for: name, among: Tier.allCases.map(\.rawValue))
        reader.diagnostics.append(
          Diagnostic(
            .windowWithoutTier, "no tier is named '\(name)', so this window governs none", severity: .warning,
            at: key.place, hint: near ?? "name it like the tier that it is for"))
      }
      if let window = bindWindow(value, named: name) { catalog.windows.append(window) }
    }
  }

  /// nil without readable hours.
  private mutating func bindWindow(_ node: Node, named name: String) -> Window? {
    guard let entries = reader.entries(of: node, as: WindowKey.self) else { return nil }
    var window = Window(name: name, days: .every, hours: .asNeeded)
    var hours: Window.Hours?
    /// nil inside: variable.
    var duration: (place: Place, length: Duration?)?
    for entry in entries {
      switch entry.key {
      case .day: window.days = reader.days(entry.value) ?? .every
      case .time: hours = reader.hours(entry.value)
      case .type: window.type = reader.text(entry.value)
      case .timezone: window.timezone = bindZone(entry.value)
      case .cutoff: window.cutoff = reader.duration(entry.value) ?? .zero
      case .duration:
        if entry.value.says("variable") {
          duration = (entry.value.place, nil)
        } else if let length = reader.duration(entry.value, entry.key.field.shape) {
          duration = (entry.value.place, length)
        }
      }
    }
    guard let hours else { return nil }
    window.hours = hours
    if let duration, duration.length != hours.length { noteMismatch(of: hours, at: duration.place) }
    if let length = hours.length, window.cutoff >= length, let cutoff = entries.first(where: { $0.key == .cutoff }) {
      reader.note(
        .durationMismatch, "the cutoff takes up the whole window, so that no task could start", at: cutoff.value.place,
        hint: "the window is open for \(DurationText.format(length))")
    }
    return window
  }

  private mutating func noteMismatch(of hours: Window.Hours, at place: Place) {
    let hint = hours.length.map { "\(hours) lasts \(DurationText.format($0))" }
    reader.note(
      .durationMismatch, "the duration does not agree with the time \(hours)", at: place,
      hint: hint ?? "write duration: variable, or leave it out")
  }

  private mutating func bindZone(_ node: Node) -> String? {
    guard let name = reader.scalar(node, .zone) else { return nil }
    let database = ZoneDatabase()
    if database.zone(named: name) != nil { return name }
    guard database.isInstalled else {
      reader.note(
        .unknownZone, "the time zone '\(name)' cannot be looked up: this host has no time zones", at: node.place,
        hint: "install the package tzdata")
      return nil
    }
    reader.note(
      .unknownZone, "there is no time zone '\(name)'", at: node.place,
      hint: reader.suggestion(for: name, among: database.knownNames())
        ?? "write it as a region and a city, such as Europe/Berlin")
    return nil
  }

  mutating func bindFreezes(_ node: Node) {
    for item in reader.items(of: node, .construct(.freeze)) ?? [] {
      guard let entries = reader.entries(of: item, as: FreezeKey.self) else { continue }
      var (from, to): (CivilDate?, CivilDate?) = (nil, nil)
      var reason: String?
      for entry in entries {
        switch entry.key {
        case .from: from = reader.date(entry.value)
        case .to: to = reader.date(entry.value)
        case .reason: reason = reader.text(entry.value)
        }
      }
      guard let from, let to else { continue }
      if to < from, let place = entries.first(where: { $0.key == .to })?.value.place {
        reader.note(
          .datesReversed, "the freeze ends on \(to), before it begins on \(from)", at: place,
          hint: "both days belong to the freeze")
      } else if let reason {
        catalog.freezes.append(Freeze(from: from, to: to, reason: reason))
      }
    }
  }
}
