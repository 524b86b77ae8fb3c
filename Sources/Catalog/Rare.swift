/// Keeps a value that few have out of line, so that those without it are cheap to copy and small in a list of thousands.
///
/// A value as before: what is set in one copy is not set in another. Inlinable, since other modules copy it most.
@propertyWrapper
@frozen
package struct Rare<Value: Sendable>: Sendable {
  @usableFromInline
  final class Box: Sendable {
    @usableFromInline let value: Value

    @inlinable
    init(_ value: Value) { self.value = value }
  }

  @usableFromInline var box: Box?

  @inlinable
  package init() {}

  @inlinable
  package init(wrappedValue: Value?) {
    if let wrappedValue { box = Box(wrappedValue) }
  }

  @inlinable
  package var wrappedValue: Value? {
    get { box?.value }
    set { if let newValue { box = Box(newValue) } else { box = nil } }
  }

  @inlinable
  package var isThere: Bool { box != nil }
}
