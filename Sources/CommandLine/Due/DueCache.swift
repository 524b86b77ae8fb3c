import Catalog
import Diagnostics
import Glibc
import Reporting
import Scheduling

/// What `run --due` found when nothing was due, kept until something can become so.
///
/// cron asks every few minutes, for years. While nothing that the answer was made from has changed (the schedules, the
/// names of the runbooks, the run log, the zones, maint itself) and the clock is between the moment of the answer and the
/// next at which a task can be due, the answer is the same, and neither is read. Whenever in doubt, it does not count:
/// a wrong one would be a missed run. It is no part of what the state folder has to keep; without it all is slower only.
struct DueCache {
  private static let firstLine = "maint due 1"

  private let path: String
  /// What else the answer depends on.
  private let key: String
  private let context: Context
  /// Absolute, since the next who asks may do so from another folder.
  private let project: String
  /// What a deployment may exchange for another by a link while it is read, as it was before that.
  private let foldersBefore: [FileStamp]

  init(_ context: Context) throws(CommandFailure) {
    self.context = context
    path = "\(try context.folders.state())/due.cache"
    let project = FolderChoice.absolute(context.folders.project)
    self.project = project
    key = "\(project) \(context.variables.value("TZ") ?? "-")"
    foldersBefore = Self.folders(of: project).map(FileStamp.init(path:))
  }

  private static func folders(of project: String) -> [String] { ["\(project)/schedules", "\(project)/runbooks"] }

  /// The answer for the moment; nil where there is none that counts.
  func answer(at now: Timestamp) -> DueCacheAnswer? {
    guard let bytes = Self.read(path) else { return nil }
    var lines = LineScanner(bytes)
    guard lines.next() == Self.firstLine, lines.next() == key, let from = lines.next().flatMap({ Int64($0) }),
      let until = lines.next().flatMap({ $0 == "-" ? .max : Int64($0) }), from <= now.microseconds,
      now.microseconds < until, let count = lines.next().flatMap({ Int($0) })
    else { return nil }
    for _ in 0..<max(0, count) {
      guard let path = lines.next(), let stamp = lines.next(), FileStamp(path: path).text == stamp else { return nil }
    }
    return DueCacheAnswer(rest: lines, hostZone: { context.zone })
  }

  /// Keeps what was found at `check.now`, if nothing was due then and nothing was changed shortly before or since. That it
  /// cannot be written costs time only.
  /// `until`: when something else has to be done, at the latest.
  func keep(_ check: DueCheck, until: Timestamp? = nil) {
    guard !check.hasOpenTasks, !check.selection.states.contains(where: \.isDue), let files = files(of: check),
      !key.utf8.contains(UInt8(ascii: "\n"))
    else { return }
    let stamps = files.map { (path: $0, stamp: FileStamp(path: $0)) }
    guard stamps.allSatisfy({ $0.stamp.isSettled(before: check.now.seconds) }),
      Self.folders(of: project).map(FileStamp.init(path:)) == foldersBefore
    else { return }
    var text = "\(Self.firstLine)\n\(key)\n\(check.now.microseconds)\n"
    let change = [check.selection.change, until].compactMap { $0 }.min()
    text += "\(change.map { "\($0.microseconds)" } ?? "-")\n\(stamps.count)\n"
    for (path, stamp) in stamps { text += "\(path)\n\(stamp.text)\n" }
    text += DueCacheAnswer.text(of: check.report(zone: .utc).tasks, hostZone: context.zone)
    write(text)
  }

  /// Everything that the answer was read from; nil where a name cannot be written down, or TZ says what is hard to find.
  private func files(of check: DueCheck) -> [String]? {
    let zones = "/usr/share/zoneinfo/"
    var files = ["/proc/self/exe"] + Self.folders(of: project)
    var unneeded = DiagnosticBag()
    files += ProjectFolder("schedules", ofProject: project).files(diagnostics: &unneeded).map(\.path)
    let state = path.dropLast("/due.cache".utf8.count)
    files += ["\(state)/maint.db", "\(state)/maint.db-wal"]
    files += check.catalog.windows.compactMap(\.timezone).map { zones + $0 }
    switch context.variables.value("TZ") {
    case nil: files.append("/etc/localtime")
    case let name? where name.hasPrefix(":"): return nil
    case let name?: files.append(name.hasPrefix("/") ? name : zones + name)
    }
    return files.contains { $0.utf8.contains(UInt8(ascii: "\n")) } ? nil : files
  }

  /// What is in the way of the new file was left by a kill, or another maint is writing it: it goes, and nothing is kept
  /// this time. Of a file that two write at once a reader finds the first lines or no answer.
  private func write(_ text: String) {
    let new = "\(path).new"
    let file = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else {
      if errno == EEXIST { unlink(new) }
      return
    }
    let isWhole = WholeWrite.write(text.utf8, to: file)
    close(file)
    if !isWhole || rename(new, path) != 0 { unlink(new) }
  }

  /// The bytes of a file of our own that nobody else could have written.
  private static func read(_ path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
      status.st_mode & 0o022 == 0
    else { return nil }
    let size = Int(status.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = max(0, Glibc.read(file, buffer.baseAddress, size))
    }
    return bytes.count == size ? bytes : nil
  }
}
