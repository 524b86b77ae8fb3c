import Diagnostics
import TextSearch

/// Finds the item that a text names: by its number (`3.2`), or by a part of its text that no other item has.
///
/// Case does not matter, nor how many blanks there are. All of an item's text comes before a part of another's.
package struct ItemSearch {
  private let checklist: Checklist

  package init(_ checklist: Checklist) { self.checklist = checklist }

  package func item(named name: String) throws(ItemProblem) -> ChecklistItem {
    let wanted = Self.folded(name)
    let isNumber = Self.isNumber(wanted)
    let found = isNumber ? numbered(wanted) : containing(wanted)
    if let item = found.first, found.count == 1 { return item }
    if found.isEmpty {
      throw ItemProblem(
        kind: .unknown, message: isNumber ? "there is no item \(name)" : "no item has '\(name)' in its text",
        hint: isNumber ? rangeOfNumbers(wanted) : section(wanted) ?? nearest(to: wanted) ?? Self.everyNumber)
    }
    let shown = found.prefix(Self.mostShown).map(Self.shown).joined(separator: ", ")
    let more = found.count > Self.mostShown ? " … and \(found.count - Self.mostShown) more" : ""
    throw ItemProblem(
      kind: .unclear, message: "'\(name)' could be \(found.count) items",
      hint: "write the number of one: \(shown)\(more)")
  }

  /// Where authors number their items, that may be another number than ours.
  private func numbered(_ number: String) -> [ChecklistItem] {
    checklist.items.filter { item in
      if item.name == number { return true }
      guard item.text.hasPrefix(number) else { return false }
      let next = item.text.utf8.dropFirst(number.utf8.count).prefix(2)
      // In `3.2.1` and `3.25` it is another.
      let goesOn = next.first == UInt8(ascii: ".") ? next.dropFirst() : next
      return !(goesOn.first.map(Byte.isLetterOrDigit) ?? false)
    }
  }

  private func containing(_ wanted: String) -> [ChecklistItem] {
    let texts = checklist.items.map { (item: $0, text: Self.folded($0.text)) }
    let whole = texts.filter { $0.text == wanted }
    return (whole.isEmpty ? texts.filter { $0.text.contains(text: wanted) } : whole).map(\.item)
  }

  private func rangeOfNumbers(_ number: String) -> String {
    let section = number.prefix { $0 != "." }
    guard let found = checklist.sections.first(where: { "\($0.number)" == section }), let last = found.items.last else {
      return "the sections are \(checklist.sections.map { "\($0.number)" }.joined(separator: ", "))"
    }
    return "section \(section) goes up to \(last.name)"
  }

  /// Where the text is the number or the title of a section.
  private func section(_ wanted: String) -> String? {
    let found = checklist.sections.first { "\($0.number)" == wanted || Self.folded($0.title) == wanted }
    guard let found, let first = found.items.first, let last = found.items.last else { return nil }
    let items = first.name == last.name ? "item is \(first.name)" : "items are \(first.name) to \(last.name)"
    return "that is a section, whose \(items): one is marked at a time"
  }

  /// The item that has most of the words, or such that are spelled like them; nil: none has half of them.
  private func nearest(to wanted: String) -> String? {
    let words = wanted.split(separator: " ").map(String.init)
    var best: (score: Int, item: ChecklistItem)?
    for item in checklist.items {
      let own = Self.folded(item.text).split { !$0.isLetter && !$0.isNumber }.map(String.init)
      let score = words.count { own.contains($0) || NearestName.suggest($0, among: own) != nil }
      if score * 2 >= words.count, score > best?.score ?? 0 { best = (score, item) }
    }
    return best.map { "did you mean \(Self.shown($0.item))?" }
  }

  private static func shown(_ item: ChecklistItem) -> String {
    let isLong = item.text.count > mostCharacters
    return "\(item.name) '\(isLong ? item.text.prefix(mostCharacters - 1) + "…" : item.text[...])'"
  }

  private static func isNumber(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(Byte.isDigit) }
  }

  private static func folded(_ text: String) -> String {
    text.lowercased().split { $0 == " " || $0 == "\t" }.joined(separator: " ")
  }

  private static let mostShown = 5
  private static let mostCharacters = 40
  private static let everyNumber = "'maint checklist FILE -v' lists the items with their numbers"
}
