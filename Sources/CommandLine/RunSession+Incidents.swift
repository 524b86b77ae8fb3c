import RunLog

/// The incident that a run has opened by itself.
extension RunSession {
  /// The last lines of the output: which it is, and what people type about it; nil where the run has opened none.
  func incidentLines(run: Int) -> [String]? {
    switch beginning {
    case .recovery, .continuation, .rollback: return nil
    case .anew, .after: break
    }
    // What cannot be read is in the run log all the same.
    guard let found = try? log.incidents(ofRun: run).last(where: { $0.resolved == nil }) else {
      return nil
    }
    let (command, number) = (NextCommand(context), "\(found.number)")
    let what =
      found.openedByRun == run
      ? "this run has opened incident \(number) (\(found.level.rawValue))"
      : "this run belongs to incident \(number) (\(found.level.rawValue)), which is still open"
    var lines = [what]
    if let isTold = try? log.isTold(ofIncident: found.number), !isTold {
      lines.append("  \(NewIncident.toldNobody(found.level))")
    }
    if found.acknowledged == nil { lines.append("  you are at it: \(command(.incidentAck, [number]))") }
    return lines + [
      "  you found out: \(command(.incidentNote, [number, "'TEXT'"]))",
      "  it is over:    \(command(.incidentResolve, [number], options: ["\(Option.note.flag) 'TEXT'"]))",
      "  all of it:     \(command(.incidentReport, [number]))",
    ]
  }
}
