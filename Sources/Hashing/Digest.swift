import CLinux

/// SHA-256 of bytes that pass by, as an archive's do when it is read back.
package struct Digest {
  private var hash = maint_sha256()
  private static let isFast = maint_sha256_has_instructions()
  private static let zeros = [UInt8](repeating: 0, count: 65536)

  /// Of bytes that are all at hand, as 64 hexadecimal digits.
  package static func hexadecimal(of bytes: [UInt8]) -> String {
    var digest = Digest()
    digest.take(bytes[...])
    return String(decoding: digest.digits(), as: UTF8.self)
  }

  package init() { maint_sha256_begin(&hash, Self.isFast) }

  package mutating func take(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { maint_sha256_take(&hash, $0.baseAddress, $0.count) }
  }

  /// So many zeros, as a hole in a sparse file is read.
  package mutating func take(zeros count: Int) {
    var rest = count
    while rest > 0 {
      let piece = min(rest, Self.zeros.count)
      take(Self.zeros[..<piece])
      rest -= piece
    }
  }

  /// 64 hexadecimal digits; nothing may follow.
  package mutating func digits() -> [UInt8] {
    var digits = [CChar](repeating: 0, count: 64)
    maint_sha256_end(&hash, &digits)
    return digits.map(UInt8.init(bitPattern:))
  }
}
