/// Finds the name that was probably meant, for `did you mean 'timeout'?`.
package enum NearestName {
  /// The candidate with the fewest slips (a letter wrong, missing, added, or two swapped), or nil when none is near:
  /// a third of the name's letters may differ, one in short names. Case and `-` against `_` are no difference. Of equally
  /// near candidates the first is taken that begins as the name does, for few slips are in a first letter; else the first.
  package static func suggest(_ name: String, among candidates: some Sequence<String>) -> String? {
    guard name.utf8.count <= longest else { return nil }
    let wanted = folded(name)
    var best: (distance: Int, hasItsStart: Bool, name: String)?
    for candidate in candidates where candidate.utf8.count <= longest {
      let letters = folded(candidate)
      let limit = min(max(1, wanted.count / 3), max(wanted.count, letters.count) - 1)
      guard abs(letters.count - wanted.count) <= limit else { continue }
      let distance = distance(wanted, letters)
      let hasItsStart = wanted.first == letters.first
      guard distance <= limit, let known = best else {
        if distance <= limit { best = (distance, hasItsStart, candidate) }
        continue
      }
      if distance < known.distance || distance == known.distance && hasItsStart && !known.hasItsStart {
        best = (distance, hasItsStart, candidate)
      }
    }
    return best?.name
  }

  /// Longer names in bytes are never compared: the cost is quadratic.
  private static let longest = 200

  private static func folded(_ name: String) -> [Character] {
    name.lowercased().map { $0 == "-" ? "_" : $0 }
  }

  /// Damerau–Levenshtein, each pair swapped once at most.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let change = previous[column] + (left[row] == right[column] ? 0 : 1)
        var least = min(change, previous[column + 1] + 1, current[column] + 1)
        let swapped =
          row > 0 && column > 0 && left[row] == right[column - 1] && left[row - 1] == right[column]
        if swapped { least = min(least, beforePrevious[column - 1] + 1) }
        current.append(least)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
