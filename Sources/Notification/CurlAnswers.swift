/// What receivers answered, out of what curl writes to standard output: each body, and a line after it.
package struct CurlAnswers: Sendable {
  /// Bytes that are kept of one; so much more can be shown than anybody reads.
  private static let longest = 2_000

  /// Of the transfer that ended last.
  package private(set) var last: [UInt8] = []
  private var body: [UInt8] = []
  private var line: [UInt8] = []

  package init() {}

  /// However much it is, a little of it is kept.
  package mutating func take(_ bytes: [UInt8]) {
    for (index, part) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      if index > 0 { endLine() }
      line += part.prefix(Self.longest - line.count)
    }
  }

  private mutating func endLine() {
    defer { line = [] }
    guard line != Array(CurlOrders.mark.utf8) else {
      (last, body) = (body, [])
      return
    }
    body += (line + [UInt8(ascii: "\n")]).prefix(Self.longest - body.count)
  }
}
