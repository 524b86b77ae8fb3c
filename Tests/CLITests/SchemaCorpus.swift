import Catalog
import Diagnostics
import Foundation

/// Texts of schedules and runbooks, good and bad, on which maint and its JSON Schema have to agree.
struct SchemaCorpus {
  struct Example {
    let kind: String
    let text: String
    /// nil: whatever maint says.
    var isValid: Bool?
  }

  /// What the README shows, what is shipped, and what `maint init` writes into the folder.
  static func shipped(initialised folder: String) throws -> [Example] {
    var examples: [Example] = []
    for root in [Self.root, folder] {
      for kind in ["schedule", "runbook"] {
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(kind)s").filter {
          $0.hasSuffix(".yaml")
        }
        for file in files {
          let text = try String(contentsOfFile: "\(root)/\(kind)s/\(file)", encoding: .utf8)
          examples.append(Example(kind: kind, text: text, isValid: true))
        }
      }
    }
    let readme = try String(contentsOfFile: "\(Self.root)/README.md", encoding: .utf8)
    for block in readme.components(separatedBy: "```yaml\n").dropFirst() {
      let text = block.components(separatedBy: "```\n")[0]
      guard text.contains(/(?m)^\w/) else { continue }
      let isSchedule = text.contains(/(?m)^(maintenance_|change_freeze|defaults)/)
      let whole = text.hasPrefix("secrets:") ? text + "precheck: [':']\n" : text
      examples.append(Example(kind: isSchedule ? "schedule" : "runbook", text: whole, isValid: true))
    }
    return examples
  }

  /// Of `maint explain`, wherever the example is a file.
  static let explained: [Example] = DiagnosticID.allCases.flatMap { id in
    [id.explanation.wrong, id.explanation.right].flatMap { example -> [Example] in
      switch example {
      case .schedule(let text): [Example(kind: "schedule", text: text)]
      case .runbook(let text): [Example(kind: "runbook", text: text)]
      case .project(let schedule, let runbook):
        [Example(kind: "schedule", text: schedule), Example(kind: "runbook", text: runbook)]
      case .checklist, .commands: []
      }
    }
  }

  static let invalid: [Example] =
    [
      "a text", "[a]", "extra: 1", "maintenance_schedule: [a]", "maintenance_schedule: {dialy: [a]}",
      "maintenance_schedule: {daily: a}", "maintenance_schedule: {daily: [[a]]}", "maintenance_schedule: {daily: [1a]}",
      "maintenance_schedule: {daily: [a b]}", "maintenance_schedule: {daily: {jobs: 2}}",
      "maintenance_schedule: {daily: [{runbook: a}]}", "maintenance_schedule: {daily: [{task: a, tiemout: 1h}]}",
      "maintenance_schedule: {daily: [{task: a, needs: [yearly.b]}]}",
      "maintenance_schedule: {daily: [{task: a, needs: b}]}", "maintenance_schedule: {daily: [{task: a, timeout: 0s}]}",
      "maintenance_schedule: {daily: [{task: a, with: [b]}]}",
      "maintenance_schedule: {daily: [{task: a, alert: loud}]}",
      "maintenance_windows: {a b: {time: \"02:00-04:00\"}}", "maintenance_windows: {daily: {day: Sunday}}",
      "maintenance_windows: {daily: {time: \"02:00-02:00\"}}", "maintenance_windows: {daily: {time: \"24:00-02:00\"}}",
      "maintenance_windows: {daily: {time: \"2:00-4:00\"}}", "maintenance_windows: {daily: {time: as_needed, day: 32}}",
      "maintenance_windows: {daily: {time: as_needed, day: Sixth_Sunday}}",
      "maintenance_windows: {daily: {time: as_needed, timezone: a b}}",
      "maintenance_windows: {daily: {time: as_needed, timezone: /UTC}}",
      "maintenance_windows: {daily: {time: as_needed, day: []}}",
      "maintenance_windows: {daily: {time: as_needed, months: [13]}}",
      "maintenance_windows: {daily: {time: as_needed, months: June}}",
      "maintenance_schedule: {daily: {catch_up: never, tasks: []}}",
      "maintenance_schedule: {daily: {max_attempts: 0, tasks: []}}",
      "change_freeze: [{from: 2026-02-29, to: 2026-03-01, reason: x}]",
      "change_freeze: [{from: 2026-02-20, to: 2026-03-01T24:00, reason: x}]",
      "change_freeze: [{from: 2026-02-20, to: 2026-03-01T12:00+1, reason: x}]",
      "change_freeze: [{from: 2026-12-20, reason: x}]",
      "change_freeze: {from: 2026-12-20}", "defaults: {grace: 10}", "defaults: {grace: 30m1h}",
      "defaults: {grace: 1.5h}", "defaults: {keep: {}}", "defaults: {keep: 3}", "defaults: {keep: {last: 0}}",
      "defaults: {grace: 5m_}", "defaults: {output_limit: 1023}", "defaults: {output_limit: 2GiB}",
      "defaults: {output_limit: 1MB}", "defaults: {step_timeout: 0_hours}", "maintenance_metrics: [a b]",
      "maintenance_metrics: {a: [[b]]}", "maintenance_coordination: {a: b}", "maintenance_coordination: {a: [[b]]}",
      "maintenance_coordination: {chanels: {a: {kind: ping, url: http://a/}}}",
      "maintenance_coordination: {channels: {a: {kind: telex}}}",
      "maintenance_coordination: {channels: {a: {kind: email}}}",
      "maintenance_coordination: {channels: {a: {kind: email, to: \"a\\nBcc: b\"}}}",
      "maintenance_coordination: {channels: {a: {kind: email, to: [a, 'b, c']}}}",
      "maintenance_coordination: {channels: {a: {kind: email, to: a, from: 'b c'}}}",
      "maintenance_coordination: {channels: {a: {kind: email, to: a, via: sendmail, smtp: 'b:25'}}}",
      "maintenance_coordination: {channels: {a: {kind: email, to: a, starttls: true}}}",
      "maintenance_coordination: {channels: {a: {kind: email, to: a, smtp: b}}}",
      "maintenance_coordination: {channels: {a: {kind: email, to: a, smtp: 'b:70000'}}}",
      "maintenance_coordination: {channels: {a: {kind: email, to: a, smtp: 'b:25', login: {user: c, password: d}}}}",
      "maintenance_coordination: {channels: {a: {kind: ping, url: ftp://b/}}}",
      "maintenance_coordination: {channels: {a: {kind: ping, url: 'http://b:c@d/'}}}",
      "maintenance_coordination: {channels: {a: {kind: ping, url: {file: b}}}}",
      "maintenance_coordination: {channels: {a: {kind: ping, url: http://b/, format: slack}}}",
      "maintenance_coordination: {channels: {a: {kind: webhook, url: http://b/, format: teams}}}",
      "maintenance_coordination: {alerts: {loud: [a]}}", "maintenance_coordination: {alerts: {info: a}}",
      "maintenance_coordination: {stakeholders: {a: {gets: [b]}}}", "maintenance_coordination: {stakeholders: a}",
      "maintenance_coordination: {roles: [a]}", "maintenance_coordination: {roles: {a: b}}",
      "maintenance_schedule: {daily: {tasks: [], sign_off: a}}",
      "maintenance_schedule: {daily: {tasks: [], sign_off: [a b]}}",
      "maintenance_coordination: {communication: [gossip]}", "maintenance_coordination: {remind_every: 0s}",
      "maintenance_windows: {daily: {time: \"02:00-04:00\", notice: 0s}}",
    ].map { Example(kind: "schedule", text: $0 + "\n", isValid: false) }
    + [
      "{}", "description: x", "precheck: a", "precheck: [{name: a}]", "precheck: [{run: '  '}]", "precheck: ['']",
      "precheck: [{run: a, undo: b}]", "precheck: [{run: a, retries: 1001}]", "precheck: [{run: a, retries: -1}]",
      "precheck: [{run: a, backoff: 0.5}]", "precheck: [{run: a, backoff: 100.5}]",
      "precheck: [{run: a, exit_codes: []}]",
      "precheck: [{run: a, exit_codes: [256]}]", "precheck: [{run: a, cwd: b}]", "precheck: [{run: a, shell: zsh}]",
      "precheck: [{run: a, env: {MAINT_RUN: 1}}]", "precheck: [{run: a, env: {a-b: 1}}]",
      "precheck: [{run: a, user: 'a:b'}]", "backup: [{path: etc}]", "backup: [{path: /etc/}]",
      "backup: [{path: /}]", "backup: [{path: /a/../b}]", "backup: [{path: /a, user: b}]", "precheck: [{path: /a}]",
      "rollback: [{path: /etc}]", "backup: [{restore: /etc}]", "rollback: some",
      "change: [a]", "change: [a]\nrollback: none", "precheck: [a]\nreason: b", "change: [a]\nrollback: [b]\nreason: c",
      "change: [{run: a, undo: b}]\nrollback: none\nreason: c", "precheck: [a]\ncategory: preventative",
      "precheck: [a]\nparams: {PATH: {}}", "precheck: [a]\nparams: {LD_x: {}}", "precheck: [a]\nparams: {MAINT_x: {}}",
      "precheck: [a]\nparams: {a-b: {}}", "precheck: [a]\nparams: {a: b}", "precheck: [a]\nparams: {a: {choices: []}}",
      "precheck: [a]\nparams: {a: {required: yes}}", "precheck: [a]\nparams: {a: {required: true, default: b}}",
      "precheck: [a]\nsecrets: {a: {}}", "precheck: [a]\nsecrets: {a: {file: /b, command: c}}",
      "precheck: [a]\nsecrets: {a: {file: b}}", "precheck: [a]\nsecrets: {a: {credential: b/c}}",
      "precheck: [a]\nsecrets: {a: b}", "precheck: [a]\nlocks: a", "precheck: [a]\nlocks: [1]", "precheck: [\"a\\0b\"]",
    ].map { Example(kind: "runbook", text: $0 + "\n", isValid: false) }

  /// Every key of every table with values of every form, and every kind of name.
  static var matrix: [Example] {
    places.flatMap { place in
      // Whether a zone exists is the host's knowledge; two that cannot are among the invalid ones.
      place.construct.table.entries.filter { $0.name != "timezone" }.flatMap { entry in
        values.map { Example(kind: place.kind, text: place.text(entry.name, $0)) }
      }
    }
      + names.flatMap { name in
        namedMaps.map { Example(kind: $0.kind, text: $0.text.replacingOccurrences(of: "NAME", with: name)) }
      }
  }

  /// Numbers and truths that are written in more than one way are left out: a schema sees the number alone.
  private static let values = [
    "", "''", "x", "x y", "0", "1", "007", "28", "29", "255", "256", "257", "1000", "1001", "'3'", "-1", "1.5", "99.99",
    "100.5", "'100.0'", "true", "false", "'true'", "yes", "none", "fail", "keep", "bash", "critical", "security",
    "variable",
    "0s", "0h00m", "30s", "1h30m", "2_hours", "1 week 2 days", "500ms", "1h_30m", "1m1h", "5m5m", "\"02:00\"",
    "\"24:00\"",
    "\"02:00-04:00\"", "\"22:00-24:00\"", "as_needed", "2028-02-29", "2100-02-29", "2026-11-31", "Sunday",
    "2028-02-29T18:00", "2028-02-29T18:00Z", "2028-02-29T18:00-03:30", "2028-02-29 18:00", "daily",
    "[mon, 1, Fifth_sun]",
    "[June, 12]", "jun", "31", "32", "12", "13", "last_friday", "FIRST_mon", "Europe/Berlin", "/x", "x/y", "..", "1023",
    "1024B", "1KiB", "1048577KiB", "1GiB",
    "weekly.x", "x.y", "[]", "[x]", "[1]", "[true]", "[[x]]", "[x, {}]", "[300]", "{}", "{x: y}", "{x: [y]}",
    "{x: {y: z}}", "\"\\0\"", "' '", "'é'",
  ]

  private static let names = [
    "a", "A_1", "_", "a-b", "-a", "1a", "'a b'", "''", "true", "é", "PATH", "path", "IFS", "MAINT_A", "LD_A", "BASH_A",
    "daily", "weekly", String(repeating: "x", count: 128), String(repeating: "x", count: 129),
  ]

  private static let namedMaps: [(kind: String, text: String)] = [
    ("schedule", "maintenance_schedule: {NAME: []}\n"),
    ("schedule", "maintenance_windows: {NAME: {time: as_needed}}\n"),
    ("schedule", "maintenance_coordination: {NAME: []}\n"),
    ("schedule", "maintenance_coordination: {stakeholders: [NAME]}\n"),
    ("schedule", "maintenance_coordination: {roles: {NAME: []}}\n"),
    ("schedule", "maintenance_schedule: {daily: {tasks: [], sign_off: [NAME]}}\n"),
    ("schedule", "maintenance_coordination: {channels: {NAME: {kind: ping, url: http://a/}}}\n"),
    ("schedule", "maintenance_metrics: {NAME: x}\n"),
    ("schedule", "maintenance_metrics: {x: {NAME: x}}\n"), ("schedule", "maintenance_metrics: [NAME]\n"),
    ("schedule", "maintenance_schedule: {daily: [{task: x, with: {NAME: x}}]}\n"),
    ("runbook", "precheck: [x]\nparams: {NAME: {}}\n"), ("runbook", "precheck: [x]\nsecrets: {NAME: {file: /x}}\n"),
    ("runbook", "precheck: [{run: x, env: {NAME: x}}]\n"),
  ]

  /// Where a construct may stand: its other keys, and the lines around them.
  private struct Place {
    let kind: String
    let construct: Construct
    let head: String
    let indentation: String
    var others: [(key: String, value: String)] = []
    var tail = ""

    func text(_ key: String, _ value: String) -> String {
      let lines = others.filter { $0.key != key }.map { "\($0.key): \($0.value)" } + ["\(key): \(value)"]
      return head + lines.joined(separator: "\n" + indentation) + "\n" + tail
    }
  }

  private static let places = [
    Place(kind: "schedule", construct: .schedule, head: "", indentation: ""),
    Place(
      kind: "schedule", construct: .tier, head: "maintenance_schedule:\n  daily:\n    ", indentation: "    ",
      others: [("tasks", "[]")]),
    Place(
      kind: "schedule", construct: .task, head: "maintenance_schedule:\n  daily:\n    - ", indentation: "      ",
      others: [("task", "a")]),
    Place(
      kind: "schedule", construct: .window, head: "maintenance_windows:\n  daily:\n    ", indentation: "    ",
      others: [("time", "as_needed")]),
    Place(
      kind: "schedule", construct: .freeze, head: "change_freeze:\n  - ", indentation: "    ",
      others: [("from", "2026-01-01"), ("to", "2099-01-01"), ("reason", "x")]),
    Place(kind: "schedule", construct: .defaults, head: "defaults:\n  ", indentation: "  "),
    Place(
      kind: "schedule", construct: .coordination, head: "maintenance_coordination:\n  ", indentation: "  "),
    Place(
      kind: "schedule", construct: .channel, head: "maintenance_coordination:\n  channels:\n    a:\n      ",
      indentation: "      ", others: [("kind", "email"), ("to", "a@b"), ("smtp", "a:25")]),
    Place(
      kind: "schedule", construct: .channel, head: "maintenance_coordination:\n  channels:\n    a:\n      ",
      indentation: "      ", others: [("kind", "webhook"), ("url", "http://a/")]),
    Place(
      kind: "schedule", construct: .channel, head: "maintenance_coordination:\n  channels:\n    a:\n      ",
      indentation: "      ", others: [("kind", "command"), ("run", "x")]),
    Place(
      kind: "schedule", construct: .stakeholder, head: "maintenance_coordination:\n  stakeholders:\n    a:\n      ",
      indentation: "      ", others: [("channels", "[]")]),
    Place(
      kind: "runbook", construct: .keep, head: "precheck: [x]\nkeep:\n  ", indentation: "  ",
      others: [("last", "3")]),
    Place(
      kind: "runbook", construct: .approval, head: "precheck: [x]\napproval:\n  ", indentation: "  ",
      others: [("from", "[x]")]),
    Place(kind: "runbook", construct: .runbook, head: "", indentation: "", others: [("precheck", "[x]")]),
    Place(
      kind: "runbook", construct: .parameter, head: "precheck: [x]\nparams:\n  a:\n    ", indentation: "    "),
    Place(kind: "runbook", construct: .secret, head: "precheck: [x]\nsecrets:\n  a:\n    ", indentation: "    "),
    Place(
      kind: "runbook", construct: .step(of: .change), head: "change:\n  - ", indentation: "    ",
      others: [("run", "x")],
      tail: "rollback: [x]\n"),
  ]

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
}
