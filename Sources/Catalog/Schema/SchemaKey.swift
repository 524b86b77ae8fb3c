/// The keys of one construct, such as a step: the table from which keys are checked and described.
///
/// The raw value is the key as written. Binders switch over the keys without a default, so that no key of a table can
/// be forgotten.
protocol SchemaKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// With its article: `a step`.
  static var construct: String { get }
  /// What other programs call a key, where spelling alone does not lead to it.
  static var synonyms: [String: Self] { get }
  /// Keys that must be there.
  static var requiredKeys: [Self] { get }
  var field: Field { get }
}

extension SchemaKey {
  static var synonyms: [String: Self] { [:] }
}
