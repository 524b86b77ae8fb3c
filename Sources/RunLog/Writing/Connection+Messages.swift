import Scheduling

extension Connection {
  /// Puts the message into the outbox, to be sent from now on. Within the write transaction of what it tells of. One that
  /// goes through no channel, and one whose key was there before, is left out: the answer is nil.
  @discardableResult
  func post(_ message: NewMessage) throws(SQLiteError) -> Int? {
    var message = message
    try addReceiversFollowed(by: &message)
    if message.channels.isEmpty { return nil }
    let head = try first("SELECT hash FROM audit ORDER BY entry DESC LIMIT 1") { $0.text(0) } ?? AuditChain.beginning
    try run(
      """
      INSERT INTO message (
        key, at, level, kind, run, outcome, subject, text, head, escalates, waits_for_word, incident, project)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (key) DO NOTHING
      """,
      [
        .text(message.key), .time(message.at), .text(message.level.rawValue), .text(message.kind.rawValue),
        .optional(message.run), .optional(message.outcome), .text(message.subject), .text(message.text), .text(head),
        .optional(message.escalates), .truth(message.waitsForWord), .optional(message.incident),
        .text(message.project ?? owner.project),
      ])
    if changes == 0 { return nil }
    hasPosted = true
    let number = lastRow
    for channel in message.channels {
      try run(
        "INSERT INTO delivery (message, channel, next_at) VALUES (?, ?, ?)",
        [.integer(number), .text(channel), .time(message.at)])
    }
    for (position, task) in message.tasks.enumerated() {
      try run(
        """
        INSERT INTO message_task (message, position, task, level, since, well_at, text) VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .integer(number), .integer(position), .text(task.name), .text(task.level.rawValue), .time(task.since),
          task.wellAt.map(Value.time) ?? .null, .text(task.text),
        ])
    }
    return number
  }

  private func addReceiversFollowed(by message: inout NewMessage) throws(SQLiteError) {
    guard let key = message.follows else { return }
    var channels: [String] = []
    try each(
      "SELECT channel, project FROM delivery JOIN message USING (message) WHERE key = ? ORDER BY channel", [.text(key)]
    ) { row in
      channels.append(row.text(0))
      message.project = row.text(1)
    }
    message.channels += channels.filter { !message.channels.contains($0) }
  }

  /// That the run has begun: whoever was told of the incident that it has opened knows.
  func announceBeginning(of run: Int, at: Timestamp, by announcer: Announcer?) throws(SQLiteError) {
    var told: Set<String> = []
    try each(
      """
      SELECT DISTINCT channel FROM incident JOIN message USING (incident) JOIN delivery USING (message)
      WHERE opened_by_run = ? AND message.run = opened_by_run
      """, [.integer(run)]
    ) { told.insert($0.text(0)) }
    for var message in announcer?.compose(.runBegun(run: run, at: at)) ?? [] {
      message.channels.removeAll(where: told.contains)
      try post(message)
    }
  }

  /// What the announcer says of the news; without one, nothing.
  func announce(_ news: News, by announcer: Announcer?) throws(SQLiteError) {
    for message in announcer?.compose(news) ?? [] { try post(message) }
  }
}
