import RunLog

/// What people were not told.
extension StatusReport {
  /// Channels that take nothing now, so that nobody would hear of the next trouble either.
  var deafChannels: [Undelivered] { undelivered.filter(\.isDeaf) }

  /// For the first line of a host that needs attention.
  var deaf: String? {
    let names = deafChannels.map(\.channel)
    guard let first = names.first else { return nil }
    return names.count == 1
      ? "the channel \(first) takes no messages (see Not delivered)"
      : "\(names.count) channels take no messages (see Not delivered)"
  }

  /// For the first line of a host that is fine: what is past, and was not heard.
  var unheard: String {
    let count = undelivered.map { $0.givenUp + $0.refused + $0.resting }.reduce(0, +)
    return count == 0
      ? "" : ", but \(Count(count, "message")) of the last week did not reach everybody (see Not delivered)"
  }

  private static func waiting(_ count: Int, _ what: String) -> String? {
    count > 0 ? "\(Count(count, "message")) \(count == 1 ? "waits" : "wait")\(what)" : nil
  }

  var undeliveredLines: [StyledText] {
    if undelivered.isEmpty { return [] }
    return [StyledText(""), StyledText("Not delivered", .faint)]
      + undelivered.map { channel in
        let counts = [
          Self.waiting(channel.waiting - channel.resting, ""),
          Self.waiting(channel.resting, " for some of the addresses, as the others have it"),
          channel.refused > 0 ? "\(Count(channel.refused, "message")) refused for an address" : nil,
          channel.givenUp > 0 ? "\(Count(channel.givenUp, "message")) given up" : nil,
        ].compactMap { $0 }.joined(separator: ", ")
        return StyledText("  ! \(channel.channel): \(counts): \(HarmlessText.words(channel.error))", .caution)
      }
      + [StyledText("      \(command("notify list")) says which", .faint)]
      + undelivered.filter(\.isSilent).map { channel in
        StyledText("      \(command("notify test \(channel.channel)")): does it take messages again?", .faint)
      }
  }
}

extension Undelivered {
  /// It takes nothing: what some have, and others are to get later, was taken.
  var isDeaf: Bool { waiting > resting || isSilent }
}
