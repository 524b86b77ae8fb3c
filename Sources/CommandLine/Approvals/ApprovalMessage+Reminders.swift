import Catalog
import Notification
import Planning
import Reporting
import RunLog
import Scheduling

/// What is said again of requests that are not answered.
extension ApprovalMessage {
  /// Of tasks in a subject, those that it names, at most.
  private static let mostNamed = 3

  /// To whoever has not said yes yet. All that a channel is asked for is one message.
  func reminders(_ waiting: [WaitingApproval], at now: Timestamp) -> [NewMessage] {
    let channels = waiting.map { self.channels(of: MissingApprovals(of: $0.record, approvers).names) }
    var groups: [(channels: [String], members: [Int])] = []
    var seen: Set<String> = []
    for channel in channels.joined() where seen.insert(channel).inserted {
      let members = waiting.indices.filter { channels[$0].contains(channel) }
      if let same = groups.firstIndex(where: { $0.members == members }) {
        groups[same].channels.append(channel)
      } else {
        groups.append(([channel], members))
      }
    }
    return groups.map { reminder($0.members.map { waiting[$0] }, through: $0.channels, at: now) }
  }

  /// How the keys begin of reminders of several requests, and what stands in them of one.
  var keysOfSeveral: String { "\(MessageKey.part(OwnProcess.hostName))-approvals-" }
  func mark(_ record: ApprovalRecord) -> String { ".\(record.number)." }

  private func reminder(_ waiting: [WaitingApproval], through channels: [String], at now: Timestamp) -> NewMessage {
    let records = waiting.map(\.record)
    var (key, run): (String, Int?) = (keysOfSeveral, nil)
    var (subject, lines): (String, [String?]) = ("", [])
    if records.count == 1 {
      let of = ApprovalDemand.words(records[0].demands)
      (key, run) = (keys(records[0], "reminder"), records[0].run)
      let isDue = waiting[0].isDue ? " is due and" : ""
      subject = "\(records[0].task)\(isDue) still waits for approval of \(of): request \(records[0].number)"
    } else {
      key += ".\(records.map { "\($0.number)." }.joined())-"
      let names = records.prefix(Self.mostNamed).map { "\($0.task)" }.joined(separator: ", ")
      let rest = records.count - Self.mostNamed
      subject = "\(records.count) tasks wait for an approval: \(names)" + (rest > 0 ? " and \(rest) more" : "")
      lines = ["\(records.count) tasks on \(OwnProcess.hostName) wait for an approval.", ""]
    }
    for found in waiting {
      let record = found.record
      let command = place.prefix(for: record, approvers) + words.command(.approvals, ["\(record.number)"])
      lines += paragraph(found) + [""] + answers(to: record) + ["What it would do: \(command)", ""]
    }
    lines.append(place.words(for: records[0], approvers))
    return NewMessage(
      key: key + String(now.microseconds, radix: 36), at: now, level: .warning, kind: .maintenanceNotifications,
      run: run,
      subject: subject, text: lines.compactMap(\.self).joined(separator: "\n") + "\n", channels: channels)
  }

  private func paragraph(_ waiting: WaitingApproval) -> [String?] {
    let record = waiting.record
    let missing = MissingApprovals(of: record, approvers)
    let names = ApprovalWords.names(record)
    let (since, rest): (Timestamp, String) =
      switch waiting.task {
      case .due(let request):
        (
          request.since,
          "It is due since \(words.zone.minute(request.dueSince))"
            + (request.missedWords.map { ", and has \($0) for want of an answer." } ?? ".")
        )
      case .early(let opens): (record.requestedAt, "Its window opens \(words.zone.minute(opens)).")
      }
    return [
      "\(record.task) on \(OwnProcess.hostName) has waited for approval of "
        + "\(ApprovalDemand.words(record.demands, members: approvers.roles)) since \(words.zone.minute(since)). \(rest)",
      names.isEmpty ? nil : "Approved by \(names) so far; it waits for more: \(missing.words).",
      tooFew(missing, record),
      "Request \(record.number), asked for by \(record.requestedBy.name) with run \(record.run), counts until "
        + "\(words.zone.minute(record.expiresAt)).",
    ]
  }
}
