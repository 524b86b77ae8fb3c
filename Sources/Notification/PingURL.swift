import Catalog
import RunLog

/// Where a ping goes: the URL when a run has succeeded, else `/start` or `/fail` below it, as healthchecks.io has them.
package enum PingURL {
  package static func url(_ base: String, for message: OutboxMessage) -> String {
    let suffix =
      switch (message.kind, message.level) {
      case (.completionNotifications, .info): ""
      case (.completionNotifications, _): "/fail"
      default: "/start"
      }
    guard !suffix.isEmpty else { return base }
    let path = base.prefix { $0 != "?" && $0 != "#" }
    return (path.hasSuffix("/") ? String(path.dropLast()) : String(path)) + suffix + base[path.endIndex...]
  }
}
