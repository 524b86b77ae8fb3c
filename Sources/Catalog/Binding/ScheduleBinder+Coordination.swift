import Diagnostics
import Syntax

/// Who is told what.
extension ScheduleBinder {
  mutating func bindCoordination(_ node: Node) {
    guard let pairs = reader.pairs(of: node, ScheduleKey.coordination.field.shape) else { return }
    for (key, value) in pairs {
      if let known = CoordinationKey(rawValue: key.text) {
        bind(known, at: key.place, value)
      } else {
        bindPhase(key, value)
      }
    }
  }

  private mutating func bindPhase(_ key: Node, _ node: Node) {
    let name = key.text
    let known = CoordinationKey.allCases.map(\.rawValue)
    if let near = reader.nearest(to: name, among: known) {
      // A phase is a list, so what is none was hardly meant as one.
      guard node.kind == .list || node.isEmptyPlain else {
        return reader.note(
          .unknownKey, "unknown key '\(name)', whose value is no list as that of a phase is", at: key.place,
          hint: "did you mean '\(near)'?")
      }
      reader.note(
        .unknownKey, "'\(name)' is taken for a phase, a list of activities for people: maint does nothing with it",
        severity: .warning, at: key.place,
        hint: "did you mean '\(near)'? where a phase is meant, another name tells it from that key")
    }
    let activities = reader.texts(node)
    guard reader.checkName(name, at: key.place), define(.phase(name), as: "the phase '\(name)'", at: key.place) else {
      return
    }
    catalog.coordination.phases.append(CoordinationPhase(name: name, activities: activities))
  }

  private mutating func bind(_ key: CoordinationKey, at place: Place, _ node: Node) {
    switch key {
    case .channels: return bindChannels(node)
    case .alerts:
      alertsPlace = alertsPlace ?? place
      return bindAlerts(node)
    case .stakeholders: return bindStakeholders(node)
    case .roles: return bindRoles(node)
    case .communication, .remindEvery, .escalateAfter, .giveUpAfter: break
    }
    guard define(.coordination(key), .duplicateSetting, as: "'\(key.rawValue)'", at: place) else { return }
    switch key {
    case .communication: catalog.coordination.communication = kinds(node)
    case .remindEvery:
      catalog.coordination.remindEvery = reader.timeLimit(node) ?? catalog.coordination.remindEvery
    case .escalateAfter: catalog.coordination.escalateAfter = reader.timeLimit(node)
    case .giveUpAfter:
      catalog.coordination.giveUpAfter = reader.timeLimit(node) ?? catalog.coordination.giveUpAfter
    case .channels, .alerts, .stakeholders, .roles: break
    }
  }

  private mutating func kinds(_ node: Node) -> [MessageKind] {
    let items = reader.items(of: node, .choice(of: MessageKind.self)) ?? []
    return items.compactMap { reader.choice($0, of: MessageKind.self) }
  }

  // MARK: Routes

  private mutating func bindAlerts(_ node: Node) {
    guard let pairs = reader.pairs(of: node, CoordinationKey.alerts.field.shape) else { return }
    for (key, value) in pairs {
      guard let level = reader.choice(key, of: MaintenanceTask.AlertLevel.self) else { continue }
      let isNew = define(.alert(level), .duplicateSetting, as: "the alert level '\(level.rawValue)'", at: key.place)
      if value.says(CoordinationKey.nobody) {
        if isNew { silentLevels.insert(level) }
      } else if value.kind == .list {
        let names = bindReceivers(value, of: .level)
        if isNew { catalog.coordination.alerts[level] = names }
      } else {
        reader.noteWrongType(value, expected: CoordinationKey.receivers)
      }
    }
  }

  private mutating func bindReceivers(_ node: Node, of user: Receiver.User) -> [String] {
    var names: [String] = []
    for item in reader.items(of: node, .name) ?? [] {
      guard let name = reader.name(item), !names.contains(name) else { continue }
      receivers.append(Receiver(name: name, user: user, place: item.place))
      names.append(name)
    }
    return names
  }

  private mutating func bindStakeholders(_ node: Node) {
    switch node.kind {
    case .list:
      for item in reader.items(of: node, .name) ?? [] {
        if let name = reader.name(item) { add(Stakeholder(name: name), at: item.place) }
      }
    case .map:
      for (key, value) in node.entries where reader.checkName(key.text, at: key.place) {
        guard let entries = reader.entries(of: value, as: StakeholderKey.self) else { continue }
        var stakeholder = Stakeholder(name: key.text)
        for entry in entries {
          switch entry.key {
          case .channels: stakeholder.channels = bindReceivers(entry.value, of: .stakeholder)
          case .gets: stakeholder.gets = kinds(entry.value)
          }
        }
        add(stakeholder, at: key.place)
      }
    case .scalar: reader.noteWrongType(node, expected: CoordinationKey.stakeholders.field.shape)
    }
  }

  private mutating func add(_ stakeholder: Stakeholder, at place: Place) {
    guard define(.stakeholder(stakeholder.name), as: "the stakeholder '\(stakeholder.name)'", at: place) else { return }
    catalog.coordination.stakeholders.append(stakeholder)
  }
}
