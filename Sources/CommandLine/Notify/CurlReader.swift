import Notification
import RunLog

/// Reads line by line what curl says of a delivery.
struct CurlReader {
  /// What became of one message.
  struct Verdict {
    var result: CurlReport.Result
    /// Of a mail: who has it, and who will never get it.
    var settled: [SettledRecipient] = []
    /// curl has gone on to the next message.
    var goesOn: Bool
  }

  private let report: Delivery.Report
  /// Of the mail that is under way.
  private var transcript = MailTranscript()

  init(_ report: Delivery.Report) { self.report = report }

  /// nil: not the line that ends a transfer.
  mutating func take(line: some StringProtocol) -> (transfer: Int, verdict: Verdict)? {
    switch report {
    case .exitCode: return nil
    case .http(let isSecret):
      return CurlReport(line: line, isMail: false, isSecret: isSecret).map {
        ($0.transfer, Verdict(result: $0.result, goesOn: $0.result == .taken))
      }
    case .mail(let recipients):
      guard let found = CurlReport(line: line, isMail: true) else {
        transcript.take(line: line)
        return nil
      }
      defer { transcript = MailTranscript() }
      guard recipients.indices.contains(found.transfer) else { return nil }
      let verdict = MailVerdict(found, transcript, recipients: recipients[found.transfer])
      return (
        found.transfer,
        Verdict(result: verdict.result, settled: verdict.settled, goesOn: found.result == .taken)
      )
    }
  }
}
