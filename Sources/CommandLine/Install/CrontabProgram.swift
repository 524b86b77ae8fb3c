import Glibc

/// The crontab of the user who runs maint, by way of crontab(1), which alone may write it.
struct CrontabProgram {
  let context: Context

  static let name = "your crontab"

  func read() throws(CommandFailure) -> UserCrontab {
    let ended = try run(["-l"])
    guard ended.succeeded || ended.complaint.hasPrefix("no crontab for ") else {
      throw failure("could not be read", ended)
    }
    let bytes = ended.succeeded ? ended.output : []
    // Debian's crontab shows a CR as these two characters, and takes them for what they are when it is given them.
    if bytes.split(separator: UInt8(ascii: "\n")).contains(where: { $0.suffix(2) == Array("\\r".utf8)[...] }) {
      throw CommandFailure(
        "\(Self.name): a line ends in CR, which crontab does not hand out as it is, so it is left as it is",
        hint: "take the CR away with 'crontab -e'", exitCode: .cannotWrite)
    }
    if let crontab = UserCrontab(bytes) { return crontab }
    throw CommandFailure(
      "\(Self.name): not one '\(UserCrontab.begin)' with one '\(UserCrontab.end)' below it, so it is left as it is",
      hint: "take the lines of maint out with 'crontab -e'", exitCode: .cannotWrite)
  }

  /// Nothing takes the crontab away.
  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    if bytes.isEmpty {
      let ended = try run(["-r"])
      if !ended.succeeded { throw failure("could not be removed", ended) }
      return
    }
    var template = Array("/tmp/maint-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure("no folder could be made in /tmp: \(SystemError.words(errno))", exitCode: .cannotWrite)
    }
    let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { _ = FolderRemoval.remove(folder) }
    try FilePlacement.place(bytes, at: "\(folder)/crontab")
    let ended = try run(["\(folder)/crontab"])
    if !ended.succeeded { throw failure("could not be written and is as it was", ended) }
  }

  private func run(_ arguments: [String]) throws(CommandFailure) -> HostProgram {
    if let ended = try HostProgram.run("crontab", arguments, variables: context.variables) { return ended }
    throw CommandFailure("there is no crontab on this host", hint: "install cron", exitCode: .notFound)
  }

  private func failure(_ what: String, _ ended: HostProgram) -> CommandFailure {
    CommandFailure("\(Self.name) \(what): \(ended.complaint)", exitCode: .cannotWrite)
  }
}
