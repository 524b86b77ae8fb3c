import Diagnostics

/// Whether messages find their way: what takes all files to know.
extension ScheduleBinder {
  mutating func checkChannels() {
    let coordination = catalog.coordination
    let stakeholders = Set(coordination.stakeholders.map(\.name))
    var used: Set<String> = []
    for receiver in receivers {
      used.insert(receiver.name)
      if place(of: .channel(receiver.name)) != nil { continue }
      if receiver.user == .level, stakeholders.contains(receiver.name) { continue }
      noteUnknown(receiver, stakeholders: stakeholders)
    }
    for channel in coordination.channels { check(channel, isUsed: used.contains(channel.name)) }
    if coordination.channels.contains(where: { $0.kind != .ping }) { checkLevels(coordination) }
  }

  private mutating func noteUnknown(_ receiver: Receiver, stakeholders: Set<String>) {
    let channels = catalog.coordination.channelNames
    let isLevel = receiver.user == .level
    let names = channels + (isLevel ? stakeholders.sorted() : [])
    let known = names.isEmpty ? "there is none" : "there is \(names.joined(separator: ", "))"
    reader.note(
      .unknownChannel, "'\(receiver.name)' is no channel\(isLevel ? ", and no stakeholder either" : "")",
      at: receiver.place, hint: reader.suggestion(for: receiver.name, among: names) ?? known)
  }

  private mutating func check(_ channel: Channel, isUsed: Bool) {
    guard let place = place(of: .channel(channel.name)) else { return }
    if channel.kind == .ping {
      guard isUsed, let user = receivers.first(where: { $0.name == channel.name }) else { return }
      return reader.note(
        .noEffect, "'\(channel.name)' is told of the beginning and end of each run, and of nothing else",
        severity: .warning, at: user.place, hint: "remove it here")
    }
    if isUsed { return }
    reader.note(
      .unusedChannel, "no alert level and no stakeholder has the channel '\(channel.name)', so nothing goes through it",
      severity: .warning, at: place, hint: "name it, as in alerts: {critical: [\(channel.name)]}, or remove it")
  }

  /// A level whose channels are those of stakeholders without any has none either.
  private mutating func checkLevels(_ coordination: Coordination) {
    let withChannels = Set(coordination.stakeholders.filter { !$0.channels.isEmpty }.map(\.name))
    let channels = Set(coordination.channels.filter { $0.kind != .ping }.map(\.name))
    let silent = MaintenanceTask.AlertLevel.allCases.reversed().filter { level in
      let names = coordination.alerts[level] ?? []
      // What is unknown is told as that.
      let isHeard = names.contains { channels.contains($0) || withChannels.contains($0) || !isKnown($0) }
      return !isHeard && !silentLevels.contains(level)
    }
    guard !silent.isEmpty, let place = alertsPlace ?? place(of: .channel(coordination.channels[0].name)) else { return }
    let names = silent.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    reader.note(
      .levelWithoutChannel, "alerts of the level\(silent.count == 1 ? "" : "s") \(names) have no channel",
      severity: .warning, at: place,
      hint: "name one under alerts:, or write \(silent[0].rawValue): none where nobody is to be told")
  }

  private func isKnown(_ name: String) -> Bool {
    place(of: .channel(name)) != nil || catalog.coordination.stakeholders.contains { $0.name == name }
  }
}
