import Catalog

/// `maint install cron|systemd`: has maint started every few minutes. What is installed already is not written again.
struct InstallVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let request = try InstallRequest(context)
    let texts = try request.texts()
    let check = InstallCheck(context: context, request: request)
    for note in check.notes { context.errors.write("note: \(note)\n") }
    if context.invocation.has(.print) {
      print(texts, of: request)
      return .success
    }
    if request.root.isEmpty { try check() } else { try check.folderInImage() }
    switch request.place {
    case .crontab: try install(texts[0])
    case .folder(let folder): try install(texts, in: folder, of: request)
    }
    return .success
  }

  private func print(_ texts: [String], of request: InstallRequest) {
    guard request.paths.count > 1 else { return context.output.write(texts[0]) }
    let parts = zip(request.paths, texts).map { "# \($0)\n\($1)" }
    context.output.write(parts.joined(separator: "\n"))
  }

  private func install(_ block: String) throws(CommandFailure) {
    let program = CrontabProgram(context: context)
    let crontab = try program.read()
    let installed = InstalledText(crontab.block)
    try refuse(installed, name: CrontabProgram.name)
    try replace(installed, by: block, name: CrontabProgram.name) { () throws(CommandFailure) in
      try program.write(crontab.with(block: block))
    }
  }

  private func install(_ texts: [String], in folder: String, of request: InstallRequest) throws(CommandFailure) {
    if request.isUser { try FilePlacement.makeFolder(folder) }
    let installed = try request.paths.map { path throws(CommandFailure) in
      InstalledText(try FilePlacement.text(of: path))
    }
    for (path, text) in zip(request.paths, installed) { try refuse(text, name: path) }
    for (path, (old, new)) in zip(request.paths, zip(installed, texts)) {
      try replace(old, by: new, name: path) { () throws(CommandFailure) in
        try FilePlacement.place(Array(new.utf8), at: path)
      }
    }
    if request.starter == .systemd {
      try SystemManager(isUser: request.isUser, root: request.root, context: context).enable()
    }
  }

  private func refuse(_ installed: InstalledText, name: String) throws(CommandFailure) {
    guard !context.invocation.has(.force) else { return }
    switch installed {
    case .none, .own: return
    case .changed:
      throw CommandFailure(
        "\(name): what maint wrote was changed by hand, and is left as it is",
        hint: "--force writes it anew, --print shows how it would be", exitCode: .cannotWrite)
    case .foreign:
      throw CommandFailure(
        "\(name) is there, and maint did not write it", hint: "look at it, then move it away, or --force",
        exitCode: .cannotWrite)
    }
  }

  /// Says what became of a text, line by line where there was another.
  private func replace(
    _ installed: InstalledText, by text: String, name: String, write: () throws(CommandFailure) -> Void
  ) throws(CommandFailure) {
    guard let old = installed.text else {
      try write()
      return context.output.write("\(name): written\n")
    }
    if old == text { return context.output.write("\(name): as it should be, nothing was written\n") }
    try write()
    let (before, now) = (OwnText.lines(of: old), OwnText.lines(of: text))
    let changes =
      before.filter { !now.contains($0) }.map { "  - \($0)" } + now.filter { !before.contains($0) }.map { "  + \($0)" }
    context.output.write("\(name): replaced\n" + changes.map { "\(TypedWord.harmless($0))\n" }.joined())
  }
}
