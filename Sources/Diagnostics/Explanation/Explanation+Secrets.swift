/// Files of secrets.
extension Explanation {
  static let readableSecret = Explanation(
    "a secret that everyone on the host may read",
    "Every account on this host can read the file, and with it what the secret opens. Root refuses to run, or to "
      + "deliver a message, with such a file. Take the right away with chmod o-rwx, and if others have had an account here, change the secret too.",
    wrong: .commands(
      """
      echo sesame > token; chmod 644 token
      echo 'precheck: [test -n "$TOKEN"]' > runbooks/disk_space.yaml
      echo "secrets: {TOKEN: {file: $PWD/token}}" >> runbooks/disk_space.yaml
      maint -C . check
      """),
    right: .commands(
      """
      echo sesame > token; chmod 600 token
      echo 'precheck: [test -n "$TOKEN"]' > runbooks/disk_space.yaml
      echo "secrets: {TOKEN: {file: $PWD/token}}" >> runbooks/disk_space.yaml
      maint -C . check
      """))

  static let missingSecret = Explanation(
    "a secret whose file is not on this host",
    "A task that runs the runbook fails before its first step, when it asks for its secrets, and through a channel with "
      + "such a file nothing goes. On another host than the one that the project is for, this may be as it should be. Write the file, readable by its owner alone.",
    wrong: .commands(
      """
      echo 'precheck: [test -n "$TOKEN"]' > runbooks/disk_space.yaml
      echo "secrets: {TOKEN: {file: $PWD/token}}" >> runbooks/disk_space.yaml
      maint -C . check
      """),
    right: .commands(
      """
      echo sesame > token; chmod 600 token
      echo 'precheck: [test -n "$TOKEN"]' > runbooks/disk_space.yaml
      echo "secrets: {TOKEN: {file: $PWD/token}}" >> runbooks/disk_space.yaml
      maint -C . check
      """))
}
