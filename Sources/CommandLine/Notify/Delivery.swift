import Catalog
import Execution
import Glibc
import Notification
import RunLog
import Scheduling
import Supervision

/// What a channel has to deliver, made into a process.
struct Delivery {
  /// What tells how each message fared.
  enum Report {
    /// Lines of curl, one for each message.
    case http(CurlReceiver)
    /// The same, with what the server said before it; the recipients of each message.
    case mail([[String]], CurlReceiver)
    /// The exit code, of one message.
    case exitCode
  }

  let specification: ProcessSpecification
  let report: Report
  /// How long it may take for one message.
  var longest: Duration
  /// What is ended for its time may have delivered all the same, and what it is told once is not told again in a moment.
  var mayBeThere = false
  /// What the process reads while it runs.
  var files: [MemoryFile] = []

  /// The mail server that curl is to reach.
  var mailServer: CurlReceiver? {
    if case .mail(_, let receiver) = report { receiver } else { nil }
  }

  /// What somebody waits for who waits for its end.
  var receiver: String {
    switch report {
    case .http: "its receiver to answer"
    case .mail: "its mail server to answer"
    case .exitCode: mayBeThere ? "sendmail to end" : "its command to end"
    }
  }

  var isByCurl: Bool {
    switch report {
    case .http, .mail: true
    case .exitCode: false
    }
  }

  /// Why a process that ended did not deliver, with the last line that it said.
  func words(of ending: Ending, said: [UInt8]) -> String {
    let lines = String(decoding: said.suffix(2_000), as: UTF8.self).split(separator: "\n")
    let line: Substring?
    switch report {
    case .exitCode: line = lines.last
    // What curl says of itself: the cause first, then whom to ask.
    case .http(let receiver) where receiver.isSecret: line = nil
    case .http, .mail: line = lines.first { $0.hasPrefix(Self.ofCurl) }?.dropFirst(Self.ofCurl.count)
    }
    let words = Self.words(of: ending) + (line.map { ": \($0)" } ?? "")
    return isByCurl ? "curl said nothing of it: \(words)" : words
  }

  /// How a line begins that curl says of itself.
  static let ofCurl = "curl: "

  private static func words(of ending: Ending) -> String {
    if ending.timedOut || ending.stopped { return "it did not end in time" }
    switch ending.cause {
    case .exited(let code): return "it exited with \(code)"
    case .signalled(let number, coreDumped: _): return "it was ended by \(SignalName.of(number))"
    case .notStarted(let failure): return "it could not be started: \(failure.words)"
    case .stillRunning: return "it could not be ended"
    }
  }
}

/// Makes the processes that deliver messages. The failure is a sentence for `maint status`, in which no secret stands.
struct DeliveryMaker {
  struct Failure: Error {
    let message: String
  }

  private static let curl = "/usr/bin/curl"
  private static let sendmailPlaces = ["/usr/sbin/sendmail", "/usr/lib/sendmail", "/usr/bin/sendmail"]
  /// For one message, of those that are delivered by curl, until a mail server has it all.
  static let longest = Duration.seconds(CurlOrders.longest)
  private static let longestMail = Duration.seconds(CurlOrders.longestMail)

  let supervisor: Supervisor
  let host: String
  /// How messages say what to type.
  let command: MessageCommand
  /// How long an alert stands that nobody renews.
  let validFor: Duration
  private let account = UserAccount.current()

  init(supervisor: Supervisor, host: String, command: MessageCommand = MessageCommand(), coordination: Coordination) {
    self.supervisor = supervisor
    self.host = host
    self.command = command
    validFor = coordination.remindEvery + coordination.remindEvery
  }

  /// How many messages one process delivers.
  static func batch(of channel: Channel) -> Int {
    switch channel.medium {
    case .webhook, .ping: 30
    case .email(let email): email.server == nil ? 1 : 30
    case .command: 1
    }
  }

  /// `messages` is not empty, and no longer than a batch.
  func delivery(of messages: [WaitingMessage], by channel: Channel) throws(Failure) -> Delivery {
    let letters = messages.map {
      Letter($0.message, host: host, command: command, subject: channel.subject, text: channel.text)
    }
    switch channel.medium {
    case .webhook(let location, let format):
      let url = try url(location, of: channel)
      var orders = CurlOrders()
      var files: [MemoryFile] = []
      for letter in letters {
        let body = try file(
          Array(WebhookBody(letter, validFor: validFor, sentAt: SystemClock.wall()).text(format).utf8))
        files.append(body)
        orders.post(to: url, key: letter.message.key, bodyFile: body.path)
      }
      return try curl(orders, files, of: channel, secrets: [url], .http(.web(url, isSecret: location.isSecret)))
    case .ping(let location):
      let url = try url(location, of: channel)
      var orders = CurlOrders()
      for letter in letters {
        orders.post(to: PingURL.url(url, for: letter.message), key: letter.message.key, bodyFile: nil)
      }
      return try curl(orders, [], of: channel, secrets: [url], .http(.web(url, isSecret: location.isSecret)))
    case .email(let email):
      guard let server = email.server else { return try sendmail(letters[0], email, channel) }
      let recipients = messages.map { message in email.to.filter { !message.settled.contains($0) } }
      return try smtp(Array(zip(letters, recipients)), email, server, channel)
    case .command(let script, let to):
      return Delivery(
        specification: process(
          "/bin/sh", ["/bin/sh", "-eu", "-c", "--", script], channel,
          environment: HostEnvironment(account: account, timezone: nil).variables(for: nil)
            + CommandMessage.variables(letters[0], to: to), input: Array(letters[0].text.utf8),
          timeout: channel.timeout), report: .exitCode, longest: channel.timeout)
    }
  }

  // MARK: Mail

  private func sendmail(_ letter: Letter, _ email: Channel.Email, _ channel: Channel) throws(Failure) -> Delivery {
    guard let program = Self.sendmailPlaces.first(where: HostEnvironment.has) else {
      throw Failure(message: "this host has no sendmail: install a mail server, such as Debian's msmtp-mta or postfix")
    }
    let mail = MailText(letter, email, user: account.name)
    return Delivery(
      specification: process(
        program, [program, "-i", "-t", "-f", mail.from], channel,
        environment: HostEnvironment(account: account, timezone: nil).variables(for: nil),
        input: mail.bytes(lineEnd: "\n"), timeout: Self.longestMail), report: .exitCode, longest: Self.longestMail,
      mayBeThere: true)
  }

  private func smtp(
    _ letters: [(Letter, to: [String])], _ email: Channel.Email, _ server: Channel.Server, _ channel: Channel
  ) throws(Failure) -> Delivery {
    var login: (user: String, password: String)?
    if let known = server.login {
      login = (known.user, try secret(known.passwordFile, "the password of the channel '\(channel.name)'"))
    }
    var orders = CurlOrders()
    var files: [MemoryFile] = []
    for (letter, recipients) in letters {
      let mail = MailText(letter, email, user: account.name)
      let file = try file(mail.bytes(lineEnd: "\r\n"))
      files.append(file)
      orders.mail(
        server: server.address, hello: mail.hello, from: mail.from, to: recipients, file: file.path,
        startTLS: server.startTLS, login: login)
    }
    return try curl(
      orders, files, of: channel, secrets: login.map { [$0.password] } ?? [],
      .mail(letters.map(\.to), .mail(server.address)))
  }

  private func file(_ bytes: [UInt8]) throws(Failure) -> MemoryFile {
    guard let file = MemoryFile(bytes) else {
      throw Failure(message: "it could not be handed to curl: \(SystemError.words(errno))")
    }
    return file
  }

  // MARK: Processes

  private func curl(
    _ orders: CurlOrders, _ files: [MemoryFile], of channel: Channel, secrets: [String], _ report: Delivery.Report
  ) throws(Failure) -> Delivery {
    guard HostEnvironment.has(Self.curl) else {
      throw Failure(message: "\(Self.curl) is not installed: apt-get install curl")
    }
    // `-q`: what stands in somebody's .curlrc is not for this.
    var specification = process(
      Self.curl, ["curl", "-q", "-K", "-"], channel,
      environment: HostEnvironment(account: account, timezone: nil).variables(for: nil) + Self.proxies,
      input: Array(orders.text.utf8))
    specification.secrets = secrets.map { Array($0.utf8) }
    // Answers are read as they come and hardly kept, so none is so long that what curl says has no room.
    if case .http = report { specification.outputLimit = .max }
    // What it delivers after that, nobody would know of.
    specification.endsWithMaint = true
    let longest = if case .mail = report { Self.longestMail } else { Self.longest }
    return Delivery(specification: specification, report: report, longest: longest, files: files)
  }

  /// What maint was started with: whether this host reaches others through a proxy, no schedule says.
  private static var proxies: [String] {
    let names = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"]
    return names.compactMap { name in getenv(name).map { "\(name)=" + String(cString: $0) } }
  }

  private func process(
    _ program: String, _ arguments: [String], _ channel: Channel, environment: [String], input: [UInt8],
    timeout: Duration? = nil
  ) -> ProcessSpecification {
    var specification = ProcessSpecification(
      executable: program, arguments: arguments, environment: environment, workingDirectory: "/",
      timeout: timeout, grace: .seconds(1), outputLimit: 1 << 20, cookie: "\(getpid())-notify-\(channel.name)")
    specification.input = input
    return specification
  }

  // MARK: Secrets

  private func url(_ location: Channel.Location, of channel: Channel) throws(Failure) -> String {
    switch location {
    case .text(let url): return url
    case .file(let path):
      let url = try secret(path, "the URL of the channel '\(channel.name)'")
      let isURL = ["http://", "https://"].contains(where: url.hasPrefix)
      guard isURL, url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw Failure(message: "\(path) holds no URL of http or https")
      }
      return url
    }
  }

  /// As root, only from a file that root alone can write.
  private func secret(_ path: String, _ name: String) throws(Failure) -> String {
    if geteuid() == 0 {
      var check = OwnershipCheck(workingFolder: "/")
      check.check(secret: path)
      if let problem = check.problems.sorted.first(where: { $0.severity == .error }) {
        throw Failure(message: "\(problem.place.path): \(problem.message); \(problem.hint ?? "")")
      }
    }
    do throws(PreparationFailure) {
      let reader = SecretReader(runner: SupervisedRunner(supervisor: supervisor, run: 0), environment: [])
      return try reader.value(of: Secret(name: name, origin: .file(path), place: .path(path)))
    } catch {
      throw Failure(message: error.message)
    }
  }
}
