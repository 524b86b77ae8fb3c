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

  /// nil: another line.
  /// `isSecret`: the URL is, so what curl says of it is not repeated: the host's name stands in it, or its address.
  package init?(line: some StringProtocol, isMail: Bool, isSecret: Bool = false) {
    let fields = line.utf8.split(separator: UInt8(ascii: "\t"), maxSplits: 5, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard fields.count == 6, fields[0] == CurlOrders.mark, let transfer = Int(fields[1]), let code = Int(fields[2]),
      let exit = Int(fields[3])
    else { return nil }
    self.transfer = transfer
    result = Self.result(
      code: code, exit: exit, retryAfter: fields[4], error: isSecret ? Self.words(ofExit: exit) : fields[5],
      isMail: isMail)
  }

  /// curl(1), EXIT CODES.
  private static func words(ofExit exit: Int) -> String {
    switch exit {
    case 1, 3: "curl cannot use its URL"
    case 5, 6: "the name of its host could not be resolved"
    case 7: "no connection to it could be made"
    case 28: "it did not answer in time"
    case 35, 53, 54, 58, 59, 77, 83: "no encrypted connection to it could be made (curl exited with \(exit))"
    case 51, 60: "its certificate is not trusted"
    case 52: "it closed the connection without an answer"
    case 55, 56: "the connection to it was lost"
    default: "curl exited with \(exit)"
    }
  }

  /// The receiver has said yes, and the rest of its answer was not waited for: it broke off, took too long or was too large
  /// (curl(1), EXIT CODES).
  private static let cutShort = [18, 28, 56, 63]

  private static func result(code: Int, exit: Int, retryAfter: String, error: String, isMail: Bool) -> Result {
    let error = OneLine.text(error.trimmingBlanks)
    if isMail {
      if exit == 0 { return .taken }
      // What the server has said, and for whom, is in the transcript.
      return .failed(error.isEmpty ? "curl exited with \(exit)" : error, retryAfter: nil)
    }
    if (200..<300).contains(code), exit == 0 || cutShort.contains(exit) { return .taken }
    switch code {
    case 400, 413, 414, 415, 422: return .refused("it answered \(code)")
    case 300..<400: return .failed("it answered \(code): redirections are not followed", retryAfter: nil)
    case 400...: return .failed("it answered \(code)", retryAfter: retryAfter.isEmpty ? nil : retryAfter)
    default: break
    }
    return .failed(error.isEmpty ? "curl exited with \(exit)" : error, retryAfter: nil)
  }
}
