extension Explanation {
  static let uncoveredChange = Explanation(
    "a change that nothing takes back, seen in a rehearsal",
    "In 'maint rehearse' a step of change wrote a path that no path: of backup holds, that no undo of the step can take "
      + "back, and that neither touches: nor ignore: names. After a rollback it would stay. Back the path up; or name it in "
      + "touches: where the rollback stage takes it back, in ignore: where it does not matter, as a log.",
    wrong: .runbook(
      """
      backup:
        - path: /etc/motd
      change:
        - echo hello > /etc/motd; echo hello > /etc/issue
      verify:
        - grep -q hello /etc/motd /etc/issue

      """),
    right: .runbook(
      """
      backup:
        - path: /etc/motd
        - path: /etc/issue
      change:
        - echo hello > /etc/motd; echo hello > /etc/issue
      verify:
        - grep -q hello /etc/motd /etc/issue

      """))
}
