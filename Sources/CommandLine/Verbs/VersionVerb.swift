import JSON
import CSQLite
import Reporting

/// `maint version`: what runs here.
struct VersionVerb {
  let context: Context

  func callAsFunction() -> ExitCode {
    let sqlite = String(cString: sqlite3_libversion())
    guard context.isJSON else {
      context.output.write("maint \(Version.text) (SQLite \(sqlite))\n")
      return .success
    }
    var json = JSONWriter()
    json.object { json in
      json.field("maint", Version.text)
      json.field("sqlite", sqlite)
    }
    context.output.write(json.bytes)
    context.output.write("\n")
    return .success
  }
}
