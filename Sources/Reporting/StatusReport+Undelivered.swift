import RunLog

/// What people were not told.
extension StatusReport {
  /// Channels that take nothing now, so that nobody would hear of the next trouble either.
  var deafChannels: [Undelivered] { undelivered.filter { $0.waiting > 0 || $0.isSilent } }

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
    let count = undelivered.map { $0.givenUp + $0.refused }.reduce(0, +)
    return count == 0
      ? "" : ", but \(Count(count, "message")) of the last week did not reach everybody (see Not delivered)"
  }

  var undeliveredLines: [StyledText] {
    if undelivered.isEmpty { return [] }
    return [StyledText(""), StyledText("Not delivered", .faint)]
      + undelivered.map { channel in
        let counts = [
          channel.waiting > 0 ? "\(Count(channel.waiting, "message")) \(channel.waiting == 1 ? "waits" : "wait")" : nil,
          channel.refused > 0 ? "\(Count(channel.refused, "message")) refused for an address" : nil,
          channel.givenUp > 0 ? "\(Count(channel.givenUp, "message")) given up" : nil,
        ].compactMap { $0 }.joined(separator: ", ")
        return StyledText("  ! \(channel.channel): \(counts): \(HarmlessText.words(channel.error))", .caution)
      } + [StyledText("      \(command("notify list")) says which", .faint)]
  }
}
