import RunLog
import Scheduling

/// Alerts that are recent or still hold.
extension StatusReport {
  private static let shown = 5

  var alertLines: [StyledText] {
    let alerts = status.alerts
    if alerts.isEmpty { return [] }
    var lines = [StyledText(""), StyledText("Alerts", .faint)]
    for alert in alerts.prefix(Self.shown) {
      let words = "\(ago(alert.at)): \(HarmlessText.words(alert.text))"
      lines.append(StyledText("  \(alert.symbol) \(words)", alert.style))
    }
    let rest = alerts.count - Self.shown
    return rest > 0 ? lines + [StyledText("      and \(rest) more: \(command("status --json"))", .faint)] : lines
  }
}

extension Alert {
  var symbol: String { level == .info ? "·" : level == .warning ? "!" : "✗" }

  var style: Style {
    switch level {
    case .info: .plain
    case .warning: .caution
    case .critical: .alarm
    }
  }
}
