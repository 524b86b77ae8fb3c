/// Collects the problems of all files of one pass, in the order found, and gives them back in the order of reading.
///
/// Of one file it keeps `keptPerFile` at most and counts the rest, so that no input can fill the memory.
package struct DiagnosticBag: Sendable {
  package static let keptPerFile = 200
  /// Diagnostics shown of one file, in every format.
  package static let shownPerFile = 20

  private var kept: [Diagnostic] = []
  private var countByPath: [String: Int] = [:]
  package private(set) var errorCount = 0
  package private(set) var noteCount = 0

  package init() {}

  package var hasErrors: Bool { errorCount > 0 }
  /// Nothing was found, not even a warning.
  package var isEmpty: Bool { kept.isEmpty }
  /// All that were appended, also those not kept.
  package var count: Int { countByPath.values.reduce(0, +) }

  package var warningCount: Int { count - errorCount - noteCount }

  /// The same problems, each warning as an error.
  package var withWarningsAsErrors: DiagnosticBag {
    var result = self
    result.kept = kept.map {
      let severity = $0.severity == .warning ? .error : $0.severity
      return Diagnostic($0.id, $0.message, severity: severity, at: $0.place, hint: $0.hint, notes: $0.notes)
    }
    result.errorCount = count - noteCount
    return result
  }

  package mutating func append(_ diagnostic: Diagnostic) {
    if diagnostic.severity == .error { errorCount += 1 }
    if diagnostic.severity == .note { noteCount += 1 }
    let count = countByPath[diagnostic.place.path, default: 0]
    countByPath[diagnostic.place.path] = count + 1
    if count < Self.keptPerFile { kept.append(diagnostic) }
  }

  package mutating func append(contentsOf other: DiagnosticBag) {
    // Of thousands of files each is looked at once.
    var keptByPath: [String: Int] = [:]
    for diagnostic in other.kept {
      append(diagnostic)
      keptByPath[diagnostic.place.path, default: 0] += 1
    }
    for (path, count) in other.countByPath { countByPath[path, default: 0] += count - keptByPath[path, default: 0] }
    // Of those that were not kept the severity is known only in sum.
    errorCount += other.errorCount - other.kept.count(where: { $0.severity == .error })
    noteCount += other.noteCount - other.kept.count(where: { $0.severity == .note })
  }

  /// How many problems the file has, also those not kept.
  package func count(ofPath path: String) -> Int {
    countByPath[path, default: 0]
  }

  /// By path, then place; what has no range stands first, equal places keep the order of appending.
  package var sorted: [Diagnostic] {
    kept.enumerated().sorted { left, right in
      if left.element.place.path != right.element.place.path {
        return left.element.place.path < right.element.place.path
      }
      let leftOffset = left.element.range?.lower ?? -1
      let rightOffset = right.element.range?.lower ?? -1
      return leftOffset == rightOffset ? left.offset < right.offset : leftOffset < rightOffset
    }.map(\.element)
  }

  /// Those to show, sorted: of each file the first `shownPerFile`, errors before warnings.
  package var shown: [Diagnostic] {
    let sorted = sorted
    var room: [String: (errors: Int, warnings: Int)] = [:]
    for diagnostic in sorted where diagnostic.severity == .error {
      room[diagnostic.place.path, default: (0, 0)].errors += 1
    }
    for (path, count) in room {
      room[path] = (min(count.errors, Self.shownPerFile), max(0, Self.shownPerFile - count.errors))
    }
    return sorted.filter { diagnostic in
      var left = room[diagnostic.place.path] ?? (0, Self.shownPerFile)
      defer { room[diagnostic.place.path] = left }
      switch diagnostic.severity {
      case .error:
        left.errors -= 1
        return left.errors >= 0
      case .warning, .note:
        left.warnings -= 1
        return left.warnings >= 0
      }
    }
  }
}
