import Glibc
import Supervision

/// The folder that a drill restores into, open to its owner alone.
///
/// A link in the state folder leads to it from before it is made until after it is removed, so that the next drill finds
/// what a killed one left, wherever that was. One drill at a time: the caller holds the lock.
struct DrillScratch {
  private static let prefix = "maint-drill-"

  let path: String
  private let link: String

  /// In `folder`, which is there. What an earlier drill left is removed first.
  init(in folder: String, state: String) throws(CommandFailure) {
    link = "\(state)/drill"
    let process = OwnProcess.identity
    path = "\(folder)/\(Self.prefix)\(process.pid)-\(process.startTime)"
    try Self.removeLeft(link)
    guard symlink(path, link) == 0 else { throw Self.failure("the link \(link) could not be made") }
    guard mkdir(path, 0o700) == 0 else {
      let failure = Self.failure("the folder \(path) could not be made")
      unlink(link)
      throw failure
    }
  }

  /// The folder with all in it; nil when nothing is left, else why.
  func remove() -> String? {
    let problem = Self.removeTree(path)
    if problem == nil { unlink(link) }
    return problem
  }

  /// Also folders that their owner may not write.
  static func removeTree(_ path: String) -> String? {
    let script = """
      rm -rf --one-file-system -- "$1" 2> /dev/null && exit
      chmod -R u+rwx -- "$1" 2> /dev/null || true
      exec rm -rf --one-file-system -- "$1"
      """
    let specification = ProcessSpecification(
      executable: "/bin/sh", arguments: ["sh", "-c", script, "sh", path],
      environment: ["PATH=\(HostEnvironment.path)", "LC_ALL=C"], workingDirectory: "/", grace: .seconds(1),
      outputLimit: 1 << 16, cookie: "\(getpid())-drill-rm")
    do throws(CommandFailure) {
      guard let result = try ProgramBatch.run([specification]).first ?? nil else { return "rm could not be started" }
      if result.cause == .exited(0) { return nil }
      return String(decoding: result.error, as: UTF8.self).split(separator: "\n").first.map(String.init)
        ?? "rm did not come to its end"
    } catch {
      return error.message
    }
  }

  private static func removeLeft(_ link: String) throws(CommandFailure) {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(link, &buffer, buffer.count)
    guard count > 0 else { return }
    let left = String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    // Whoever made another link there did not mean a drill's folder.
    guard left.split(separator: "/").last?.hasPrefix(prefix) == true else {
      throw CommandFailure(
        "\(link) leads to \(left), which is no folder of a drill", hint: "remove the link", exitCode: .cannotWrite)
    }
    if let problem = removeTree(left) {
      throw CommandFailure(
        "what an earlier drill left in \(left) could not be removed: \(problem)", hint: "remove it by hand",
        exitCode: .cannotWrite)
    }
    unlink(link)
  }

  private static func failure(_ what: String) -> CommandFailure {
    CommandFailure("\(what): \(SystemError.words(errno))", exitCode: .cannotWrite)
  }
}
