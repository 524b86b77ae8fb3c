import RunLog

/// What people were not told.
extension StatusReport {
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
      } + [StyledText("      maint notify list says which", .faint)]
  }
}
