import Diagnostics
import Glibc

/// Judges whether someone other than root could change what root is about to read and run.
///
/// Every folder on the way from `/` counts, and every link on it with the way that it leads, because whoever may write
/// into one of them may put another file in place. Each of them must belong to root and be writable by root alone. The
/// group of root is no exception: where a path has an access control list, the bits of the group are the list's mask
/// and so say what anyone named in it may do: acl(5).
///
/// The rule for folders such as `/tmp`: in a folder of root that others may write into and that is sticky, nobody can
/// rename or remove what belongs to root, so what root keeps below it is safe. It is no place for the files themselves,
/// for anyone may add one: the sticky bit does not excuse the project and its two folders.
///
/// Whether to ask at all is the caller's question: a user who is not root risks nothing but his own.
package struct OwnershipCheck {
  /// What lstat(2) says of a path.
  package struct Status: Sendable {
    package enum Kind: Sendable, Hashable {
      case folder, link(target: String), other
    }

    package var kind: Kind
    package var user: UInt32
    package var group: UInt32
    /// Permissions with the sticky bit, without the type.
    package var mode: UInt32

    package init(kind: Kind, user: UInt32, group: UInt32, mode: UInt32) {
      self.kind = kind
      self.user = user
      self.group = group
      self.mode = mode
    }
  }

  /// nil for a path that there is not, or whose way is barred; whoever reads it will say so.
  private let status: (String) -> Status?
  private let workingFolder: String
  /// What was found so far, each path once.
  package private(set) var problems = DiagnosticBag()
  private var judged: Set<Judged> = []
  /// A folder is passed on the way and read, and is told once.
  private var told: Set<String> = []

  /// What root does with what lies at a path.
  enum Use: Hashable {
    /// Passes through it or reads it as a file.
    case way
    /// Reads the files in it.
    case folder
    /// Keeps it from others.
    case secret
    /// Somebody else judges it, unless it is a link.
    case unjudged
  }

  private struct Judged: Hashable {
    let path: String
    let use: Use
  }

  /// `workingFolder` is absolute: relative paths begin there.
  package init(workingFolder: String, status: @escaping (String) -> Status? = FileStatus.read) {
    self.workingFolder = workingFolder
    self.status = status
  }

  /// The project, its two folders and every file in them that maint reads; `folders`: fewer of them.
  package static func check(
    project: String, folders: [String] = ["schedules", "runbooks"], workingFolder: String
  ) -> DiagnosticBag {
    var check = OwnershipCheck(workingFolder: workingFolder)
    check.check(folder: project.isEmpty ? "." : project)
    for name in folders {
      let folder = ProjectFolder(name, ofProject: project)
      check.check(folder: folder.path)
      // What is wrong with the folder is told by whoever reads it.
      var unneeded = DiagnosticBag()
      check.check(files: folder.files(diagnostics: &unneeded).map(\.path), in: folder.path)
    }
    return check.problems
  }

  /// A folder whose files are read.
  package mutating func check(folder path: String) { walk(path, as: .folder) }

  package mutating func check(file path: String) { walk(path, as: .way) }

  /// Files that lie in a folder: the way to it is looked at once.
  mutating func check(files: [String], in folder: String) {
    guard !files.isEmpty, let parts = walk(folder, as: .way) else { return }
    let place = Self.path(of: parts)
    for file in files {
      let name = Substring(file.utf8.dropFirst(folder.utf8.count + 1))
      // What a link leads to has a way of its own.
      if judge(parts.isEmpty ? "/\(name)" : "\(place)/\(name)", as: .way) != nil { check(file: file) }
    }
  }

  /// A file that only root, and the group that it is given to, may read.
  package mutating func check(secret path: String) { walk(path, as: .secret) }

  /// All that is passed on the way to a path, and not what lies there, which need not exist.
  package mutating func check(wayTo path: String) { walk(path, as: .unjudged) }

  /// path_resolution(7), looking at everything that it passes. The parts of where it leads; nil: nowhere.
  @discardableResult
  private mutating func walk(_ path: String, as use: Use) -> [String]? {
    var ahead = Self.parts(of: path.hasPrefix("/") ? path : "\(workingFolder)/\(path)")
    var current: [String] = []
    judge("/", as: .way)
    // The kernel follows 40 links: path_resolution(7).
    var linksLeft = 40
    while let part = ahead.popLast() {
      if part == ".." {
        _ = current.popLast()
        continue
      }
      current.append(part)
      guard let target = judge(Self.path(of: current), as: ahead.isEmpty ? use : .way) else { continue }
      guard linksLeft > 0 else { return nil }
      linksLeft -= 1
      current.removeLast()
      if target.hasPrefix("/") { current = [] }
      ahead += Self.parts(of: target)
    }
    return current
  }

  /// The target where the path is a link.
  @discardableResult
  private mutating func judge(_ path: String, as use: Use) -> String? {
    guard let found = status(path) else { return nil }
    if judged.insert(Judged(path: path, use: use)).inserted, let problem = Self.problem(of: found, at: path, as: use),
      told.insert(problem.hint ?? path).inserted
    {
      problems.append(problem)
    }
    if case .link(let target) = found.kind { return target }
    return nil
  }

  /// The rule itself.
  static func problem(of found: Status, at path: String, as use: Use) -> Diagnostic? {
    let quoted = ShellText.quoted(path)
    let isLink = if case .link = found.kind { true } else { false }
    if use == .unjudged && !isLink { return nil }
    guard found.user == 0 else {
      return Diagnostic(
        .unsafePermissions, "belongs to user \(found.user), who could change what root runs", at: .path(path),
        hint: "chown \(isLink ? "-h " : "")root \(quoted)")
    }
    // The mode of a link means nothing: symlink(7).
    if isLink { return nil }
    let isSticky = found.kind == .folder && found.mode & 0o1000 != 0
    if found.mode & 0o022 != 0, use != .way || !isSticky {
      let who = found.mode & 0o002 != 0 ? "anyone" : "the group \(found.group), or who an ACL names,"
      return Diagnostic(
        .unsafePermissions, "\(who) may write here and so change what root runs", at: .path(path),
        hint: "chmod \(use == .secret ? "g-w,o-rwx" : "go-w") \(quoted)")
    }
    guard use == .secret, found.mode & 0o004 != 0 else { return nil }
    return Diagnostic(
      .unsafePermissions, "anyone may read this secret", at: .path(path), hint: "chmod o-rwx \(quoted)")
  }

  private static func path(of parts: [String]) -> String {
    parts.isEmpty ? "/" : parts.reduce(into: "") { $0 += "/" + $1 }
  }

  /// The last one first.
  private static func parts(of path: String) -> [String] {
    path.split(separator: "/").filter { $0 != "." }.map(String.init).reversed()
  }
}
