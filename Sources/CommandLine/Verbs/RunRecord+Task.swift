import Catalog
import RunLog

extension RunRecord {
  /// The task of a text: its full name, or the name alone where one task alone has it.
  func task(_ text: String) throws(CommandFailure) -> TaskName {
    let names = tasks.map(\.name)
    let found = names.filter { $0.description == text || $0.name == text }
    if found.count == 1, let task = found.first { return task }
    let list = (found.isEmpty ? names : found).map(\.description).joined(separator: ", ")
    throw CommandFailure(
      found.isEmpty
        ? "run \(number) has no task \(TypedWord.quoted(text))"
        : "\(TypedWord.quoted(text)) is more than one task of run \(number)",
      hint: "it has: \(list)", exitCode: .notFound)
  }
}
