import Scheduling

/// What may be said only once in all schedules of a project.
enum Definition: Hashable {
  case task(TaskName)
  case setting(Tier, TierKey)
  case window(String)
  case phase(String)
  case metric(String)
  case `default`(DefaultsKey)
}
