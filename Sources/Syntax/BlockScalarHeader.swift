/// The first line of a block scalar: `|` or `>`, then in any order `+` or `-` and a digit.
struct BlockScalarHeader {
  enum Chomping {
    case clip, strip, keep
  }

  var chomping = Chomping.clip
  /// Columns deeper than the parent, when given.
  var indentation: Int?
  /// Offset after the indicators.
  var end: Int

  /// Reads what is well-formed from the `|` or `>` at the offset; what follows `end` is the caller's to judge.
  init(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) {
    end = offset + 1
    var hasChomping = false
    while end < bytes.count {
      switch bytes[end] {
      case Byte.plus where !hasChomping: chomping = .keep
      case Byte.dash where !hasChomping: chomping = .strip
      case UInt8(ascii: "1")...UInt8(ascii: "9") where indentation == nil:
        indentation = Int(bytes[end] - UInt8(ascii: "0"))
        end += 1
        continue
      default: return
      }
      hasChomping = true
      end += 1
    }
  }
}
