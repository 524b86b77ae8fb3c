import Catalog
import Glibc
import RunLog

/// Where answers to requests are written, and what those who answer need for that: the run log belongs to one user, and
/// nobody else can write it.
struct AnswerPlace {
  /// Whose the run log is; nil: root's.
  let owner: Actor?

  /// `state`: the folder of the run log.
  init(state: String) {
    var status = stat()
    guard stat(state, &status) == 0, status.st_uid != 0 else {
      owner = nil
      return
    }
    owner = Actor(name: UserAccount.of(status.st_uid)?.name ?? "#\(status.st_uid)", uid: Int(status.st_uid))
  }

  /// Before the command of who is somebody else.
  var prefix: String { owner.map { "sudo -u \(ShellText.quoted($0.name)) " } ?? "sudo " }

  /// Before the command in a message: who it is asked of may be the owner.
  func prefix(for record: ApprovalRecord, _ approvers: Approvers) -> String {
    owner.map { approvers.demands(of: record, for: $0).isEmpty } ?? true ? prefix : ""
  }

  /// What whoever answers has to know of it.
  func words(for record: ApprovalRecord, _ approvers: Approvers) -> String {
    guard let owner else {
      return "With sudo, for the run log is root's. Who answers is the user who logged in: sudo keeps that."
    }
    let others =
      "Who answers is the user who logged in, where the kernel keeps that (/proc/self/loginuid); where it does not, nobody "
      + "but \(owner.name) can."
    return prefix(for: record, approvers).isEmpty
      ? "As \(owner.name), whose the run log is; others with '\(prefix)' before it. \(others)"
      : "With \(prefix.dropLast()), for the run log belongs to \(owner.name). \(others)"
  }
}
