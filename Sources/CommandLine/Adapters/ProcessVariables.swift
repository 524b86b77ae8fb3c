import Glibc

/// The environment that maint itself was started with.
struct ProcessVariables {
  private let read: (String) -> String?

  init(_ read: @escaping (String) -> String? = { getenv($0).map { String(cString: $0) } }) {
    self.read = read
  }

  /// nil for a variable that is missing or empty.
  func value(_ name: String) -> String? {
    guard let value = read(name), !value.isEmpty else { return nil }
    return value
  }
}
