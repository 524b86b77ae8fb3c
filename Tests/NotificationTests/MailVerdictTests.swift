import RunLog
import Testing

@testable import Notification

/// What curl tells of a transfer of mail, as version 7.88 writes it.
@Suite struct MailVerdictTests {
  private let recipients = ["a@x", "b@x", "c@x"]

  /// `answers`: to RCPT; `end`: what follows them; the exit code of curl.
  private func verdict(
    _ answers: [String], _ end: [String] = [], exit: Int, error: String = "", login: [String] = []
  ) throws -> MailVerdict {
    var transcript = MailTranscript()
    var lines = [
      "* Connected to mail (127.0.0.1) port 25 (#0)", "< 220 mail ESMTP", "> EHLO web1", "< 250-mail", "< 250 HELP",
    ]
    lines += login + ["> MAIL FROM:<maint@web1> SIZE=500", "< 250 OK"]
    for (address, answer) in zip(recipients, answers) { lines += ["> RCPT TO:<\(address)>", answer] }
    for line in lines + end { for part in line.split(separator: "|") { transcript.take(line: part + "\r") } }
    let report = try #require(CurlReport(line: "maint-transfer\t0\t0\t\(exit)\t\t\(error)", .mail("mail:25")))
    return MailVerdict(report, transcript, recipients: recipients)
  }

  @Test func eachRecipientHasAnAnswerOfItsOwn() throws {
    let found = try verdict(
      ["< 250 OK", "< 550-5.1.1 no|< 550 such user", "< 451 4.7.1 greylisted"],
      ["> DATA", "< 354 go on", "} [500 bytes data]", "< 250 taken"], exit: 0)
    #expect(
      found.settled == [SettledRecipient("b@x", refusal: "550-5.1.1 no such user"), SettledRecipient("a@x")])
    #expect(
      found.result == .failed("b@x: 550-5.1.1 no such user; c@x: 451 4.7.1 greylisted", retryAfter: nil))
    let all = try verdict(["< 250 OK", "< 251 forwarded", "< 250 OK"], ["> DATA", "< 354 go", "< 250 ok"], exit: 0)
    #expect(all.result == .taken && all.settled.count == 3 && all.settled.allSatisfy { $0.refusal == nil })
  }

  @Test func whereNobodyIsLeftItDependsOnTheOthers() throws {
    let none = try verdict(["< 550 no", "< 553 no", "< 554 no"], exit: 55, error: "RCPT failed: 554 (last error)")
    #expect(none.result == .refused("a@x: 550 no; b@x: 553 no; c@x: 554 no") && none.settled.count == 3)
    // A full mailbox, or too many recipients.
    let some = try verdict(["< 550 no", "< 452 full", "< 552 full"], exit: 55)
    #expect(some.settled.map(\.address) == ["a@x"])
    #expect(some.result == .failed("a@x: 550 no; b@x: 452 full; c@x: 552 full", retryAfter: nil))
  }

  @Test func whatIsSaidOfTheMailIsSaidForAll() throws {
    let recipients = ["< 250 OK", "< 250 OK", "< 550 no"]
    let spam = try verdict(recipients, ["> DATA", "< 354 go", "< 554 5.7.1 spam"], exit: 8, error: "Weird reply")
    #expect(spam.result == .refused("the mail server answered 554 5.7.1 spam"))
    #expect(spam.settled.map(\.address) == ["c@x"])
    let later = try verdict(recipients, ["> DATA", "< 354 go", "< 451 later"], exit: 8)
    #expect(later.result == .failed("the mail server answered 451 later", retryAfter: nil))
    let lost = try verdict(recipients, ["> DATA", "< 354 go"], exit: 56, error: "Recv failure")
    let why = "the connection to mail:25 was lost on the way: its own log may say why"
    #expect(
      lost.result
        == .failed(
          "it was sent, and nobody knows whether the server took it; they may have it: \(why)", retryAfter: nil))
    #expect(lost.mayHaveIt && !later.mayHaveIt && !spam.mayHaveIt)
    // It did not come to that.
    for end in [["> DATA"], []] {
      #expect(try !verdict(recipients, end, exit: 28).mayHaveIt)
    }
    #expect(try !verdict(recipients, ["> DATA", "< 354 go"], exit: 55).mayHaveIt)
    #expect("\(try verdict(recipients, ["> DATA", "< 354 go"], exit: 28).result)".contains("did not answer in time"))
  }

  /// Whatever a server repeats of the login that it was told, and wherever.
  @Test func afterALoginCodesAreAllThatIsShown() throws {
    let (line, again) = ("> AUTH PLAIN AG1haW50AGh1bnRlcjI=", " AG1haW50AGh1bnRlcjI= hunter2")
    let found = try verdict(
      ["< 250 OK", "< 550-5.1.1\(again)|< 550 5.1.1 no", "< 451\(again)"],
      ["> DATA", "< 354 go on", "< 250 taken"], exit: 0, login: [line, "< 235 2.7.0\(again)"])
    #expect(found.settled.first == SettledRecipient("b@x", refusal: "550 5.1.1"))
    #expect(found.result == .failed("b@x: 550 5.1.1; c@x: 451", retryAfter: nil))
    for (answer, shown) in [
      ("< 535 5.7.8\(again)", "535 5.7.8"), ("< 535-hunter2|< 535\(again)", "535"), ("< 535 5.7.hunter2", "535"),
      ("< 535 4.7.8", "535"), ("< 535", "535"),
    ] {
      var transcript = MailTranscript()
      for line in ["< 220 hi", line, "< 334 VXNlcm5hbWU6", "> aHVudGVyMg=="]
        + answer.split(separator: "|").map(String.init)
      {
        transcript.take(line: line)
      }
      #expect(transcript.last == MailTranscript.Answer(code: 535, words: shown))
      // The next mail goes over the same connection.
      var next = MailTranscript(hasLoggedIn: transcript.hasLoggedIn)
      next.take(line: "> MAIL FROM:<maint@web1>")
      next.take(line: "< 553\(again)")
      #expect(next.last?.words == "553")
    }
  }

  @Test func whoIsNotLetInLooksAtTheLogin() throws {
    var transcript = MailTranscript()
    for line in ["< 220 hi", "> AUTH PLAIN", "< 535 5.7.8 no"] { transcript.take(line: line) }
    let report = try #require(CurlReport(line: "maint-transfer\t0\t0\t67\t\tLogin denied", .mail("mail:25")))
    #expect(
      MailVerdict(report, transcript, recipients: recipients).result
        == .failed(
          "the mail server answered 535 5.7.8: mail:25 refused the login: look at its user and at the file with its password",
          retryAfter: nil))
  }

  /// The host, or its login, is not let in: that can be mended, and the mail is none the worse for it.
  @Test func whatIsSaidOfTheHostIsNotForGood() throws {
    func result(_ lines: [String]) throws -> CurlReport.Result {
      var transcript = MailTranscript()
      for line in lines { transcript.take(line: line) }
      let report = try #require(CurlReport(line: "maint-transfer\t0\t554\t8\t\tno", .mail("mail:25")))
      return MailVerdict(report, transcript, recipients: recipients).result
    }
    #expect(try result(["< 554 go away"]) == .failed("the mail server answered 554 go away", retryAfter: nil))
    #expect(
      try result(["< 220 hi", "> MAIL FROM:<a>", "< 553 not yours"])
        == .failed("the mail server answered 553 not yours", retryAfter: nil))
    #expect(
      try result(["< 220 hi", "> MAIL FROM:<a> SIZE=9", "< 552 too big"])
        == .refused("the mail server answered 552 too big"))
    #expect("\(try result([]))".contains("what mail:25 answered is no SMTP (no): look"))
  }
}
