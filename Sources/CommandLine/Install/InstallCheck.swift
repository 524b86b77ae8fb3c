import Catalog
import Diagnostics
import Glibc
import Scheduling
import TextSearch

/// Whether what cron or systemd would start works on this host, looked at before anything is written: else it fails every
/// few minutes.
struct InstallCheck {
  let context: Context
  let request: InstallRequest

  /// Refuses what cannot work or, as root, what somebody else could change.
  func callAsFunction() throws(CommandFailure) {
    if geteuid() != 0, !request.isUser {
      throw CommandFailure(
        "only root can install maint for the host", hint: "sudo maint install …, or --user for yourself alone",
        exitCode: .cannotWrite)
    }
    let executable = OwnProcess.executable
    guard access(executable, X_OK) == 0 else {
      throw CommandFailure(
        "\(executable) is not there: maint was moved or replaced while it ran", hint: "run it again",
        exitCode: .notFound)
    }
    var diagnostics = DiagnosticBag()
    _ = try TrustedProject(context: context).load(diagnostics: &diagnostics)
    if diagnostics.hasErrors {
      context.errors.write(context.render(diagnostics))
      throw CommandFailure(
        "nothing was installed: the project has errors", hint: "mend what is shown above; 'maint check' looks again",
        exitCode: ExitCode(diagnostics))
    }
    let trusted = TrustedPaths(context: context)
    try trusted.check(state: try context.folders.state())
    try trusted.check(executable: executable)
  }

  /// Refuses an image that has no place for it.
  func folderInImage() throws(CommandFailure) {
    guard case .folder(let folder) = request.place else { return }
    if access(folder, F_OK) == 0 {
      // A link with an absolute path is the image's own and leads, from here, to this host.
      guard let real = realpath(folder, nil), let image = realpath(request.root, nil) else { return }
      defer {
        free(real)
        free(image)
      }
      let (place, root) = (String(cString: real), String(cString: image))
      guard !place.hasPrefix("\(root)/") else { return }
      throw CommandFailure(
        "\(folder) is \(place), which is not in \(root): a link leads out of the image",
        hint: "run maint in the image, as with chroot, or make the link relative", exitCode: .cannotWrite)
    }
    guard errno == ENOENT else { return }
    let hasRoot = access(request.root, F_OK) == 0
    throw CommandFailure(
      "there is no \(hasRoot ? folder : request.root)",
      hint: hasRoot
        ? "install \(request.starter.rawValue) in the image first" : "--root takes the folder with the image",
      exitCode: .notFound)
  }

  /// What works and is perhaps not meant, a sentence each.
  var notes: [String] {
    var notes: [String] = []
    let executable = OwnProcess.executable
    if executable.contains(text: "/.build/")
      || ["/tmp/", "/var/tmp/", "/run/", "/dev/shm/"].contains(where: executable.hasPrefix)
    {
      notes.append(
        "\(request.starter.rawValue) will start \(executable), which does not stay: copy it to /usr/local/bin/maint and "
          + "install from there")
    }
    if let zone = zoneNotInstalled { notes.append(zone) }
    if context.invocation.has(.print), request.root.isEmpty, projectHasErrors {
      notes.append("without --print nothing would be installed: the project has errors, which 'maint check' shows")
    }
    guard request.root.isEmpty else { return notes }
    if request.starter == .cron, access("/usr/sbin/sendmail", X_OK) != 0 {
      notes.append(
        "there is no /usr/sbin/sendmail, so cron throws away what maint says when something goes wrong: install a mail "
          + "server such as msmtp-mta, or look at 'maint status'")
    }
    let user = UserAccount.current().name
    if request.starter == .systemd, request.isUser, access("/var/lib/systemd/linger/\(user)", F_OK) != 0 {
      notes.append(
        "a user's timers rest while that user is not logged in, unless: loginctl enable-linger \(ShellText.quoted(user))"
      )
    }
    return notes
  }

  private var projectHasErrors: Bool {
    var diagnostics = DiagnosticBag()
    _ = CatalogLoader.load(project: context.folders.project, diagnostics: &diagnostics)
    return diagnostics.hasErrors
  }

  private var zoneNotInstalled: String? {
    guard let variable = context.variables.value("TZ") else { return nil }
    let (here, host) = (context.zone, ZoneDatabase().hostZone(variable: nil))
    // A zone may have several names. Half a year apart the two tell others' saving time, too.
    let moments = [SystemClock.wall(), SystemClock.wall() + .seconds(182 * 86_400)]
    guard moments.contains(where: { here.civilTime(of: $0) != host.civilTime(of: $0) }) else { return nil }
    return "TZ is \(TypedWord.quoted(variable)) here and will not be there: times without a zone will be the host's, "
      + host.name
  }
}
