import Scheduling

/// What may be said only once in all schedules of a project, besides its tasks.
enum Definition: Hashable {
  case setting(Tier, TierKey)
  case window(String)
  case phase(String)
  case coordination(CoordinationKey)
  case channel(String)
  case stakeholder(String)
  case alert(MaintenanceTask.AlertLevel)
  case role(String)
  case metric(String)
  case `default`(DefaultsKey)
}
