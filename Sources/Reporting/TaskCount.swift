import RunLog

/// How many tasks of a run succeeded and how many did not: `4 ok`, `2 ok, 2 not`, `1 ok, 3 to go`.
struct TaskCount {
  let words: String

  init(_ run: RunRecord) {
    let succeeded = run.taskOutcomes[.succeeded, default: 0]
    let unhappy = run.taskOutcomes.values.reduce(0, +) - succeeded
    let open = run.taskCount - succeeded - unhappy
    var parts = ["\(succeeded) ok"]
    if unhappy > 0 { parts.append("\(unhappy) not") }
    if open > 0 { parts.append("\(open) without an outcome") }
    words = parts.joined(separator: ", ")
  }
}
