import Catalog
import Diagnostics
import Formatting
import Glibc
import Syntax

/// `maint fmt [FILE…]`: rewrites files in the one style. What goes wrong with one of them does not keep it from the others.
struct FormatVerb {
  let context: Context

  private var onlyChecks: Bool { context.invocation.has(.check) }

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let files = context.invocation.arguments
    if files == ["-"] { return formatStandardInput() }
    if files.contains("-") {
      throw CommandFailure("- for standard input stands alone", hint: "name the files without it", exitCode: .usage)
    }
    if !files.isEmpty { return files.map(format).worst }
    var diagnostics = DiagnosticBag()
    let found = try projectFiles(&diagnostics)
    context.errors.write(context.render(diagnostics))
    return (found.map(format) + [diagnostics.hasErrors ? ExitCode(diagnostics) : .success]).worst
  }

  /// All that maint reads of the project.
  private func projectFiles(_ diagnostics: inout DiagnosticBag) throws(CommandFailure) -> [String] {
    let project = context.folders.project
    // Who only looks trusts nobody.
    if !onlyChecks { try TrustedProject(context: context).check() }
    guard CatalogLoader.exists(project: project, diagnostics: &diagnostics) else { return [] }
    let folders = [ProjectFolder("schedules", ofProject: project), ProjectFolder("runbooks", ofProject: project)]
    return folders.flatMap { $0.files(diagnostics: &diagnostics).map(\.path) }
  }

  private func formatStandardInput() -> ExitCode {
    do throws(FormatRefusal) {
      let (source, text) = try read("-")
      if onlyChecks { return told("standard input", isChanged: source.bytes != text) }
      context.output.write(text)
      return .success
    } catch {
      return told(error)
    }
  }

  private func format(_ path: String) -> ExitCode {
    do throws(FormatRefusal) {
      let (source, text) = try read(path)
      let isChanged = source.bytes != text
      if isChanged, !onlyChecks {
        try refuseUnsafe(path)
        try replace(source, by: text)
      }
      return told(path, isChanged: isChanged)
    } catch {
      return told(error)
    }
  }

  private func read(_ path: String) throws(FormatRefusal) -> (source: Source, text: [UInt8]) {
    let source: Source
    do throws(ReadFailure) { source = try SourceReader.read(path: path) } catch {
      var diagnostics = DiagnosticBag()
      diagnostics.append(error.diagnostic)
      throw .diagnostics(diagnostics, error.diagnostic.id == .fileNotFound ? .notFound : .invalid)
    }
    var diagnostics = DiagnosticBag()
    guard let tree = Parser.parse(source, diagnostics: &diagnostics) else { throw .diagnostics(diagnostics, .invalid) }
    do throws(FormattingFailure) { return (source, try Formatter.format(tree)) } catch {
      throw .failure(
        CommandFailure(
          "\(path) is left as it is: \(error.message)", hint: "this is a bug in maint; please report it with the file",
          exitCode: .bug))
    }
  }

  /// As root: who may write into a folder on the way could have the new text end up elsewhere.
  private func refuseUnsafe(_ path: String) throws(FormatRefusal) {
    guard geteuid() == 0 else { return }
    var check = OwnershipCheck(workingFolder: FolderChoice.absolute("."))
    check.check(file: path)
    if check.problems.hasErrors { throw .diagnostics(check.problems, .permissions) }
  }

  private func replace(_ source: Source, by text: [UInt8]) throws(FormatRefusal) {
    do throws(CommandFailure) {
      try FileReplacement.replace(source.path, holding: source.bytes, by: text)
    } catch {
      let other = "'maint fmt - < FILE' prints the text instead"
      throw .failure(
        CommandFailure(error.message, hint: error.hint.map { "\($0); \(other)" } ?? other, exitCode: error.exitCode))
    }
  }

  private func told(_ name: String, isChanged: Bool) -> ExitCode {
    if isChanged { context.output.write("\(name)\n") }
    return isChanged && onlyChecks ? .failed : .success
  }

  private func told(_ refusal: FormatRefusal) -> ExitCode {
    switch refusal {
    case .diagnostics(let diagnostics, let code):
      context.errors.write(context.render(diagnostics))
      return code
    case .failure(let failure):
      context.errors.write(failure.text)
      return failure.exitCode
    }
  }
}

extension [ExitCode] {
  /// What is told of several files: what needs a human's look most.
  fileprivate var worst: ExitCode {
    let order: [ExitCode] = [.bug, .cannotWrite, .permissions, .invalid, .notFound, .failed]
    return order.first(where: contains) ?? .success
  }
}
