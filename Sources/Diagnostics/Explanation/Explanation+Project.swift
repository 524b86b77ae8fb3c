/// A project and its folders.
extension Explanation {
  static let projectNotFound = Explanation(
    "the folder of the project is not there",
    "maint looks for the project in the folder of -C, else in $MAINT_PROJECT, else in the working folder if it has "
      + "schedules/ and runbooks/, else in /etc/maint. There is none at the place it came to, so nothing is scheduled on "
      + "this host.",
    wrong: .commands("maint -C no/such/folder check"),
    right: .commands("maint -C . check"))

  static let folderNotFound = Explanation(
    "schedules/ or runbooks/ is not there",
    "A project has both folders. One that is missing usually means that maint looks in the wrong place, or that a mount "
      + "or a checkout is incomplete. Name the right folder with -C, or make the folder.",
    wrong: .commands("mkdir web\nmaint -C web check"),
    right: .commands("maint init web\nmaint -C web check"))

  static let notAFolder = Explanation(
    "a file where a folder was expected",
    "schedules and runbooks must be folders, also where there is only one file to put into them.",
    wrong: .commands("mkdir web\ntouch web/schedules web/runbooks\nmaint -C web check"),
    right: .commands("maint init web\nmaint -C web check"))

  static let unreadableFolder = Explanation(
    "a folder that may not be read",
    "The system did not list this folder for the user who runs maint, so nobody knows which files are in it. Change its "
      + "permissions, or run maint as a user who may read it.",
    wrong: .commands("chmod 000 runbooks\nmaint check"),
    right: .commands("chmod 755 runbooks\nmaint check"))

  static let emptyFolder = Explanation(
    "a folder without any .yaml file",
    "Without a schedule nothing is ever due, and without a runbook there is nothing to do. Perhaps the files lie "
      + "elsewhere, or their names end otherwise.",
    wrong: .commands("rm schedules/*\nmaint check"),
    right: .commands("maint check"))

  static let fileIgnored = Explanation(
    "a file whose name does not quite end in .yaml",
    "maint reads the files whose names end in .yaml and no others, so what stands in this one has no effect: it ends in .yml, or "
      + "somebody, an editor or a package manager has put it aside and left no other in its place. Rename it, or move it out of the "
      + "folder.",
    wrong: .commands("mv schedules/windows.yaml schedules/windows.yml\nmaint check"),
    right: .commands("mv schedules/windows.yaml schedules/hours.yaml\nmaint check"))

  static let unsafePermissions = Explanation(
    "somebody other than root could write it",
    "As root maint runs what the project says. Whoever may write to one of its files, or to a folder on the way to it, "
      + "could run commands as root, so maint reads nothing. The same holds for the state folder and for files of secrets. "
      + "The hint is the command that mends it. Other users than root may use what folders they like.",
    wrong: .commands("sudo chmod o+w runbooks/disk_space.yaml\nsudo maint check"),
    right: .commands("sudo chmod go-w runbooks/disk_space.yaml\nsudo maint check"))
}
