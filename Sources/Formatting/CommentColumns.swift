/// Where the comments at the ends of lines begin.
///
/// Two spaces after the line; but comments one after the other, whatever lines stand between them, that the author put
/// into one column stay in one, with the distance from the longest line that it had.
struct CommentColumns {
  /// One for each line that has a comment, in their order.
  private(set) var columns: [Int] = []

  private static let distance = 2

  init(of lines: [TextBuilder.Line]) {
    var run: (column: Int, widths: [Int], distance: Int) = (0, [], Int.max)
    for line in lines {
      guard let comment = line.comment else { continue }
      if comment.column != run.column { finish(&run, next: comment.column) }
      run.widths.append(Characters.width(line.bytes))
      run.distance = min(run.distance, comment.distance)
    }
    finish(&run, next: 0)
  }

  private mutating func finish(_ run: inout (column: Int, widths: [Int], distance: Int), next: Int) {
    let isAligned = run.widths.count > 1
    let column = (run.widths.max() ?? 0) + (isAligned ? max(run.distance, Self.distance) : Self.distance)
    columns += repeatElement(column, count: run.widths.count)
    run = (next, [], Int.max)
  }
}
