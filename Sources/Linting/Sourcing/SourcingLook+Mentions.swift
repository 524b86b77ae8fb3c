import Catalog

/// Files of the project that stand in commands. What a command does with a file nobody knows for sure: it may be told to run it
/// in as many ways as there are programs. So each is named, whatever the command is.
extension SourcingLook {
  /// They ask of a file whether it is there.
  private static let tests: Set<String> = ["[", "[[", "test"]
  /// Of the folder of the project itself they tell its path, or what is in it.
  private static let tellers: Set<String> = [
    "dirname", "basename", "realpath", "readlink", "echo", "printf", "ls", "stat",
  ]

  /// They run nothing that they find where they are. What `.`, `eval` and `trap` run is looked at by itself.
  private static let staying = tests.union(tellers).union([
    ":", "true", "false", "cd", "chdir", "pushd", "popd", "pwd", "exit", "return", "break", "continue", "shift", "set",
    "shopt", "export", "readonly", "local", "declare", "typeset", "unset", "read", "mapfile", "readarray", "getopts",
    "let", "umask", "ulimit", "wait", "type", "hash", "kill", "trap", "eval", ".", "source", "sleep", "date", "id",
    "cat", "head", "tail", "sort", "uniq", "cut", "tr", "wc", "tee", "cp", "mv", "ln", "rm", "mkdir", "rmdir", "touch",
    "chmod", "chown", "chgrp", "file", "grep", "sha256sum", "cmp", "diff",
  ])

  /// `.` tells of what it reads in itself.
  mutating func noteMentions(in call: Call, _ shell: inout Shell) {
    guard let project else { return }
    let (command, script) = (call.command, call.script)
    let name = command.name ?? ""
    if name == "cd", Self.isKnown(command) { return goToProject(project, call, &shell) }
    // As `make` does, it may run what is in its folder without being told of it.
    if let folder = shell.projectFolder, !command.words.isEmpty, !Self.staying.contains(name), !isMaint(call) {
      mentioned.append(folder)
    }
    if Self.tests.contains(name) { return }
    var paths: ProjectPaths?
    let here = shell
    func find(_ raw: some Collection<UInt8>, _ form: WordValue.Form, _ own: (String) -> Void) {
      let shell = here
      guard mayMention(raw, shell) else { return }
      let finder = paths ?? self.paths(project, call, shell)
      paths = finder
      let text = values(at: call, shell).value(raw, form)?.text ?? Self.bare(raw)
      for path in finder.found(in: text) where path != project || !tells(call) { own(path) }
    }
    let declares = ["export", "readonly", "local", "declare", "typeset"].contains(name)
    for word in command.assignments + (declares ? Array(command.words.dropFirst()) : []) {
      let raw = script.bytes[word.range].drop { $0 != UInt8(ascii: "=") }.dropFirst()
      find(raw, .assigned) { assigned.append($0) }
    }
    guard !declares else { return }
    let words = [".", "source"].contains(name) ? command.words.dropFirst(2) : command.words[...]
    for word in words { find(script.bytes[word.range], .word) { mentioned.append($0) } }
    for redirection in command.redirections where redirection.operation.hasPrefix("<") {
      if let document = redirection.document {
        find(Array(script.documents[document].text.utf8), .document) { mentioned.append($0) }
      } else {
        find(script.bytes[redirection.target.range], .word) { mentioned.append($0) }
      }
    }
  }

  /// `for`, `select` and `case`: what is done with it, only the shell will know.
  mutating func noteMentions(in clause: ShellScript.Clause, _ call: Call, _ shell: Shell) {
    let raw = call.script.bytes[clause.word.range]
    guard let project, mayMention(raw, shell) else { return }
    let text = values(at: call, shell).value(raw)?.text ?? Self.bare(raw)
    mentioned += paths(project, call, shell).found(in: text)
  }

  /// What stands behind it tells whether that matters.
  private func goToProject(_ project: String, _ call: Call, _ shell: inout Shell) {
    let finder = paths(project, call, shell)
    for word in call.command.words.dropFirst() {
      let raw = call.script.bytes[word.range]
      let value = values(at: call, shell).value(raw)?.text
      if let path = finder.found(in: value ?? Self.bare(raw)).first {
        shell.projectFolder = path
      } else if let value, value.hasPrefix("/"), call.command.isCertain, shell.isCertain, shell.endsOnFailure {
        (shell.projectFolder, shell.leftFolder) = (nil, shell.projectFolder)
      } else if value == "-" {
        shell.projectFolder = shell.projectFolder ?? shell.leftFolder
      }
    }
  }

  /// Where it has gone to, what stands behind it tells.
  private static func isKnown(_ command: ShellCommand) -> Bool {
    command.isCertain || command.isAtTop && command.before == .end && command.after == .and
  }

  /// Quickly: most words are none that could.
  private func mayMention(_ raw: some Collection<UInt8>, _ shell: Shell) -> Bool {
    raw.contains(UInt8(ascii: "/")) || raw.contains(UInt8(ascii: "$")) || shell.values.folder.map { $0 != "/" } ?? false
  }

  private func tells(_ call: Call) -> Bool {
    guard let word = call.command.words.first else { return false }
    return Self.tellers.contains(word.text) || isMaint(call)
  }

  private func isMaint(_ call: Call) -> Bool {
    call.command.words.first.map { $0.variables == [StepVariable.executable.rawValue] } ?? false
  }

  func paths(_ project: String, _ call: Call, _ shell: Shell) -> ProjectPaths {
    let known = values(at: call, shell)
    let here = WordValue("./".utf8, .word, value: { _ in nil }).flatMap {
      known.path($0, text: shell.identity, list: call.command.list)?.path
    }
    let isElsewhere = shell.isElsewhere || call.isElsewhere
    return ProjectPaths(
      project: project, folder: isElsewhere ? nil : here,
      value: { name in known.value("\"$\(name)\"".utf8)?.text ?? given[name] },
      isThere: { library.isThere($0) })
  }

  /// Without quotes, and without what is a command of its own.
  static func bare(_ raw: some Collection<UInt8>) -> String {
    let outside = withoutSubstitutions(Array(raw), mark: "…").filter {
      $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'")
    }
    return String(decoding: outside, as: UTF8.self)
  }

  /// A program that is no known one, and that is given a shell with something to run.
  mutating func note(started call: Call, _ shell: Shell) {
    let text = words(of: call)
    let range = call.origin?.range ?? call.words.first?.range ?? 0..<0
    started.append(
      SourcedFiles.Unknown(words: text, kind: .started, range: shell.isFile ? nil : shell.place ?? range))
  }

  /// Programs that are given the names of programs, and run none.
  static let takingNames: Set<String> = others.union([
    "cp", "mv", "ln", "rm", "mkdir", "rmdir", "touch", "chmod", "chown", "chgrp", "install", "cat", "head", "tail",
    "sort", "uniq", "cut", "tr", "wc", "tee", "file", "ldd", "id", "ps", "pacman", "snap", "pip", "pip3", "npm",
    "adduser", "deluser", "userdel", "update-alternatives", "systemctl", "service", "journalctl", "rmmod", "modprobe",
  ])
}
