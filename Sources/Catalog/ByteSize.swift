import Scheduling

/// Sizes as people write them: `4096`, `512KiB`, `1MiB`, `1GiB`.
package enum ByteSize {
  /// In bytes; nil for any other form and where it does not fit.
  package static func parse(_ text: String) -> Int? {
    let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let shift: Int
    switch String(text.utf8.dropFirst(digits.count)) ?? "" {
    case "", "B": shift = 0
    case "KiB": shift = 10
    case "MiB": shift = 20
    case "GiB": shift = 30
    default: return nil
    }
    guard let count = Int(digits: digits), count <= Int.max >> shift else { return nil }
    return count << shift
  }
}
