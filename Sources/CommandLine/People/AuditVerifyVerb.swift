import Glibc
import Reporting
import RunLog

/// `maint audit verify [--head HASH]`: whether somebody changed the chain, or what it speaks of.
struct AuditVerifyVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let head = try head()
    let log = try AuditReading.log(context)
    let check: AuditCheck
    do throws(RunLogFailure) { check = try log.verifyAudit(head: head) } catch { throw CommandFailure(error) }
    let report = AuditCheckReport(check, head: head)
    let text = report.text(appearance: context.appearance(of: STDOUT_FILENO))
    context.output.write(context.isJSON ? report.json : text)
    return check.finding == nil ? .success : .humanNeeded
  }

  /// Half a hash would prove little: another chain can be made that has the same half.
  private func head() throws(CommandFailure) -> String? {
    guard let text = context.invocation.value(.head) else { return nil }
    let digits = text.lowercased()
    guard digits.utf8.count == 64, digits.utf8.allSatisfy({ ("0123456789abcdef".utf8).contains($0) }) else {
      throw CommandFailure(
        "\(TypedWord.quoted(text)) is no hash of the chain: it has 64 hexadecimal digits",
        hint: "'maint audit head' prints one", exitCode: .usage)
    }
    guard digits != AuditChain.beginning else {
      throw CommandFailure(
        "64 zeros are no entry's hash: every chain begins after them, so they prove nothing",
        hint: "'maint audit head' prints one", exitCode: .usage)
    }
    return digits
  }
}

/// The run log for the verbs that print the chain.
enum AuditReading {
  static func log(_ context: Context) throws(CommandFailure) -> RunLog {
    if let log = try context.openLogForReading(.chainOnly) { return log }
    throw CommandFailure.noRunLog(in: try context.folders.state(), context)
  }
}
