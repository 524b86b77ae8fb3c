import Foundation
import Testing

/// A temporary folder with all that one test makes, and the built executable to run the shipped runbooks with.
final class Place {
  let folder: String
  let account: Account
  /// A shell text that root runs in a mount namespace of its own before maint starts in it.
  var mounts: String?
  /// The project; the shipped one unless `changeRunbook` made another.
  private var project = Place.shipped

  var state: String { "\(folder)/state" }

  /// The top of the package.
  static let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// The product, built beside the tests.
  static let executable: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appending(path: "maint").path
  }()

  private static let environment = [
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "TZ": "UTC",
  ]

  init(_ account: Account = .own) throws {
    self.account = account
    folder = "/tmp/maint-runbooks-\(UUID().uuidString.prefix(8).lowercased())"
    guard mkdir(folder, 0o755) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    if account == .nobody { chown(folder, Account.nobodyID, Account.nobodyID) }
  }

  deinit {
    // A name that is no UTF-8, and a folder without rights, are no match for rm.
    _ = try? Command.run(["/bin/chmod", "-R", "u+rwx", folder], environment: Self.environment)
    _ = try? Command.run(["/bin/rm", "-rf", folder], environment: Self.environment)
  }

  // MARK: - Files

  /// Runs a text with bash in the folder, as the account; `$d` is the folder. Returns what it printed.
  @discardableResult
  func shell(_ text: String, location: SourceLocation = #_sourceLocation) throws -> String {
    var environment = Self.environment
    environment["d"] = folder
    let ended = try Command.run(
      account.prefix + ["/bin/bash", "-euc", "cd \"$d\"\n" + text], environment: environment)
    #expect(ended.exit == 0, "\(text)\n\(ended.output)\(ended.error)", sourceLocation: location)
    return ended.output
  }

  /// The paths of all that is no folder, below a folder, sorted.
  func files(_ name: String) throws -> [String] {
    try shell("cd '\(name)'; find . ! -type d -printf '%P\\0' | sort -z").split(separator: "\0").map(String.init)
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")), as: UTF8.self)
  }

  func exists(_ name: String) -> Bool { access("\(folder)/\(name)", F_OK) == 0 }

  /// The host's day so many days ago, as the runbooks write it.
  static func day(_ ago: Int) -> String {
    let parts = Calendar(identifier: .gregorian).dateComponents(
      in: TimeZone(secondsFromGMT: 0) ?? .current, from: Date().addingTimeInterval(-86_400 * Double(ago)))
    return String(format: "%04d%02d%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
  }

  // MARK: - Running

  /// Runs maint to its end, as the account.
  func maint(_ arguments: String...) throws -> Command { try maint(arguments) }

  private func maint(_ arguments: [String]) throws -> Command {
    var words = account.prefix + [Self.executable, "-C", project, "--state", state] + arguments
    if let mounts {
      words = ["/usr/bin/unshare", "-m", "/bin/sh", "-euc", "d=\(folder)\n\(mounts)\nexec \"$@\"", "sh"] + words
    }
    return try Command.run(words, environment: Self.environment)
  }

  /// Runs one runbook with parameters and reads what the run log says of it.
  func run(
    _ runbook: String, _ parameters: [String: String] = [:], location: SourceLocation = #_sourceLocation
  ) throws -> Report {
    let with = parameters.sorted { $0.key < $1.key }.flatMap { ["--with", "\($0.key)=\($0.value)"] }
    let ended = try maint(["run", "runbook:\(runbook)"] + with)
    try #require([0, 1, 2, 3].contains(ended.exit), "\(ended.output)\(ended.error)", sourceLocation: location)
    return try Report(
      exit: ended.exit, console: ended.output + ended.error, show: try maint("show", "--json").output,
      output: try maint("output", "--json").output)
  }

  /// From now on runs a project of this test's own, with a shipped runbook changed in one place.
  func changeRunbook(_ name: String, before mark: String, insert text: String) throws {
    let shipped = try String(contentsOfFile: "\(Self.shipped)/runbooks/\(name).yaml", encoding: .utf8)
    try #require(shipped.contains("\n\(mark)"), "\(name) has no line \(mark)")
    try write(name, shipped.replacingOccurrences(of: "\n\(mark)", with: "\n\(text)\(mark)"))
  }

  /// From now on runs a copy of the shipped project.
  func copyProject() throws {
    project = "\(folder)/project"
    try shell(
      "mkdir project; cp -r '\(Self.shipped)/runbooks' '\(Self.shipped)/schedules' project; chmod -R go-w project")
  }

  /// From now on runs a project of this test's own, with this runbook in it and an empty schedule.
  func write(_ name: String, _ text: String) throws {
    project = "\(folder)/project"
    try shell("mkdir -p project/schedules project/runbooks; chmod -R go-w project")
    try text.write(toFile: "\(project)/runbooks/\(name).yaml", atomically: false, encoding: .utf8)
    try "defaults: {grace: 200ms}\n".write(
      toFile: "\(project)/schedules/main.yaml", atomically: false, encoding: .utf8)
    for file in ["runbooks/\(name).yaml", "schedules/main.yaml"] { chmod("\(project)/\(file)", 0o644) }
  }

  /// Back to the shipped runbooks.
  func useShipped() { project = Self.shipped }
}
