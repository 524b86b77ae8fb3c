/// Goes through two ordered sources side by side.
struct EntryMerge {
  enum Pair {
    case left(Entry)
    case right(Entry)
    case both(Entry, Entry)
  }

  private let leftSource: any EntrySource
  private let rightSource: any EntrySource
  private var left: Entry?
  private var right: Entry?

  init(_ left: any EntrySource, _ right: any EntrySource) throws(BackupFailure) {
    leftSource = left
    rightSource = right
    self.left = try left.next()
    self.right = try right.next()
  }

  mutating func next() throws(BackupFailure) -> Pair? {
    switch (left, right) {
    case (nil, nil): return nil
    case (let one?, nil):
      left = try leftSource.next()
      return .left(one)
    case (nil, let other?):
      right = try rightSource.next()
      return .right(other)
    case (let one?, let other?):
      if Entry.isOrdered(one.path, before: other.path) {
        left = try leftSource.next()
        return .left(one)
      }
      if Entry.isOrdered(other.path, before: one.path) {
        right = try rightSource.next()
        return .right(other)
      }
      left = try leftSource.next()
      right = try rightSource.next()
      return .both(one, other)
    }
  }
}
