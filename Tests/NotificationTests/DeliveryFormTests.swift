import Catalog
import Foundation
import RunLog
import Scheduling
import Testing

@testable import Notification

/// What leaves the host, in each of its forms.
@Suite struct DeliveryFormTests {
  private static let at = Timestamp(seconds: 1_795_343_240)

  private func message(
    subject: String = "daily.site failed", text: String = "daily.site failed: no room\n", run: Int? = 12,
    level: MaintenanceTask.AlertLevel = .critical, kind: MessageKind = .issueEscalation, tasks: [NewMessage.Task] = []
  ) -> OutboxMessage {
    OutboxMessage(
      number: 34, key: "web1-run12-failing-abc", at: Self.at, level: level, kind: kind, run: run, subject: subject,
      text: text, head: String(repeating: "0", count: 64), waitsForWord: true, tasks: tasks)
  }

  private func mail(_ message: OutboxMessage) -> String {
    let email = Channel.Email(to: ["ops@example.org", "root"])
    return String(
      decoding: MailText(Letter(message, host: "web1"), email, user: "root").bytes(lineEnd: "\n"), as: UTF8.self)
  }

  @Test func mailHasHeadersAndText() {
    let text = mail(message())
    #expect(
      text.hasPrefix(
        """
        From: root@web1
        To: ops@example.org,
         root
        Subject: [web1] critical: daily.site failed
        Date: Sun, 22 Nov 2026 10:27:20 +0000
        Message-ID: <web1-run12-failing-abc@web1>
        Idempotency-Key: web1-run12-failing-abc
        Auto-Submitted: auto-generated
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Importance: high
        Content-Transfer-Encoding: 7bit

        daily.site failed: no room
        Say that you look after it: maint ack 34

        --\u{20}
        maint on web1, message 34; audit head 0000

        """.dropLast()))
  }

  @Test(arguments: [
    ("web1.example.net", "maint@example.org", "web1.example.net"), ("web1", "maint@example.org", "web1.example.org"),
    ("web_1\n", nil, "web-1-"), ("", nil, "localhost"), ("-a", "root", "a"),
  ])
  func aHostGreetsWithAWholeName(host: String, from: String?, hello: String) {
    let email = Channel.Email(to: ["ops@example.org"], from: from)
    #expect(MailText(Letter(message(), host: host), email, user: "root").hello == hello)
  }

  @Test(arguments: ["a\nBcc: evil@example.org", "a\r\n\r\nb", "a\u{0}b", "a\u{2028}Bcc: x", "a\u{85}b"])
  func noSubjectBecomesAHeader(subject: String) {
    let text = mail(message(subject: subject, text: "x\n"))
    let head = text.components(separatedBy: "\n\n")[0]
    #expect(!head.contains("\nBcc:") && !head.contains("\r") && !head.contains("\0"))
    #expect(head.split(separator: "\n").count == 12)
  }

  @Test func whatIsNotASCIIIsEncoded() throws {
    let subject = String(repeating: "Ümläute – 漢字 ", count: 8)
    let text = mail(message(subject: subject, text: "Schöne Grüße\n"))
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 76 })
    #expect(text.contains("Content-Transfer-Encoding: base64"))
    let words = text.matches(of: /=\?utf-8\?B\?([A-Za-z0-9+\/=]+)\?=/)
    #expect(words.count > 2)
    let decoded = try words.map { word in
      let data = try #require(Data(base64Encoded: String(word.output.1)))
      return try #require(String(data: data, encoding: .utf8), "a character was cut in two")
    }.joined()
    #expect(decoded == "[web1] critical: \(subject)")
    let body = text.components(separatedBy: "\n\n")[1].replacingOccurrences(of: "\n", with: "")
    #expect(Data(base64Encoded: body).map { String(decoding: $0, as: UTF8.self) }?.hasPrefix("Schöne Grüße\n") == true)
  }

  /// A mail reader would decode it, and show another subject than was sent.
  @Test func whatLooksEncodedIsEncoded() {
    let text = mail(message(subject: "=?utf-8?Q?All_is_well?="))
    #expect(!text.contains("=?utf-8?Q?") && text.contains("\nSubject: =?utf-8?B?"))
  }

  /// No reader's program is told how to show it.
  @Test func whatIsSentIsHarmless() throws {
    let text = "pay\u{202E}load\u{2066} \u{9B}2J\u{85}end\ttab\n"
    let task = NewMessage.Task(name: "daily.a", level: .critical, since: Self.at, text: text)
    let letter = Letter(message(subject: text, text: text, tasks: [task, task]), host: "web1")
    #expect(letter.subject.hasSuffix("critical: payload  2J end tab "))
    #expect(letter.text.hasPrefix("payload  2J end\ttab\nSay"))
    for format in Channel.Format.allCases {
      let body = WebhookBody(letter, validFor: .zero).text(format)
      #expect(!body.unicodeScalars.contains { ["\u{202E}", "\u{2066}", "\u{9B}", "\u{85}"].contains($0) })
      #expect(!body.contains("202e") && !body.contains("009b"))
    }
  }

  /// A pager shows one alert alone.
  @Test func eachAlertSaysAllOfItsTask() throws {
    let names = ["daily.a", "daily.b"]
    let tasks = names.map {
      NewMessage.Task(
        name: $0, level: .critical, since: Self.at,
        text: "\($0) failed\n  | line 7\n  NEEDS A HUMAN: recover\nRead more\n")
    }
    let body = WebhookBody(Letter(message(tasks: tasks), host: "web1"), validFor: .zero)
    let alerts = try #require(
      try JSONSerialization.jsonObject(with: Data(body.text(.alertmanager).utf8)) as? [[String: Any]])
    let notes = alerts.compactMap { $0["annotations"] as? [String: String] }
    #expect(notes.map { $0["summary"] } == ["daily.a failed", "daily.b failed"])
    #expect(
      notes.allSatisfy {
        $0["description"]?.contains(" failed\n  | line 7\n  NEEDS A HUMAN: recover\nRead more\nSay that") == true
      })
    #expect(body.text(.json).contains("\"text\":\"daily.a failed\"}"))
  }

  @Test func whatIsToBeTypedGoesWithTheText() throws {
    let plain = Letter(message(), host: "web1", text: try MessageTemplate("{text}"))
    #expect(plain.text.hasPrefix("daily.site failed: no room\nSay that you look after it: maint ack 34\n"))
    var confirm = message(level: .warning, kind: .maintenanceNotifications)
    (confirm.waitsForWord, confirm.confirmation) = (false, "12/daily.fw")
    #expect(
      Letter(confirm, host: "web1", text: try MessageTemplate("({acknowledge})")).text.hasPrefix(
        "(maint confirm 12/daily.fw)"))
    #expect(
      WebhookBody(Letter(confirm, host: "web1"), validFor: .zero).text(.json).contains("\"maint confirm 12/daily.fw\""))
    #expect(!Letter(confirm, host: "web1").text.contains("look after"))
  }

  @Test func tenMegabytesAreCut() {
    let letter = Letter(message(text: String(repeating: "ä", count: 5 << 20)), host: "web1")
    #expect(letter.text.utf8.count < 40 << 10)
    #expect(letter.text.contains("… cut here; all of it: maint show 12\n"))
    #expect(!letter.text.contains("\u{FFFD}"))
  }

  @Test func webhooksGetJSON() throws {
    let since = Self.at + .seconds(-60)
    let task = NewMessage.Task(
      name: "daily.site", level: .critical, since: since, text: "daily.site failed: \"no\"\nroom")
    let body = WebhookBody(Letter(message(tasks: [task]), host: "web1"), validFor: .seconds(100))
    func parse(_ format: Channel.Format) throws -> Any {
      try JSONSerialization.jsonObject(with: Data(body.text(format).utf8))
    }
    let json = try #require(try parse(.json) as? [String: Any])
    #expect(json["key"] as? String == "web1-run12-failing-abc" && json["message"] as? Int == 34)
    #expect(json["acknowledge"] as? String == "maint ack 34" && json["level"] as? String == "critical")
    #expect((json["tasks"] as? [[String: Any]])?.first?["task"] as? String == "daily.site")
    let slack = try #require(try parse(.slack) as? [String: Any])
    #expect(Array(slack.keys) == ["text"])
    let alerts = try #require(try parse(.alertmanager) as? [[String: Any]])
    let labels = try #require(alerts.first?["labels"] as? [String: String])
    #expect(labels == ["alertname": "MaintTaskFailing", "severity": "critical", "host": "web1", "task": "daily.site"])
    #expect(alerts[0]["endsAt"] as? String == (Self.at + .seconds(100)).rfc3339)
    #expect(alerts[0]["startsAt"] as? String == since.rfc3339)
  }

  /// By the level that it has now it is not over.
  @Test func whatIsNotAsGraveAnyMoreFailsOn() throws {
    func severities(_ level: MaintenanceTask.AlertLevel) throws -> [Int] {
      let tasks = [
        NewMessage.Task(name: "daily.site", level: level, since: Self.at, text: "daily.site failed"),
        NewMessage.Task(
          name: "daily.site", level: .critical, since: Self.at + .seconds(-60), wellAt: Self.at, text: "over"),
      ]
      let letter = Letter(
        message(tasks: tasks), host: "web1", subject: try MessageTemplate("{tasks}"))
      let body = WebhookBody(letter, validFor: .seconds(100)).text(.alertmanager)
      // People are told of the task once.
      #expect(letter.bareSubject == "daily.site")
      let json = WebhookBody(letter, validFor: .seconds(100)).text(.json)
      #expect(json.components(separatedBy: "\"task\":").count == 2 && !json.contains("\"well_at\""), "\(json)")
      return ["warning", "critical"].map { body.components(separatedBy: "\"severity\":\"\($0)\"").count - 1 }
    }
    for level in MaintenanceTask.AlertLevel.allCases { #expect(try severities(level) == [1, 1]) }
  }

  /// A thousand tasks that fail with a long text are a body that a receiver takes, in each format.
  @Test(arguments: Channel.Format.allCases)
  func bodiesDoNotGrowWithTheSquareOfTheTasks(format: Channel.Format) throws {
    func size(_ count: Int) -> Int {
      let long = String(repeating: "no room \u{1}\"\n", count: 4_000)
      let tasks = (1...count).map {
        NewMessage.Task(name: "daily.t\($0)", level: .warning, since: Self.at, text: "daily.t\($0) failed: \(long)")
      }
      let letter = Letter(message(text: tasks.map(\.text).joined(), tasks: tasks), host: "web1")
      return WebhookBody(letter, validFor: .seconds(100)).text(format).utf8.count
    }
    let (few, many, most) = (size(100), size(1_000), size(2_000))
    #expect(many < 12 * few && many < 3 << 20 && most < many + (64 << 10))
  }

  @Test func whatIsLeftOutOfABodyIsSaid() throws {
    let tasks = (1...1_002).map {
      NewMessage.Task(name: "daily.t\($0)", level: .warning, since: Self.at, text: "daily.t\($0) failed")
    }
    let body = WebhookBody(Letter(message(tasks: tasks), host: "web1"), validFor: .seconds(100))
    #expect(body.text(.json).contains("\"tasks_left_out\":2,"))
    #expect(body.text(.alertmanager).contains("2 tasks have no alert of their own"))
    #expect(body.text(.alertmanager).contains("daily.t1 failed\\nSay that you look after it: maint ack 34\\n"))
  }

  @Test func aChannelHasItsOwnWords() throws {
    let subject = try MessageTemplate("{{{host}}} {run} {outcome}: {subject}")
    let text = try MessageTemplate("{text}{tasks}|{acknowledge}|{key}|")
    var message = message(
      subject: "{host}\nBcc: evil@example.org {", text: "{level}\n",
      tasks: [NewMessage.Task(name: "daily.site", level: .critical, since: Self.at, text: "")])
    message.outcome = "rolled_back"
    let letter = Letter(message, host: "web1", subject: subject, text: text)
    // What a value has in braces is no field.
    #expect(letter.subject == "{web1} 12 rolled_back: {host} Bcc: evil@example.org {")
    #expect(letter.text.hasPrefix("{level}\ndaily.site|maint ack 34|web1-run12-failing-abc|\n\n-- \nmaint on web1"))
    let head = Letter(message, host: "web1", text: try MessageTemplate("{audit_head} {run}"))
    #expect(head.text == "\(message.head) 12\n")
    #expect(throws: MessageTemplate.Problem.unknownField("")) { try MessageTemplate("{}") }
    #expect(throws: MessageTemplate.Problem.loneBrace("}")) { try MessageTemplate("a}") }
    let long = Letter(message, host: "web1", text: try MessageTemplate(String(repeating: "{key} ", count: 9_000)))
    #expect(long.text.utf8.count < 40 << 10 && long.text.contains("… cut here"))
  }

  @Test func slackSeesNoMarkUp() {
    let body = WebhookBody(Letter(message(subject: "<!channel> & co"), host: "web1"), validFor: .zero).text(.slack)
    #expect(body.contains("&lt;!channel&gt; &amp; co") && !body.contains("<"))
  }

  @Test func curlGetsItsOrdersQuoted() {
    var orders = CurlOrders()
    orders.post(to: "https://c/\"\nurl = file:///etc/passwd", key: "k", bodyFile: "/proc/1/fd/3")
    orders.post(to: "https://c/", key: "l", bodyFile: nil)
    #expect(!orders.text.contains("\nurl = file"))
    #expect(orders.text.contains("data-binary = \"@/proc/1/fd/3\"\n"))
    #expect(orders.text.split(separator: "\n").filter { $0 == "next" }.count == 1)
  }

  @Test func curlReportsAreUnderstood() {
    func result(_ line: String, isMail: Bool = false) -> CurlReport.Result? {
      CurlReport(line: "maint-transfer\t0\t" + line, isMail ? .mail("mail:25") : .web("http://hook:80/a"))?.result
    }
    #expect(result("200\t0\t\t") == .taken && result("204\t0\t\t") == .taken)
    #expect(result("429\t22\t7\tThe requested URL returned error: 429") == .failed("it answered 429", retryAfter: "7"))
    #expect(result("413\t22\t\t") == .refused("it answered 413"))
    #expect(result("302\t47\t\tMaximum (0) redirects followed").map { "\($0)".contains("302") } == true)
    #expect(result("200\t18\t\ttransfer closed") == .taken)
    #expect(result("200\t63\t\tMaximum file size exceeded") == .taken)
    #expect(result("500\t63\t\tMaximum file size exceeded") == .failed("it answered 500", retryAfter: nil))
    #expect(result("250\t0\t\t", isMail: true) == .taken)
    #expect(CurlReport(line: "nonsense", .web("http://hook/")) == nil)
  }

  /// What happened, and what to do.
  @Test(arguments: [
    (7, "Failed to connect to hook", "no connection to hook:80 could be made: look whether it runs and listens there"),
    (6, "Could not resolve host: hook", "the name hook could not be resolved: look at its URL in the"),
    (28, "Operation timed out", "hook:80 did not answer within 20 seconds: look whether it hangs"),
    (60, "self-signed certificate", "the certificate of hook:80 is not trusted (self-signed certificate): renew it"),
    (52, "Empty reply from server", "hook:80 closed the connection without an answer: its own log"),
    (
      1, "Received HTTP/0.9 when not allowed",
      "what hook:80 answered is no HTTP (Received HTTP/0.9 when not allowed): look"
    ),
    (27, "Out of memory", "what hook:80 answered is no HTTP: look whether something else listens there"),
    (97, "proxy", "curl could not deliver it to hook:80 (proxy): it exited with 97"),
  ])
  func whatCurlSaysIsASentence(exit: Int, said: String, words: String) throws {
    let line = "maint-transfer\t0\t000\t\(exit)\t\t\(said)"
    let found = try #require(CurlReport(line: line, .web("http://hook:80/a?b=c"))?.result)
    guard case .failed(let sentence, nil) = found else { throw CancellationError() }
    #expect(sentence.hasPrefix(words))
    let mail = try #require(CurlReport(line: line, .mail("mail:25"))?.result)
    #expect("\(mail)".contains("mail") && !"\(mail)".contains("HTTP:"))
  }

  @Test func answersAreToldApartAndCut() {
    var answers = CurlAnswers()
    for bytes in ["ok\nmaint-tran", "sfer\n{\"error\":\n", " \"no\"}", "\nmaint-transfer\nrest"] {
      answers.take(Array(bytes.utf8))
    }
    let receiver = CurlReceiver.web("https://hook.example/services?key=short")
    #expect(receiver.words(ofAnswer: answers.last) == #"{"error": "no"}"#)
    for _ in 1...1_000 { answers.take(Array(repeating: UInt8(ascii: "a"), count: 10_000)) }
    answers.take(Array("\nmaint-transfer\n".utf8))
    #expect(answers.last.count < 3_000 && receiver.words(ofAnswer: answers.last)?.count == 201)
    #expect(receiver.words(ofAnswer: [0, 1, 2, 255, 254, 3]) == "bytes that are no text")
    #expect(receiver.words(ofAnswer: Array(" \r\n".utf8)) == nil)
  }

  /// It may repeat what it was asked in ways that nobody foresees.
  @Test(arguments: ["no such hook: c2VjcmV0VE9LRU4=", "ret+TOK", "0x7365637265742b54", "no_service"])
  func whatTheReceiverOfASecretURLSaysIsNotShown(answer: String) {
    let receiver = CurlReceiver.web("http://localhost:18256/?k=%73ecret%2BTOKEN%2F42%3D%3D&l=a+blank", isSecret: true)
    #expect(receiver.words(ofAnswer: Array(answer.utf8)) == nil)
  }

  @Test(arguments: [1, 5, 6, 7, 28, 35, 51, 52, 56, 60, 97])
  func nothingOfASecretURLIsRepeated(exit: Int) throws {
    let line = "maint-transfer\t0\t000\t\(exit)\t\tCould not resolve host: chat.secret.example (10.1.2.3)"
    let result = try #require(CurlReport(line: line, .web("https://chat.secret.example/x", isSecret: true))?.result)
    #expect(!"\(result)".contains("secret.example") && !"\(result)".contains("10.1"))
  }

  @Test func pingsSayWhatBecameOfTheRun() {
    func url(_ base: String, _ kind: MessageKind, _ level: MaintenanceTask.AlertLevel) -> String {
      PingURL.url(base, for: message(level: level, kind: kind))
    }
    #expect(url("http://h/u", .maintenanceNotifications, .info) == "http://h/u/start")
    #expect(url("http://h/u?a=b", .completionNotifications, .warning) == "http://h/u/fail?a=b")
    #expect(url("http://h/u/", .completionNotifications, .info) == "http://h/u/")
  }

  @Test func backoffDoublesToHalfAnHour() {
    let now = Timestamp(seconds: 1_000)
    let waits = (1...9).map { (Backoff.next(after: now, attempts: $0) - now).components.seconds }
    #expect(waits == [30, 60, 120, 240, 480, 960, 1_800, 1_800, 1_800])
    #expect(Backoff.next(after: now, attempts: 1, retryAfter: .seconds(300)) - now == .seconds(300))
    #expect(Backoff.next(after: now, attempts: 9, retryAfter: .seconds(300)) - now == .seconds(1_800))
    #expect(Backoff.next(after: now, attempts: 1, retryAfter: .seconds(86_400)) - now == .seconds(3_600))
    #expect(Backoff.retryAfter("120", now: now) == .seconds(120))
    #expect(Backoff.retryAfter("Sun, 22 Nov 2026 10:27:20 GMT", now: Self.at + .seconds(-20)) == .seconds(20))
    for text in [
      "soon", "-1", "", "Sun, 06 Nov 1000000000000 08:49:37 GMT",
      "Sun, 06 Nov 9223372036854775807 08:49:37 GMT",
      "Sun, 06 Nov 1969 08:49:37 GMT", "Sun, 31 Feb 2026 08:49:37 GMT", "Sun, 06 Nov 2026 24:00:00 GMT",
      "Sun, 06 Nov 2026 08:49:37 CET", "Sun, 06 Nov 2026 08:49 GMT", "Sun, 06 Nov 2026 08:99999999999999999999:37 GMT",
    ] {
      #expect(Backoff.retryAfter(text, now: now) == nil, "\(text)")
    }
    for text in ["9223372036854775807", "9223372036854775808", "99999999999999999999"] {
      #expect(Backoff.retryAfter(text, now: now) == .seconds(3_600))
    }
    // Where it may be there already, an hour and a day.
    let rare = (1...8).map {
      (Backoff.nextWhereItMayBeThere(after: now, attempts: $0) - now).components.seconds / 3_600
    }
    #expect(rare == [1, 2, 4, 8, 16, 24, 24, 24])
    // It has come already.
    #expect(Backoff.retryAfter("Thu, 01 Jan 1970 00:00:00 GMT", now: now) == .zero)
  }

  @Test func noStepOfTheClockHoldsAMessageBack() {
    let tried = Timestamp(seconds: 100_000)
    func isDue(_ seconds: Int, triedAt: Timestamp?) -> Bool {
      let waiting = WaitingDelivery(
        channel: "mail", message: 1, at: tried, nextAt: tried + .seconds(1_800), triedAt: triedAt)
      return Backoff.isDue(waiting, now: tried + .seconds(seconds))
    }
    #expect(!isDue(0, triedAt: tried) && !isDue(1_799, triedAt: tried) && isDue(1_800, triedAt: tried))
    // Set back by a second or by an hour, and ahead by a year when it was tried.
    #expect(isDue(-1, triedAt: tried) && isDue(-3_600, triedAt: tried) && isDue(-31_536_000, triedAt: tried))
    // What is new is tried whatever the clock shows.
    #expect(isDue(-3_600, triedAt: nil))
  }
}
