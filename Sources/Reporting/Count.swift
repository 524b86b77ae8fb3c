/// A number with its noun: `1 task`, `4 tasks`.
struct Count: CustomStringConvertible {
  let description: String

  init(_ number: Int, _ noun: String) { description = "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
