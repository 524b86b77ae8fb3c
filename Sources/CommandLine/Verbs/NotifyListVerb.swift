import Glibc
import Reporting
import RunLog

/// `maint notify list`: what people were told, and what became of it.
struct NotifyListVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let invocation = context.invocation
    let reading = try LogReading(context)
    let limit = invocation.number(.limit) ?? Option.runsListed
    let found = try reading { log throws(RunLogFailure) in
      try log.messages(isWaiting: invocation.has(.waiting), limit: limit)
    }
    let report = MessageListReport(
      messages: withoutLostChannels(found ?? []), isWaiting: invocation.has(.waiting),
      command: NextCommand(context).text)
    let text = report.text(appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone)
    context.output.write(context.isJSON ? report.json : text)
    return .success
  }

  /// What waits for a channel that the schedule has no more is not tried.
  private func withoutLostChannels(_ messages: [MessageRecord]) -> [MessageRecord] {
    guard let catalog = PromptDelivery.catalog(context) else { return messages }
    let names = Set(catalog.coordination.channelNames)
    return messages.map { record in
      var record = record
      guard record.isOwn else { return record }
      for index in record.deliveries.indices where record.deliveries[index].outcome == nil {
        if names.contains(record.deliveries[index].channel) { continue }
        record.deliveries[index].isThere = false
        record.deliveries[index].error = DeliveryLedger.unknownChannel
      }
      return record
    }
  }
}
