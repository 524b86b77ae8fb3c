/// A text with secrets in it: read as it is, shown with `***` in their place.
///
/// What is covered is found once, over the whole text, so that no cut into lines or at a limit lets a part of a secret
/// show. Secrets that overlap are covered whole, as in output.
struct CoveredText {
  let bytes: [UInt8]
  /// In rising order, none within another.
  private let covers: [Range<Int>]

  init(_ bytes: [UInt8], secrets: [[UInt8]]) {
    self.bytes = bytes
    var byStart = [[[UInt8]]](repeating: [], count: 256)
    for secret in secrets.sorted(by: { $0.count > $1.count }) {
      if let first = secret.first { byStart[Int(first)].append(secret) }
    }
    var covers: [Range<Int>] = []
    for position in bytes.indices where !byStart[Int(bytes[position])].isEmpty {
      let found = byStart[Int(bytes[position])].first { bytes[position...].starts(with: $0) }
      guard let found else { continue }
      let end = position + found.count
      if let last = covers.last, last.upperBound > position {
        covers[covers.count - 1] = last.lowerBound..<max(last.upperBound, end)
      } else {
        covers.append(position..<end)
      }
    }
    self.covers = covers
  }

  /// The lines that begin before `end`, without their ends and without blank ones.
  func lines(before end: Int) -> [Range<Int>] {
    bytes[..<end].split(separator: UInt8(ascii: "\n")).compactMap { line in
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      return line.allSatisfy { $0 == UInt8(ascii: " ") || (9...13).contains($0) } ? nil : line.indices
    }
  }

  func isCovered(_ range: Range<Int>) -> Bool {
    let next = firstCover(after: range.lowerBound)
    return next < covers.count && covers[next].lowerBound < range.upperBound
  }

  func shown(_ range: Range<Int>) -> String {
    var result: [UInt8] = []
    var position = range.lowerBound
    for cover in covers[firstCover(after: position)...] {
      guard cover.lowerBound < range.upperBound else { break }
      result += bytes[position..<max(position, cover.lowerBound)] + Array("***".utf8)
      position = min(cover.upperBound, range.upperBound)
    }
    return String(decoding: result + bytes[position..<range.upperBound], as: UTF8.self)
  }

  func clear(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The index of the first cover that ends after a position.
  private func firstCover(after position: Int) -> Int {
    var low = 0
    var high = covers.count
    while low < high {
      let middle = (low + high) / 2
      if covers[middle].upperBound > position { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
