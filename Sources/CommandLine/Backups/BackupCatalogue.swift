import Catalog
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling

/// The backups in the state folder: which there are, and what the run log and their folders know of them.
struct BackupCatalogue {
  private static let prunedListed = 100

  let reading: LogReading
  private let folder: String
  private let zone: Zone

  init(_ context: Context) throws(CommandFailure) { self.init(try LogReading(context), zone: context.zone) }

  init(_ reading: LogReading, zone: Zone) {
    self.reading = reading
    self.zone = zone
    folder = "\(reading.state)/backups"
  }

  /// By their folders alone, the newest run first. What else lies there is none of maint's and passed over.
  static func ids(state: String) -> [BackupID] { ids(in: "\(state)/backups") }

  /// The folders `RUN/TASK` in a folder.
  static func ids(in folder: String) -> [BackupID] {
    let runs = names(in: folder).filter { $0.allSatisfy(\.isNumber) }
    let ids = runs.flatMap { run in names(in: "\(folder)/\(run)").compactMap { BackupID("\(run)/\($0)") } }
    return ids.sorted { ($1.run, $0.task.description) < ($0.run, $1.task.description) }
  }

  /// Newest first: by run, and within a run by when they were made. With those that are missing.
  func backups() throws(CommandFailure) -> [BackupRecord] {
    // The folders first: one that is pruned meanwhile is known to be by then.
    let ids = Self.ids(state: reading.state)
    return try records(of: ids, missing: try missing())
  }

  /// Those that were sealed and never pruned, and whose folders are gone all the same, the oldest first.
  func missing() throws(CommandFailure) -> [BackupID] { missing(of: try sealed()) }

  func missing(of sealed: [BackupID]) -> [BackupID] {
    sealed.filter { SealFile.status(of: "\(folder)/\($0)") == nil }
  }

  /// By the run log: sealed and never pruned, the oldest first.
  func sealed() throws(CommandFailure) -> [BackupID] {
    let sealed = try reading { log throws(RunLogFailure) in try log.sealedBackups() } ?? []
    return sealed.map { BackupID(run: $0.run, task: $0.task) }
  }

  /// Of each task the newest that is sealed, or the newest of all where none is, by task. Looks into no other.
  func newest() throws(CommandFailure) -> [BackupRecord] {
    var found: [TaskName: BackupID] = [:]
    var sealed: Set<TaskName> = []
    for id in Self.ids(state: reading.state) where !sealed.contains(id.task) {
      let isSealed = SealFile.status(of: "\(folder)/\(id)")?.isThere == true
      if isSealed { sealed.insert(id.task) }
      if isSealed || found[id.task] == nil { found[id.task] = id }
    }
    return try records(of: Array(found.values)).sorted { $0.id.task.description < $1.id.task.description }
  }

  /// Those of one task that lie in their folders.
  func backups(of task: TaskName) throws(CommandFailure) -> [BackupRecord] {
    try records(of: Self.ids(state: reading.state).filter { $0.task == task })
  }

  /// The last ones that were pruned, the last first. One whose folder is there was not: maint was killed before that.
  func pruned() throws(CommandFailure) -> [PrunedBackup] {
    let events = try reading { log throws(RunLogFailure) in
      try log.latestBackupEvents(.prune, limit: Self.prunedListed)
    }
    var ids: Set<BackupID> = []
    return (events ?? []).compactMap { PrunedBackup($0) }.filter { pruned in
      access("\(folder)/\(pruned.id)", F_OK) != 0 && ids.insert(pruned.id).inserted
    }
  }

  /// What was done with a backup after it was made, the oldest first.
  func events(of id: BackupID) throws(CommandFailure) -> [BackupEvent] {
    try reading { log throws(RunLogFailure) in try log.backupEvents(run: id.run, task: id.task) } ?? []
  }

  func archives(of id: BackupID) throws(CommandFailure) -> [ArchiveRecord] {
    try reading { log throws(RunLogFailure) in try log.archives(run: id.run, task: id.task) } ?? []
  }

  /// The pruned one that an operator names.
  func pruned(_ text: String) throws(CommandFailure) -> PrunedBackup? {
    if let id = BackupID(text) { return try events(of: id).last { $0.kind == .prune }.flatMap { PrunedBackup($0) } }
    return try pruned().first { text == "\($0.id.run)" || text == "\($0.id.run)/\($0.id.task.name)" }
  }

  /// The one that an operator names: by its ID, by the run alone where it has one backup, or by run and the task's name
  /// without its tier where that is one. It may be missing.
  func backup(_ text: String) throws(CommandFailure) -> BackupRecord {
    let isMeant = { (id: BackupID) in
      text == id.description || text == "\(id.run)" || text == "\(id.run)/\(id.task.name)"
    }
    let ids = Self.ids(state: reading.state)
    let missing = try missing().filter(isMeant)
    let found = ids.filter(isMeant)
    let exact = (found + missing).first { $0.description == text }
    let records = try records(
      of: found.filter { exact == nil || $0 == exact }, missing: missing.filter { exact == nil || $0 == exact })
    if records.count == 1, let record = records.first { return record }
    if records.isEmpty, let pruned = try pruned(text) {
      throw CommandFailure(
        "the backup \(pruned.id) is gone: \(pruned.words(zone: zone))",
        hint: "'maint backup list' lists those that are there", exitCode: .notFound)
    }
    if records.isEmpty {
      let nearest = Suggestion.nearest(to: text, among: ids.map(\.description))
      throw CommandFailure(
        "there is no backup \(TypedWord.quoted(text)) in \(folder)",
        hint: nearest.map { "did you mean '\($0)'?" } ?? "'maint backup list' lists them", exitCode: .notFound)
    }
    throw CommandFailure(
      "\(TypedWord.quoted(text)) is more than one backup",
      hint: "write \(alternatives(records.map { "'\($0.id)'" }))", exitCode: .notFound)
  }

  /// As `backup`, and it is there.
  func presentBackup(_ text: String) throws(CommandFailure) -> BackupRecord {
    let backup = try backup(text)
    guard backup.state != .missing else {
      throw CommandFailure(
        "the backup \(backup.id) is missing: \(backup.path) is gone, and maint did not prune it",
        hint:
          "look for it where the state folder is backed up, or copy_to took it; 'maint backup list' lists the others",
        exitCode: .notFound)
    }
    return backup
  }

  /// The files of a backup, with the checksums that its seal has.
  func contents(of backup: BackupRecord) -> BackupContents {
    BackupTree(backup.path).contents(SealFile.list(in: backup.path))
  }

  /// The run that made it, with all its steps; nil where the run log does not have it.
  func run(of backup: BackupRecord) throws(CommandFailure) -> RunRecord? {
    try reading { log throws(RunLogFailure) in try log.run(backup.id.run) } ?? nil
  }

  /// What the run log knows of it, and whether its run is at it.
  ///
  /// A run may end between the reading and the look at its process, and would seem to have died. So what was found gone is
  /// read once more: from then on nobody writes to it.
  private func origin(of id: BackupID) throws(CommandFailure) -> (known: BackupOrigin?, isAtWork: Bool) {
    var isGone = false
    while true {
      let found = try reading { log throws(RunLogFailure) in try log.backupOrigin(run: id.run, task: id.task) } ?? nil
      guard let found, !found.isRunOver else { return (found, false) }
      if OwnProcess.isAlive(found.maint, bootID: found.bootID) { return (found, found.result == nil) }
      if isGone { return (found, false) }
      isGone = true
    }
  }

  /// Of those that are still there, and of those that are missing.
  private func records(of ids: [BackupID], missing: [BackupID] = []) throws(CommandFailure) -> [BackupRecord] {
    var records: [BackupRecord] = []
    for (id, isMissing) in ids.map({ ($0, false) }) + missing.map({ ($0, true) }) {
      let (origin, isAtWork) = try origin(of: id)
      guard var record = isMissing ? missingRecord(of: id, origin) : record(of: id, origin, isAtWork: isAtWork) else {
        continue
      }
      record.archives = try archives(of: id)
      record.isOfUnresolvedRun = origin.map { !$0.isRunOver || $0.isUnresolved } ?? false
      record.foundDamagedAt = origin?.foundDamagedAt
      records.append(record)
    }
    return records.sorted { ($1.id.run, $1.madeAt) < ($0.id.run, $0.madeAt) }
  }

  private func missingRecord(of id: BackupID, _ origin: BackupOrigin?) -> BackupRecord? {
    guard let origin else { return nil }
    return BackupRecord(
      id: id, path: "\(folder)/\(id)", state: .missing, madeAt: origin.madeAt ?? origin.runStartedAt, fileCount: 0,
      bytes: 0, runbook: origin.runbook, sealChecksum: origin.sealChecksum, result: origin.result)
  }

  /// Nil where it is gone.
  private func record(of id: BackupID, _ origin: BackupOrigin?, isAtWork: Bool) -> BackupRecord? {
    let path = "\(folder)/\(id)"
    guard let seal = SealFile.status(of: path) else { return nil }
    let changedAt = Int64(seal.changedAt.tv_sec) * 1_000_000 + Int64(seal.changedAt.tv_nsec) / 1_000
    let tree = BackupTree(path)
    var record = BackupRecord(
      id: id, path: path, state: seal.isThere ? .sealed : isAtWork ? .inTheMaking : .notSealed,
      madeAt: origin?.madeAt ?? Timestamp(microseconds: changedAt), fileCount: tree.files.count, bytes: tree.bytes,
      runbook: origin?.runbook, sealChecksum: origin?.sealChecksum, result: origin?.result)
    record.isAtWork = isAtWork
    return record
  }

  private static func names(in folder: String) -> [String] {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    return (FolderRemoval.names(in: descriptor) ?? []).map { name in
      String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }
}
