import Foundation

/// A text without what differs from run to run: times become `TIME`, durations `SPAN`, process ids `N`, the folder of
/// the test `/T`.
struct Normalised {
  let text: String

  init(_ text: String, folder: String) {
    var text = text.replacingOccurrences(of: folder, with: "/T")
    let patterns = [
      (#"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+Z)?"#, "TIME"),
      (#"\b\d\d:\d\d:\d\d\b"#, "TIME"),
      (#" +(\d+ min )?(\d+ ms|\d+ µs|\d+(\.\d+)? s)\b"#, " SPAN"),
      (#"\bpid \d+"#, "pid N"),
    ]
    for (pattern, word) in patterns {
      text = text.replacingOccurrences(of: pattern, with: word, options: .regularExpression)
    }
    self.text = text
  }
}
