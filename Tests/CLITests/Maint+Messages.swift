import Foundation
import Testing

extension Maint {
  static let failing = "precheck: [exit 4]\n"
  static let changing = "change: [':']\nrollback: none\nreason: it changes nothing\n"

  /// With `maintenance_coordination`: the lines of its channels, and what follows them.
  convenience init(channels: String, _ rest: String = "") throws {
    try self.init()
    try file("schedules/people.yaml", "maintenance_coordination:\n  channels:\n\(channels)\(rest)")
  }

  /// A channel that is told of what fails.
  static func alerts(_ channel: String) -> String {
    "  alerts: {critical: [\(channel)], warning: [\(channel)], info: none}\n"
  }

  /// One channel, `hook`, a webhook of the receiver that is told of what fails.
  func tellOfFailures(_ receiver: Receiver) throws {
    try file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n    hook: {kind: webhook, url: \"\(receiver.url)\"}\n\(Self.alerts("hook"))"
    )
  }

  /// Twelve messages that wait for `hook`; the receiver has refused the first of them once.
  func postTwelve(_ receiver: Receiver) throws {
    try runbook("a", Maint.failing).daily("a")
    try receiver.answer("500")
    try run("run", "daily", "--quiet").expect(exit: 1)
    try sqlite(
      """
      WITH RECURSIVE n (i) AS (SELECT 1 UNION SELECT i + 1 FROM n WHERE i < 11)
      INSERT INTO message (key, at, level, kind, subject, text, head, waits_for_word, project)
        SELECT 'k' || i, at, level, kind, subject, text, head, 0, project FROM message, n WHERE message = 1;
      INSERT INTO delivery (message, channel, next_at) SELECT message, 'hook', 0 FROM message WHERE message > 1;
      UPDATE delivery SET next_at = 0;
      """)
  }

  /// What became of each delivery, the oldest message first.
  func deliveryStates() throws -> [String] {
    let messages = try #require(try json("notify", "list")["messages"] as? [[String: Any]])
    return messages.reversed().flatMap { message in
      (message["deliveries"] as? [[String: Any]] ?? []).compactMap { $0["state"] as? String }
    }
  }

  /// Changes the run log behind maint's back: time that passes.
  func sqliteLines(_ statement: String) throws -> [String] {
    let ended = try Running(
      ["/usr/bin/sqlite3", database, statement], environment: [:], in: folder, input: "/dev/null"
    ).wait()
    return String(decoding: ended.outputBytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  func sqlite(_ statement: String) throws {
    try Running(["/usr/bin/sqlite3", database, statement], environment: [:], in: folder, input: "/dev/null").wait()
      .expect(exit: 0)
  }

  /// Two channels, `log` and `page`, that write what they are told into `told`: a line for each message with its channel and level,
  /// and then its text. `rest`: who is told what.
  func tellIntoFile(
    _ rest: String = "  alerts: {critical: [page], warning: [log], info: none}\n  escalate_after: 30m\n"
  ) throws {
    func channel(_ name: String) -> String {
      "    \(name): {kind: command, run: '{ echo \"<\(name) $level> $subject\"; cat; } >> \(folder)/told'}\n"
    }
    try file(
      "schedules/people.yaml",
      "maintenance_coordination:\n  channels:\n\(channel("log"))\(channel("page"))\(rest)")
  }

  /// What is away from the schedules, and is known to be, has been so for a day.
  func passADayAway() throws { try sqlite("UPDATE failing SET away_since = away_since - 86400000000") }

  var told: String { (try? String(contentsOfFile: "\(folder)/told", encoding: .utf8)) ?? "" }

  var toldSubjects: [String] { told.split(separator: "\n").filter { $0.hasPrefix("<") }.map(String.init) }
}
