import RunLog
import Scheduling

/// What a drill measured, beside the targets, in words.
struct DrillWords {
  private let event: BackupEvent

  init(_ event: BackupEvent) { self.event = event }

  /// `restored in 3 min 04 s (rto 4h), data 40 min 00 s old (rpo 1h)`, what is missed in another style.
  var measured: StyledText {
    let restored = Self.words("restored in \(HumanDuration(event.duration))", "rto", event.targets.rto, event.missesRTO)
    guard let age = event.dataAge else { return restored }
    return restored + ", " + Self.words("data \(HumanDuration(age)) old", "rpo", event.targets.rpo, event.missesRPO)
  }

  /// What to do before the next drill, about drills that were not well.
  static func remedy(of events: [BackupEvent]) -> String {
    if events.contains(where: { $0.error != nil }) { return "mend what keeps it from being restored" }
    if events.allSatisfy({ !$0.missesRTO }) { return "back up more often, or set the rpo to what may be lost" }
    if events.allSatisfy({ !$0.missesRPO }) { return "restore faster, or set the rto to what it may take" }
    return "back up more often and restore faster, or set rpo and rto to what may be"
  }

  private static func words(_ text: String, _ name: String, _ target: Duration?, _ isMissed: Bool) -> StyledText {
    guard let target else { return StyledText(text) }
    let limit = DurationText.format(target)
    return isMissed
      ? StyledText("\(text), more than \(name) \(limit)", .caution) : StyledText("\(text) (\(name) \(limit))")
  }
}
