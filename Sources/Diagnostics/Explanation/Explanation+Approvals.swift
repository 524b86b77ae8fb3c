/// Who must say yes before a task begins.
extension Explanation {
  static let unknownApprover = Explanation(
    "an approver whom this host does not know, or a group of nobody",
    "Who may approve is named as a user of the host, as a group of it, or as a role; %name is always a group. Nobody can "
      + "approve under a name that the host does not have, nor for a group or role to which none of its users belongs, so "
      + "a task that needs that approval would wait for ever. On a host on which the file is only written, that is as it should be: this is a warning.",
    wrong: .schedule(
      """
      maintenance_schedule:
        monthly:
          - {task: system_health_checks, approval: {from: [roott]}}

      """),
    right: .schedule(
      """
      maintenance_schedule:
        monthly:
          - {task: system_health_checks, approval: {from: [root]}}

      """))

  static let unknownSigner = Explanation(
    "a role to sign in that nobody of this host has",
    "sign_off names roles: as roles of maintenance_coordination defines them, else a user or a group of the host of that "
      + "name. In a role that nobody has, nobody can sign, so the runs of the tier stay unsigned for ever. On a host on which "
      + "the file is only written, that is as it should be: this is a warning.",
    wrong: .schedule(
      """
      maintenance_schedule:
        monthly:
          sign_off: [ops_leed]
          tasks: [system_health_checks]
      maintenance_coordination:
        roles:
          ops_lead: [root]

      """),
    right: .schedule(
      """
      maintenance_schedule:
        monthly:
          sign_off: [ops_lead]
          tasks: [system_health_checks]
      maintenance_coordination:
        roles:
          ops_lead: [root]

      """))

  static let tooFewApprovers = Explanation(
    "an approval that needs more people than it names",
    "Everybody counts once, however often he says yes. Where only users are named, and fewer than needed says, the task could "
      + "never begin. A group or a role stands for as many as belong to it. Where the run log belongs to a user who is not root, "
      + "nobody else can write an answer into it, however many are named.",
    wrong: .schedule(
      """
      maintenance_schedule:
        monthly:
          - {task: system_health_checks, approval: {from: [root, bin], needed: 3}}

      """),
    right: .schedule(
      """
      maintenance_schedule:
        monthly:
          - {task: system_health_checks, approval: {from: [root, bin], needed: 2}}

      """))

  static let untoldConfirmation = Explanation(
    "a change to be confirmed at night, of which nobody is told",
    "confirm: takes a change back unless somebody says in time that it works. By the clock nobody is there to see that it waits, "
      + "so a message asks for it, of the level warning. Without a channel for that, such a change is always taken back.",
    wrong: .project(
      schedule: """
        maintenance_schedule:
          daily: [deploy]

        """,
      runbook: """
        change: [{run: touch /run/maint-flag, undo: rm -f /run/maint-flag}]
        verify: [test -e /run/maint-flag]
        confirm: 10m

        """),
    right: .project(
      schedule: """
        maintenance_schedule:
          daily: [deploy]
        maintenance_coordination:
          channels: {log: {kind: command, run: logger -t maint}}
          alerts: {critical: [log], warning: [log], info: none}

        """,
      runbook: """
        change: [{run: touch /run/maint-flag, undo: rm -f /run/maint-flag}]
        verify: [test -e /run/maint-flag]
        confirm: 10m

        """))

  static let unapprovedSource = Explanation(
    "a file that is sourced and that approval cannot cover",
    "What is approved has the hash of each file that the shell texts source, and the task stops where one is different. Of a "
      + "path, a command or a text for eval that the shell makes up itself, maint cannot tell which file is read in: what "
      + "stands in it can be changed after the approval. Literal paths, parameters, MAINT_PROJECT and a variable that the text "
      + "sets once, in any case, are known beforehand. Write the path, or the name of the command, as it is.",
    wrong: .runbook(
      """
      approval: [root]
      precheck:
        - |
          lib=$(readlink -f /etc/maint-lib.sh)
          . "$lib"

      """),
    right: .runbook(
      """
      approval: [root]
      precheck:
        - . "$MAINT_PROJECT/runbooks/lib.sh"

      """))

  static let approvalOfTaskAlone = Explanation(
    "an approval that running the runbook itself passes by",
    "An approval beside a task holds for that task. Whoever may run maint can run its runbook by itself, with maint run "
      + "runbook:NAME, or add a task without an approval, and nobody is asked. Written into the runbook, it holds for whatever "
      + "runs it; a task can add to it. This is a note: it may be just what you want.",
    wrong: .project(
      schedule: """
        maintenance_schedule:
          monthly:
            - {task: deploy, approval: [root]}

        """,
      runbook: """
        change: [{run: touch /srv/new, undo: rm -f /srv/new}]
        verify: [test -e /srv/new]

        """),
    right: .project(
      schedule: """
        maintenance_schedule:
          monthly: [deploy]

        """,
      runbook: """
        approval: [root]
        change: [{run: touch /srv/new, undo: rm -f /srv/new}]
        verify: [test -e /srv/new]

        """))
}
