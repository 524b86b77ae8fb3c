import Catalog
import Execution

/// Adds up rows by task and outcome. SQLite would sort them first, which takes ten times as long.
struct TaskTallies {
  private struct Key: Hashable {
    var name: String
    var outcome: String
  }

  private var lines: [TaskSums.Line] = []
  /// Of each line what its row says, to be compared without making texts of it.
  private var texts: [(name: [UInt8], outcome: [UInt8])] = []
  private var places: [Key: Int] = [:]
  /// Day after day the same names come in the same order: where the next row most likely belongs.
  private var next = 0

  /// A row of name, outcome, count, by clock, duration, processor time, bytes read and written, peak memory.
  mutating func add(_ row: Statement) throws(SQLiteError) {
    let place = try place(of: row)
    next = place + 1
    lines[place].count += row.amount(2)
    lines[place].byClock += row.amount(3)
    lines[place].duration += .microseconds(row.amount(4))
    lines[place].processorTime += .microseconds(row.amount(5))
    lines[place].readBytes += row.amount(6)
    lines[place].writtenBytes += row.amount(7)
    lines[place].peakMemoryBytes = max(lines[place].peakMemoryBytes, row.amount(8))
  }

  var sums: TaskSums {
    let order = lines.indices.sorted { one, other in
      if texts[one].name != texts[other].name { return texts[one].name.lexicographicallyPrecedes(texts[other].name) }
      return texts[one].outcome.lexicographicallyPrecedes(texts[other].outcome)
    }
    return TaskSums(lines: order.map { lines[$0] })
  }

  private mutating func place(of row: Statement) throws(SQLiteError) -> Int {
    for guess in [next, 0] where guess < lines.count {
      if row.holds(texts[guess].name, 0), row.holds(texts[guess].outcome, 1) { return guess }
    }
    let key = Key(name: row.text(0), outcome: row.text(1))
    if let known = places[key] { return known }
    lines.append(
      TaskSums.Line(
        name: try TaskName(stored: key.name), outcome: try row.enumeration(1, as: TaskOutcome.self), count: 0,
        byClock: 0, duration: .zero, processorTime: .zero, readBytes: 0, writtenBytes: 0, peakMemoryBytes: 0))
    texts.append((Array(key.name.utf8), Array(key.outcome.utf8)))
    places[key] = lines.count - 1
    return lines.count - 1
  }
}
