import RunLog

/// What became of one mail, recipient by recipient: who has it, whom it is refused for and who is to be tried again.
///
/// 5xx is said for good, 4xx for now: RFC 5321, section 4.2.1. Not so where it is about the host and not about the mail: a
/// server that does not greet, a login (53x), a sender. 552 of a recipient means a full mailbox or too many of them: section
/// 4.5.3.1.10.
package struct MailVerdict: Sendable {
  package private(set) var settled: [SettledRecipient] = []
  /// Of the recipients that are not settled; taken: there is none.
  package private(set) var result: CurlReport.Result
  /// The server has had all of it, and has not said whether it took it: the recipients that are not settled may have it.
  package private(set) var mayHaveIt = false

  /// It waited for the answer: in vain, or until the connection was lost (curl(1), EXIT CODES).
  private static let sentAll = [28, 52, 56]

  /// Of a login its codes are all that is known.
  private static func why(_ report: CurlReport) -> String {
    guard report.exit == loginDenied, case .failed(let words, _) = report.result else { return "" }
    return ": \(words)"
  }

  private static let loginDenied = 67

  /// `recipients`: those that the transfer named, in its order.
  package init(_ report: CurlReport, _ transcript: MailTranscript, recipients: [String]) {
    result = report.result
    var (isTaken, isOpen) = (false, false)
    var problems: [String] = []
    for (address, answer) in zip(recipients, transcript.recipients) {
      guard let answer else { continue }
      switch answer.code {
      case 550, 551, 553...559:
        settled.append(SettledRecipient(address, refusal: answer.words))
        problems.append("\(address): \(answer.words)")
      case 400...:
        isOpen = true
        problems.append("\(address): \(answer.words)")
      default: isTaken = true
      }
    }
    let words = problems.joined(separator: "; ")
    if report.result == .taken {
      settled += zip(recipients, transcript.recipients).filter { $1.map { $0.code < 400 } ?? false }
        .map { SettledRecipient($0.0) }
      if isOpen { result = .failed(words, retryAfter: nil) }
    } else if !isTaken, !problems.isEmpty {
      result = isOpen ? .failed(words, retryAfter: nil) : .refused(words)
    } else if let answer = transcript.last, answer.code >= 400 {
      let isFinal = transcript.stage == .mail ? (550...559).contains(answer.code) : answer.code == 552
      let words = "the mail server answered \(answer.words)" + Self.why(report)
      result = isFinal && transcript.stage != .greeting ? .refused(words) : .failed(words, retryAfter: nil)
    } else if case .failed(let why, _) = report.result, transcript.stage == .mail, transcript.last?.code == 354,
      Self.sentAll.contains(report.exit)
    {
      mayHaveIt = true
      result = .failed(
        "it was sent, and nobody knows whether the server took it; they may have it: \(why)", retryAfter: nil)
    }
  }
}
