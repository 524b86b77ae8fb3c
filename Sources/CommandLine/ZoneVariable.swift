import Diagnostics
import Scheduling

/// TZ, which glibc takes for UTC where it means nothing, without a word.
struct ZoneVariable {
  let context: Context

  /// What to say of a value that means nothing; nil where all is well. An empty one is UTC on purpose.
  var warning: String? {
    guard let value = context.variables.value("TZ"), !value.isEmpty, value != ":" else { return nil }
    let database = ZoneDatabase()
    guard database.zone(ofVariable: value) == nil else { return nil }
    let name = value.hasPrefix(":") ? String(value.dropFirst()) : value
    let nearest = NearestName.suggest(name, among: database.knownNames()).map { "did you mean TZ=\($0)?" }
    let hint =
      database.isInstalled
      ? nearest ?? "write a region and a city, such as TZ=Europe/Berlin" : "install the package tzdata"
    return "maint: TZ is \(TypedWord.quoted(value)), which is no time zone of this host, so times are those of UTC\n"
      + "hint: \(hint)\n"
  }

  /// Before a verb that deals with times. With `--quiet`, under which cron starts maint every few minutes, it is for the
  /// run to say, where there is one.
  func tell() {
    let verb = context.invocation.verb
    // Most hosts have none, and to look the verb up takes longer.
    guard context.variables.value("TZ") != nil, Verb.shown.contains(verb),
      ![.write, .setUp].contains(verb.description.group),
      !context.invocation.has(.quiet)
    else { return }
    if let warning { context.errors.write(warning) }
  }
}
