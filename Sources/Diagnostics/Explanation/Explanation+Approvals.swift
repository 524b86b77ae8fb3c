/// Who must say yes before a task begins.
extension Explanation {
  static let unknownApprover = Explanation(
    "an approver whom this host does not know",
    "Who may approve is named as a user of the host, as a group of it, or as a role; %name is always a group. Nobody can "
      + "approve under a name that the host does not have, so a task that needs that approval would wait for ever. On a host "
      + "on which the file is only written, that is as it should be: this is a warning.",
    wrong: .schedule(
      """
      maintenance_schedule:
        monthly:
          - {task: log_rotation, approval: {from: [roott]}}

      """),
    right: .schedule(
      """
      maintenance_schedule:
        monthly:
          - {task: log_rotation, approval: {from: [root]}}

      """))

  static let tooFewApprovers = Explanation(
    "an approval that needs more people than it names",
    "Everybody counts once, however often he says yes. Where only users are named, and fewer than needed says, the task could "
      + "never begin. A group or a role stands for as many as belong to it.",
    wrong: .schedule(
      """
      maintenance_schedule:
        monthly:
          - {task: log_rotation, approval: {from: [root, daemon], needed: 3}}

      """),
    right: .schedule(
      """
      maintenance_schedule:
        monthly:
          - {task: log_rotation, approval: {from: [root, daemon], needed: 2}}

      """))
}
