import Catalog

/// Which channels a message goes through. Pings are none of them: they are told of runs, not of messages.
///
/// Every list is in the order written, each name once, and names only channels that there are.
package struct Routing: Sendable {
  private let coordination: Coordination
  private let known: Set<String>

  package init(_ coordination: Coordination) {
    self.coordination = coordination
    known = Set(coordination.channels.filter { $0.kind != .ping }.map(\.name))
  }

  /// No message can leave the host.
  package var isEmpty: Bool { known.isEmpty }

  /// Those that take for over what nobody renews.
  package var renewed: [String] {
    coordination.channels.filter { channel in
      if case .webhook(_, .alertmanager) = channel.medium { true } else { false }
    }.map(\.name)
  }

  /// What `alerts` says of the level.
  package func channels(level: MaintenanceTask.AlertLevel) -> [String] {
    let stakeholders = coordination.stakeholders
    return ordered(
      (coordination.alerts[level] ?? []).flatMap { name in
        known.contains(name) ? [name] : stakeholders.first { $0.name == name }?.channels ?? []
      })
  }

  /// Those of the stakeholders who get the kind of message.
  package func channels(kind: MessageKind) -> [String] {
    ordered(
      coordination.stakeholders.filter { stakeholder in
        (stakeholder.gets ?? coordination.communication)?.contains(kind) ?? true
      }.flatMap(\.channels))
  }

  /// Whatever they get.
  package func channels(ofStakeholders names: [String]) -> [String] {
    ordered(names.flatMap { name in coordination.stakeholders.filter { $0.name == name }.flatMap(\.channels) })
  }

  /// Of the stakeholders who get the kind first, then of the level.
  package func channels(kind: MessageKind, level: MaintenanceTask.AlertLevel) -> [String] {
    ordered(channels(kind: kind) + channels(level: level))
  }

  /// Who is told next of what nobody has acknowledged, of the level `first`, which is at `level` by now.
  ///
  /// A warning goes to all channels of critical, with that level, also to those that had it as a warning: what sorts by the
  /// level has to know. Then come stakeholders who get `issue_escalation` and have not been told. What is critical from its
  /// beginning goes to the other levels' channels as well, and again to all that have been told: whoever slept through it the
  /// first time is meant. nil: nobody, as of information, which nobody has to acknowledge.
  package func escalation(
    of first: MaintenanceTask.AlertLevel, at level: MaintenanceTask.AlertLevel, told: Set<String>
  ) -> (level: MaintenanceTask.AlertLevel, channels: [String])? {
    if first == .info { return nil }
    let critical = channels(level: .critical)
    let stakeholders = channels(kind: .issueEscalation)
    let again = coordination.channelNames.filter(told.contains)
    let channels: [String]
    switch (first, level) {
    case (.critical, _): channels = ordered(again + stakeholders + critical + self.channels(level: .warning))
    case (_, .critical): channels = stakeholders.filter { !told.contains($0) }
    default:
      let others = stakeholders.filter { !told.contains($0) }
      channels = !critical.isEmpty ? critical : others.isEmpty ? ordered(again) : others
    }
    return channels.isEmpty ? nil : (.critical, channels)
  }

  private func ordered(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { known.contains($0) && seen.insert($0).inserted }
  }
}
