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

  private static func words(_ text: String, _ name: String, _ target: Duration?, _ isMissed: Bool) -> StyledText {
    guard let target else { return StyledText(text) }
    let limit = DurationText.format(target)
    return isMissed
      ? StyledText("\(text), more than \(name) \(limit)", .caution) : StyledText("\(text) (\(name) \(limit))")
  }
}
