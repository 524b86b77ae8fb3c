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

/// SplitMix64.
private struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
