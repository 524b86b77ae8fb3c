/// A number with its noun: `1 task`, `4 tasks`.
struct Count: CustomStringConvertible {
  let description: String

  /// `plural`: where that is not the noun with an s.
  init(_ number: Int, _ noun: String, _ plural: String? = nil) {
    description = "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}
