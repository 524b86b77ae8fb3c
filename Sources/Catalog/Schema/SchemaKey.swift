/// The keys of one construct, such as a step: the table from which keys are checked and described.
///
/// The raw value is the key as written. Binders switch over the keys without a default, so that no key of a table can
/// be forgotten.
protocol SchemaKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// With its article: `a step`.
  static var construct: String { get }
  /// Keys that must be there.
  static var requiredKeys: [Self] { get }
  var field: Field { get }
}
