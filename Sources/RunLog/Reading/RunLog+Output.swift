import Catalog
import Execution
import Scheduling

extension RunLog {
  /// What the steps of a run printed, piece by piece: tasks in plan order, their steps in the order in which they were
  /// started, attempts by number, pieces as they came. `task` and `step` leave only what belongs to them. Stops when
  /// `body` answers false; never holds more than a piece in memory.
  package func output(
    run: Int, task: TaskName? = nil, step: StepKey? = nil, _ body: (OutputRecord) -> Bool
  ) throws(RunLogFailure) {
    try reading { () throws(SQLiteError) in
      for step in try stepsWithOutput(run: run, task: task, only: step) {
        guard try eachPiece(of: step, run: run, body) else { return }
      }
    }
  }

  private struct StepWithOutput {
    var key: StepKey
    var number: Int
    var name: String
    var task: TaskName
  }

  private func stepsWithOutput(
    run: Int, task: TaskName?, only: StepKey?
  ) throws(SQLiteError) -> [StepWithOutput] {
    var steps: [StepWithOutput] = []
    try connection.each(
      """
      SELECT task, step, step.name, task.name, stage, position, is_undo
      FROM task JOIN step USING (run, task)
      WHERE run = ? AND (? IS NULL OR task.name = ?)
        AND EXISTS (SELECT 1 FROM output
          WHERE output.run = step.run AND output.task = step.task AND output.step = step.step)
      ORDER BY task, step
      """, [.integer(run), .optional(task?.description), .optional(task?.description)]
    ) { row throws(SQLiteError) in
      let key = StepKey(
        task: row.integer(0), stage: try row.enumeration(4, as: Stage.self), position: row.integer(5),
        isUndo: row.truth(6))
      guard only == nil || only == key else { return }
      steps.append(
        StepWithOutput(
          key: key, number: row.integer(1), name: row.text(2), task: try TaskName(stored: row.text(3))))
    }
    return steps
  }

  /// False where `body` wants no more.
  private func eachPiece(
    of step: StepWithOutput, run: Int, _ body: (OutputRecord) -> Bool
  ) throws(SQLiteError) -> Bool {
    try connection.eachWhile(
      """
      SELECT attempt, at, stream, bytes, omitted FROM output WHERE run = ? AND task = ? AND step = ?
      ORDER BY attempt, piece
      """, [.integer(run), .integer(step.key.task), .integer(step.number)]
    ) { row throws(SQLiteError) in
      let content: OutputPiece.Content = row.optionalInteger(4).map { .omitted($0) } ?? .bytes(row.blob(3))
      let piece = OutputPiece(
        stream: try row.enumeration(2, as: OutputPiece.Stream.self), at: row.time(1), content: content)
      return body(
        OutputRecord(
          task: step.task, step: step.name, attempt: AttemptKey(step: step.key, number: row.integer(0)), piece: piece))
    }
  }
}
