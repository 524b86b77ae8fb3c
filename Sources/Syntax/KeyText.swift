import Glibc

/// What a key says, compared byte by byte without decoding where that is not needed.
struct KeyText: Equatable {
  let bytes: UnsafeBufferPointer<UInt8>
  let record: NodeRecord

  /// Seeded by the process.
  var hash: Int {
    var hasher = Hasher()
    if record.isVerbatim {
      hasher.combine(bytes: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[record.verbatimRange])))
    } else {
      decoded.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
    return hasher.finalize()
  }

  @inline(__always)
  static func == (left: KeyText, right: KeyText) -> Bool {
    guard left.record.isVerbatim, right.record.isVerbatim else { return left.decoded == right.decoded }
    let (leftRange, rightRange) = (left.record.verbatimRange, right.record.verbatimRange)
    guard leftRange.count == rightRange.count, let base = left.bytes.baseAddress else { return false }
    return memcmp(base + leftRange.lowerBound, base + rightRange.lowerBound, leftRange.count) == 0
  }

  private var decoded: [UInt8] {
    record.isVerbatim ? Array(bytes[record.verbatimRange]) : ScalarDecoder(bytes: bytes, record: record).decode()
  }
}
