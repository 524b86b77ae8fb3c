import Scheduling

extension KeepRules: CustomStringConvertible {
  /// As written, less braces: `last: 3, daily: 7`.
  package var description: String {
    let rules = [(last, KeepKey.last), (daily, .daily), (weekly, .weekly), (monthly, .monthly), (yearly, .yearly)]
    return rules.filter { $0.0 > 0 }.map { "\($0.1.rawValue): \($0.0)" }.joined(separator: ", ")
  }
}
