/// Where the comments at the ends of lines begin.
///
/// Two spaces after the line; but comments one after the other, whatever lines stand between them, that the author put
/// into one column stay in one: in that column, or further to the right where a line needs the room.
struct CommentColumns {
  /// One for each line that has a comment, in their order.
  private(set) var columns: [Int] = []

  private static let distance = 2

  init(of lines: [TextBuilder.Line]) {
    var run: (column: Int, widths: [Int]) = (0, [])
    for line in lines {
      guard let comment = line.comment else { continue }
      if comment.column != run.column { finish(&run, next: comment.column) }
      run.widths.append(Characters.width(line.bytes))
    }
    finish(&run, next: 0)
  }

  private mutating func finish(_ run: inout (column: Int, widths: [Int]), next: Int) {
    let least = (run.widths.max() ?? 0) + Self.distance
    let column = run.widths.count > 1 ? max(run.column, least) : least
    columns += repeatElement(column, count: run.widths.count)
    run = (next, [])
  }
}
