/// Shows a number of bytes, everywhere in the same form: `512 B`, `1.5 KiB`, `12 MiB`.
package struct ByteSize: Sendable, Hashable, CustomStringConvertible {
  private let bytes: Int

  /// A negative number counts as zero.
  package init(_ bytes: Int) { self.bytes = max(0, bytes) }

  package var description: String {
    if bytes < 1024 { return "\(bytes) B" }
    var value = Double(bytes)
    var unit = ""
    for candidate in ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] {
      value /= 1024
      unit = candidate
      // 1023.5 and more would be rounded to 1024 of this unit.
      if value < 1023.5 { break }
    }
    let tenths = Int((value * 10).rounded())
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10) \(unit)" : "\(Int(value.rounded())) \(unit)"
  }
}
