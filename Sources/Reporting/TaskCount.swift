import RunLog

/// How the tasks of a run ended: `4 ok`, `4 ok, 1 warning`, `2 ok, 1 rolled back, 1 blocked`, `1 ok, 3 without an
/// outcome`.
struct TaskCount {
  let words: String

  init(_ run: RunRecord) {
    let tally = TaskTally(run.taskOutcomes)
    let open = run.taskCount - tally.total
    var parts = ["\(tally.succeeded) ok"]
    if tally.total > tally.succeeded { parts.append(tally.otherWords) }
    if run.warnings > 0 { parts.append("\(Count(run.warnings, "warning"))") }
    if open > 0 { parts.append("\(open) without an outcome") }
    words = parts.joined(separator: ", ")
  }
}
