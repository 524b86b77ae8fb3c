/// Which lines of one text became which of another: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations".
struct LineDifference {
  /// A line of one or both texts; `old` and `new` are where it stands, or would.
  struct Edit: Hashable {
    var old: Int
    var new: Int
    var isInOld: Bool
    var isInNew: Bool
  }

  /// Texts with more edits than this are told as one taken away and the other put in its place.
  private static let most = 1000

  private(set) var edits: [Edit] = []

  init(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) {
    var numbers: [ArraySlice<UInt8>: Int] = [:]
    func number(_ line: ArraySlice<UInt8>) -> Int {
      if let known = numbers[line] { return known }
      numbers[line] = numbers.count
      return numbers.count - 1
    }
    let (a, b) = (old.map(number), new.map(number))
    let prefix = zip(a, b).prefix { $0 == $1 }.count
    let suffix = zip(a.dropFirst(prefix).reversed(), b.dropFirst(prefix).reversed()).prefix { $0 == $1 }.count
    let (middleOfOld, middleOfNew) = (prefix..<a.count - suffix, prefix..<b.count - suffix)
    for index in 0..<prefix { addSame(index, index) }
    addMiddle(Array(a[middleOfOld]), Array(b[middleOfNew]), from: prefix)
    for index in 0..<suffix { addSame(middleOfOld.upperBound + index, middleOfNew.upperBound + index) }
  }

  private mutating func addSame(_ old: Int, _ new: Int) {
    edits.append(Edit(old: old, new: new, isInOld: true, isInNew: true))
  }

  private mutating func addMiddle(_ a: [Int], _ b: [Int], from start: Int) {
    guard let path = Self.path(a, b) else {
      for index in a.indices { edits.append(Edit(old: start + index, new: start, isInOld: true, isInNew: false)) }
      for index in b.indices {
        edits.append(Edit(old: start + a.count, new: start + index, isInOld: false, isInNew: true))
      }
      return
    }
    for edit in path {
      edits.append(Edit(old: edit.old + start, new: edit.new + start, isInOld: edit.isInOld, isInNew: edit.isInNew))
    }
  }

  /// nil where the way is too long.
  private static func path(_ a: [Int], _ b: [Int]) -> [Edit]? {
    let limit = min(a.count + b.count, most)
    // How far each diagonal was reached with so many edits; diagonal k stands at k + limit + 1.
    var reached = [Int](repeating: 0, count: 2 * limit + 3)
    var history: [[Int]] = []
    for count in 0...limit {
      history.append(reached)
      for diagonal in stride(from: -count, through: count, by: 2) {
        let place = diagonal + limit + 1
        let isDown = diagonal == -count || (diagonal != count && reached[place - 1] < reached[place + 1])
        var x = isDown ? reached[place + 1] : reached[place - 1] + 1
        while x < a.count, x - diagonal < b.count, a[x] == b[x - diagonal] { x += 1 }
        reached[place] = x
        if x >= a.count, x - diagonal >= b.count { return way(back: history, a.count, b.count, limit) }
      }
    }
    return nil
  }

  private static func way(back history: [[Int]], _ countOfOld: Int, _ countOfNew: Int, _ limit: Int) -> [Edit] {
    var edits: [Edit] = []
    var (x, y) = (countOfOld, countOfNew)
    for (count, reached) in history.enumerated().reversed() {
      let diagonal = x - y
      let place = diagonal + limit + 1
      let isDown = diagonal == -count || (diagonal != count && reached[place - 1] < reached[place + 1])
      let previous = isDown ? diagonal + 1 : diagonal - 1
      let (fromX, fromY) = (reached[previous + limit + 1], reached[previous + limit + 1] - previous)
      while x > fromX, y > fromY {
        (x, y) = (x - 1, y - 1)
        edits.append(Edit(old: x, new: y, isInOld: true, isInNew: true))
      }
      guard count > 0 else { break }
      (x, y) = (fromX, fromY)
      edits.append(Edit(old: x, new: y, isInOld: !isDown, isInNew: isDown))
    }
    return edits.reversed()
  }
}
