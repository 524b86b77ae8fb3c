/// The items under one heading.
package struct ChecklistSection: Sendable {
  /// From 1, or what the headings themselves begin with, where all do.
  package internal(set) var number = 0
  /// Empty before the first heading.
  package let title: String
  package internal(set) var items: [ChecklistItem] = []

  /// The title, with the number where that is not in it.
  package var heading: String {
    if ownNumber == number { return title }
    return title.isEmpty ? "\(number)." : "\(number). \(title)"
  }

  /// What the title begins with: the 3 of `3. Backups`.
  var ownNumber: Int? {
    let digits = title.utf8.prefix(while: Byte.isDigit)
    let rest = title.utf8.dropFirst(digits.count)
    guard let sign = rest.first, ".)".utf8.contains(sign), rest.dropFirst().first.map(Byte.isBlank) ?? true else {
      return nil
    }
    return Int(title.prefix(digits.count))
  }

  /// Counts the sections, and the items in each.
  static func number(_ sections: inout [ChecklistSection]) {
    let own = sections.compactMap(\.ownNumber)
    let usesOwn = own.count == sections.count && Set(own).count == own.count
    for index in sections.indices {
      sections[index].number = usesOwn ? own[index] : index + 1
      for item in sections[index].items.indices {
        sections[index].items[item].name = "\(sections[index].number).\(item + 1)"
      }
    }
  }
}
