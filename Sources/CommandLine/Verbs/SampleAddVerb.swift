import Execution
import Reporting
import RunLog
import Scheduling

/// `maint sample add NAME VALUE`: notes a value that no step measured.
struct SampleAddVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let name = context.invocation.argument(.metric) ?? ""
    let value = context.invocation.argument(.value) ?? ""
    let labels = context.invocation.values(.label).map { label in
      let parts = label.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return "\(parts[0])=\"\(Self.escaped(parts.count > 1 ? String(parts[1]) : ""))\""
    }
    let series = labels.isEmpty ? name : "\(name){\(labels.joined(separator: ","))}"
    guard let sample = Sample(line: "\(series) \(value)"), sample.value.isFinite else {
      throw CommandFailure(
        "'\(series.prefix(200))\(series.count > 200 ? "…" : "") \(value)' is no sample",
        hint: series.utf8.count > Sample.longest
          ? "NAME and labels together are at most \(Sample.longest) bytes long"
          : "NAME and the names of labels are letters, digits and _, VALUE is a number: maint sample add backlog 7 "
            + "--label queue=mail", exitCode: .usage)
    }
    let now = SystemClock.wall()
    let at = try GivenMoment.of(.at, context)?.timestamp(in: context.zone) ?? now
    guard at <= now else {
      throw CommandFailure(
        "\(Option.at.flag) lies in the future: what is measured has happened", hint: nil, exitCode: .usage)
    }
    let writing = try StateWriting(context)
    let log = try writing.makeLog()
    let key = SeriesKey(name: sample.name, labels: sample.labels)
    let known = try writing.logged { () throws(RunLogFailure) in try log.series(of: sample.name) }
    try writing.logged { () throws(RunLogFailure) in try log.note(sample, at: at, now: now) }
    // A label that was mistyped makes another series, which nobody would look at.
    let new = known.contains(key) ? "" : ", a new series"
    context.output.write("\(HarmlessText.words("\(key)")) \(MetricValue(sample.value))\(new)\n")
    return .success
  }

  /// As the text format of Prometheus escapes the values of labels.
  private static func escaped(_ value: String) -> String {
    var text = ""
    for character in value.unicodeScalars {
      switch character {
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      case "\n": text += "\\n"
      default: text.unicodeScalars.append(character)
      }
    }
    return text
  }
}
