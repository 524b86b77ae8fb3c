import Reporting

/// Which backups a drill is about: lists of those of one task each, the newest first.
enum DrillChoice {
  /// Those of each task, by its name, also what cannot be restored; of `sample` tasks where it is given, the same for the same seed.
  static func subjects(of backups: [BackupRecord], sample: Int?, seed: Int?) -> [[BackupRecord]] {
    let groups = Dictionary(grouping: backups.filter { $0.state != .inTheMaking }) { $0.id.task.description }
    var names = groups.keys.sorted()
    if let sample {
      var numbers = SeededNumbers(seed: seed.map { UInt64($0) } ?? UInt64.random(in: .min ... .max))
      names = names.shuffled(using: &numbers).prefix(sample).sorted()
    }
    return names.compactMap { groups[$0] }
  }

  /// Whether it is the newest that could be restored of its task.
  static func isNewest(_ backup: BackupRecord, among all: [BackupRecord]) -> Bool {
    all.first { $0.state == .sealed && $0.id.task == backup.id.task }?.id == backup.id
  }
}
