import Scheduling

/// What may be said only once in all schedules of a project, besides its tasks.
enum Definition: Hashable {
  case setting(Tier, TierKey)
  case window(String)
  case phase(String)
  case metric(String)
  case `default`(DefaultsKey)
}
