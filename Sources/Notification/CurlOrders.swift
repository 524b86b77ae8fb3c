/// What curl(1) is told over its standard input, where no other user of the host can read it, unlike its arguments.
package struct CurlOrders: Sendable {
  /// Seconds for one message; all of a channel go through one connection.
  package static let longest = 20
  /// For one mail, once the server has it all: it may look through it. RFC 5321, section 4.5.3.2.6. Before that, the rule above is
  /// kept by whoever has curl run.
  package static let longestMail = 600
  private static let longestConnecting = 10
  /// Of an answer, of which a little is read where it is a refusal.
  private static let longestAnswer = 1 << 20
  /// What precedes each line that tells how a transfer ended.
  package static let mark = "maint-transfer"

  private var transfers: [[String]] = []
  private var isMail = false

  package init() {}

  /// `bodyFile`: nil for a request without a body. Not in a line of its own: curl takes none of more than 100 KiB.
  package mutating func post(to url: String, key: String, bodyFile: String?) {
    var lines =
      Self.limits(Self.longest) + [
        "output = \"-\"", "url = \(Self.quoted(url))", "proto = \"=http,https\"", "globoff", "fail-with-body",
        "location", "max-redirs = 0",
        "user-agent = \"maint\"", "header = \(Self.quoted("Idempotency-Key: \(key)"))",
        // Without it, curl would wait for a go-ahead with longer bodies.
        "header = \"Expect:\"",
      ]
    if let bodyFile {
      lines += ["header = \"Content-Type: application/json\"", "data-binary = \(Self.quoted("@\(bodyFile)"))"]
    }
    transfers.append(lines)
  }

  /// `hello`: the name that this host gives itself. `file`: the mail. `login`: name and password.
  package mutating func mail(
    server: String, hello: String, from: String, to: [String], file: String, startTLS: Bool,
    login: (user: String, password: String)?
  ) {
    // Port 465 is TLS from the first byte: RFC 8314.
    let scheme = server.hasSuffix(":465") ? "smtps" : "smtp"
    var lines =
      Self.limits(Self.longestMail) + [
        "output = \"/dev/null\"", "url = \(Self.quoted("\(scheme)://\(server)/\(hello)"))", "proto = \"=smtp,smtps\"",
        "mail-from = \(Self.quoted(from))", "upload-file = \(Self.quoted(file))",
      ]
    // Who is refused keeps the mail from nobody else; who that is, curl says nowhere but here.
    lines.append("mail-rcpt-allowfails")
    isMail = true
    lines += to.map { "mail-rcpt = \(Self.quoted($0))" }
    if startTLS { lines.append("ssl-reqd") }
    if let login { lines.append("user = \(Self.quoted("\(login.user):\(login.password)"))") }
    transfers.append(lines)
  }

  package var isEmpty: Bool { transfers.isEmpty }

  /// The transfers in order; curl ends at the first that fails.
  package var text: String {
    var result = "fail-early\nsilent\n" + (isMail ? "verbose\n" : "")
    for (index, lines) in transfers.enumerated() {
      if index > 0 { result += "next\n" }
      // Standard error has no buffer: each transfer is told of when it has ended, beside what the server said.
      let fields = "\(index)\\t%{http_code}\\t%{exitcode}\\t%header{retry-after}\\t%{errormsg}"
      // On standard output, the mark ends what the receiver answered.
      let report = "%{stderr}\(Self.mark)\\t\(fields)\\n%{stdout}\\n\(Self.mark)\\n"
      result += (lines + ["write-out = \"\(report)\""]).map { $0 + "\n" }.joined()
    }
    return result
  }

  private static func limits(_ seconds: Int) -> [String] {
    [
      "silent", "max-time = \(seconds)", "connect-timeout = \(longestConnecting)",
      "max-filesize = \(longestAnswer)",
    ]
  }

  /// A parameter of a configuration: curl(1), `-K`.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
