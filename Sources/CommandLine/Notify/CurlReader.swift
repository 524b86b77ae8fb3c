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
    /// What the receiver answered says more.
    var hasAnswer = false
    /// It was not taken as far as is known, and may be there.
    var mayBeThere = false
  }

  private let report: Delivery.Report
  /// Of the mail that is under way.
  private var transcript = MailTranscript()

  /// What was answered to requests.
  private var answers = CurlAnswers()

  init(_ report: Delivery.Report) { self.report = report }

  /// Of mail: the server has it all, and may look through it before it answers.
  var isSent: Bool { transcript.stage == .mail }

  mutating func take(output: [UInt8]) { answers.take(output) }

  /// Once curl has ended: what it said last of the message that was not taken.
  func whole(_ verdict: Verdict) -> Verdict {
    guard verdict.hasAnswer, case .http(let receiver) = report else { return verdict }
    var whole = verdict
    whole.result = verdict.result.saying(receiver.words(ofAnswer: answers.last))
    return whole
  }

  /// nil: not the line that ends a transfer.
  mutating func take(line: some StringProtocol) -> (transfer: Int, verdict: Verdict)? {
    switch report {
    case .exitCode: return nil
    case .http(let receiver):
      return CurlReport(line: line, receiver).map {
        ($0.transfer, Verdict(result: $0.result, goesOn: $0.result == .taken, hasAnswer: $0.code >= 400))
      }
    case .mail(let recipients, let receiver):
      guard let found = CurlReport(line: line, receiver) else {
        transcript.take(line: line)
        return nil
      }
      // curl goes on over the same connection, without another login.
      defer { transcript = MailTranscript(hasLoggedIn: transcript.hasLoggedIn) }
      guard recipients.indices.contains(found.transfer) else { return nil }
      let verdict = MailVerdict(found, transcript, recipients: recipients[found.transfer])
      return (
        found.transfer,
        Verdict(
          result: verdict.result, settled: verdict.settled, goesOn: found.result == .taken,
          mayBeThere: verdict.mayHaveIt)
      )
    }
  }
}
