/// Files that cannot be read, and bytes that are not text.
extension Explanation {
  static let fileNotFound = Explanation(
    "a file that is not there",
    "maint was told to read this file, and no file has that name. Nothing was read in its place. Check the spelling, "
      + "and from which folder the path is meant.",
    wrong: .commands("maint parse schedules/dialy.yaml"),
    right: .commands("maint parse schedules/daily.yaml"))

  static let notAFile = Explanation(
    "a folder, pipe or socket where a file was expected",
    "Every name in schedules/ and runbooks/ that ends in .yaml is read as a file. A folder or pipe of such a name would "
      + "be passed over in silence, and with it perhaps the work that somebody believes is scheduled, so it is an error. "
      + "Rename it or move it elsewhere.",
    wrong: .commands("mkdir runbooks/web.yaml\nmaint check"),
    right: .commands("mkdir runbooks/web\nmaint check"))

  static let danglingLink = Explanation(
    "a link that leads to no file",
    "The link is there and the file that it names is not: it was moved, or a mount is missing. maint does not guess that "
      + "the runbook is unneeded. Put the file back, mend the link, or remove it.",
    wrong: .commands("ln -s /srv/none/deploy.yaml runbooks/deploy.yaml\nmaint check"),
    right: .commands(
      "mv runbooks/disk_space.yaml disk_space.yaml\nln -s ../disk_space.yaml runbooks/disk_space.yaml\nmaint check"))

  static let unreadableFile = Explanation(
    "a file that may not be read, or could not be",
    "The file is there, and the system did not give its content to the user who runs maint. As nobody knows what stands "
      + "in it, the project counts as invalid. Change the permissions, or run maint as a user who may read it.",
    wrong: .commands("chmod 000 runbooks/disk_space.yaml\nmaint check"),
    right: .commands("chmod 644 runbooks/disk_space.yaml\nmaint check"))

  static let fileTooLarge = Explanation(
    "a file larger than 64 MiB",
    "No schedule or runbook is that large, but a log, an image or a device with a wrong name can be. maint stops reading, "
      + "so that it cannot fill the memory of the host. Keep data in files whose names do not end in .yaml.",
    wrong: .commands("truncate -s 65M runbooks/data.yaml\nmaint check"),
    right: .commands("truncate -s 65M runbooks/data.bin\nmaint check"))

  static let unsupportedEncoding = Explanation(
    "a file in UTF-16 or UTF-32",
    "maint reads UTF-8, with or without a byte order mark. An editor, often one on Windows, has saved this file in "
      + "another encoding. Save it as UTF-8, or convert it with iconv.",
    wrong: .commands("printf 'a: b\\n' | iconv -t UTF-16 | maint parse -"),
    right: .commands("printf 'a: b\\n' | iconv -t UTF-16 | iconv -f UTF-16 -t UTF-8 | maint parse -"))

  static let invalidUTF8 = Explanation(
    "bytes that are not UTF-8",
    "The bytes at this place mean no character in UTF-8; most often the file was saved in Latin-1 or was damaged. Shown "
      + "or compared, they would be something else to every program. Save the file as UTF-8. Comments count too.",
    wrong: .commands("printf 'description: caf\\351\\n' | maint parse -"),
    right: .commands("printf 'description: caf\\351\\n' | iconv -f LATIN1 -t UTF-8 | maint parse -"))

  static let controlCharacter = Explanation(
    "a control character in the file",
    "A character that cannot be seen, such as NUL or ESC, stands in the file itself. YAML forbids nearly all of them, "
      + "maint all, for they could make a terminal show a text that is not there. Remove it; where a value needs it, write its escape in double quotes.",
    wrong: .commands("printf 'bell: \"\\a\"\\n' | maint parse -"),
    right: .commands("printf 'bell: \"\\\\a\"\\n' | maint parse -"))

  static let loneCarriageReturn = Explanation(
    "a carriage return that ends no line",
    "Lines end with a line feed, or with carriage return and line feed. A carriage return alone is a line break to some "
      + "programs and none to others, so the file would mean different things. Convert the line ends.",
    wrong: .commands("printf 'a: 1\\rb: 2\\n' | maint parse -"),
    right: .commands("printf 'a: 1\\r\\nb: 2\\r\\n' | maint parse -"))
}
