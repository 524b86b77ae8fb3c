import Scheduling

/// How one transfer of curl ended: a line that `CurlOrders` has it write.
package struct CurlReport: Sendable, Hashable {
  package enum Result: Sendable, Hashable {
    case taken
    /// What went wrong, and when the receiver wants to be asked again.
    case failed(String, retryAfter: String?)
    /// It will never be taken as it is.
    case refused(String)
  }

  /// The place of the transfer in the orders, from 0.
  package let transfer: Int
  package let result: Result

  /// What a server of HTTP answered; 0: it did not.
  package let code: Int
  /// Of curl.
  let exit: Int

  /// nil: another line.
  package init?(line: some StringProtocol, _ receiver: CurlReceiver) {
    let fields = line.utf8.split(separator: UInt8(ascii: "\t"), maxSplits: 5, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard fields.count == 6, fields[0] == CurlOrders.mark, let transfer = Int(fields[1]), let code = Int(fields[2]),
      let exit = Int(fields[3])
    else { return nil }
    self.transfer = transfer
    self.code = receiver.isMail ? 0 : code
    self.exit = exit
    let why = CurlExit(code: exit, receiver: receiver).words(OneLine.text(fields[5].trimmingBlanks))
    result = Self.result(code: code, exit: exit, retryAfter: fields[4], why: why, isMail: receiver.isMail)
  }

  /// The receiver has said yes, and the rest of its answer was not waited for: it broke off, took too long or was too large
  /// (curl(1), EXIT CODES).
  private static let cutShort = [18, 28, 56, 63]

  private static func result(code: Int, exit: Int, retryAfter: String, why: String, isMail: Bool) -> Result {
    // What the server has said, and for whom, is in the transcript.
    if isMail { return exit == 0 ? .taken : .failed(why, retryAfter: nil) }
    if (200..<300).contains(code), exit == 0 || cutShort.contains(exit) { return .taken }
    switch code {
    case 400, 413, 414, 415, 422: return .refused("it answered \(code)")
    case 300..<400: return .failed("it answered \(code): redirections are not followed", retryAfter: nil)
    case 400...: return .failed("it answered \(code)", retryAfter: retryAfter.isEmpty ? nil : retryAfter)
    default: return .failed(why, retryAfter: nil)
    }
  }
}

extension CurlReport.Result {
  /// With what the receiver said about it; nil: nothing.
  package func saying(_ answer: String?) -> CurlReport.Result {
    guard let answer else { return self }
    switch self {
    case .taken: return self
    case .failed(let words, let retryAfter): return .failed("\(words): \(answer)", retryAfter: retryAfter)
    case .refused(let words): return .refused("\(words): \(answer)")
    }
  }
}
