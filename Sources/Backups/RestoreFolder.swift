import CLinux
import Glibc

/// The folder of a restore beside its target, held open: it is this user's alone, so nobody exchanges what is in it.
final class RestoreFolder {
  let places: RestorePlaces
  private let ground: HeldFolder
  private let bench: Workbench
  private var held: HeldFolder?

  /// Of an earlier attempt too, if there was one.
  init(_ places: RestorePlaces, in ground: HeldFolder, on bench: Workbench) throws(BackupFailure) {
    self.places = places
    self.ground = ground
    self.bench = bench
    try hold()
  }

  var isThere: Bool { held != nil }

  /// With mode 0700; one that is there is left as it is.
  func make() throws(BackupFailure) {
    if isThere { return }
    try bench.change { () throws(BackupFailure) in
      guard mkdirat(ground.descriptor, places.folderName, 0o700) == 0 || errno == EEXIST else {
        throw .call("the folder could not be made", places.folder)
      }
    }
    try hold()
    guard isThere else { throw .call("the folder could not be opened", places.folder) }
  }

  /// Throws where something is in its place that is no folder of this user's own: whoever may write beside it could have
  /// put it there, or a link, to have maint write or remove elsewhere.
  private func hold() throws(BackupFailure) {
    guard let folder = HeldFolder(places.folderName, in: ground) else {
      if errno == ENOENT { return }
      throw foreign()
    }
    var status = stat()
    guard stat(folder.reach, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o022 == 0 else {
      throw foreign()
    }
    held = folder
  }

  private func foreign() -> BackupFailure {
    BackupFailure(
      .source, "\(places.folder) is there already, and is no folder that maint made",
      hint: "look who made it (ls -ld), and remove it")
  }

  // MARK: What is in it

  /// Throws where it does not exist.
  func place(_ name: String) throws(BackupFailure) -> Place {
    guard let held else { throw .call("the folder of the restore was removed", places.folder, errno: ENOENT) }
    return held.place(name)
  }

  /// Itself, for files without a name.
  var scratch: String { get throws(BackupFailure) { try place(".").reach } }
  /// Where the archive is unpacked.
  var new: Place { get throws(BackupFailure) { try place("new") } }
  /// Written when the new tree is checked: the identity of its top. While `new` holds that very top, nothing has been
  /// exchanged; when it does not, it holds what was replaced.
  var ready: Place { get throws(BackupFailure) { try place("ready") } }
  /// The manifest of the part that is restored.
  var manifest: Place { get throws(BackupFailure) { try place("manifest") } }
  /// One for each exchange: a restore that is repeated may find a tree that was changed again.
  func replaced(_ number: Int) throws(BackupFailure) -> Place { try place(RestorePlaces.replaced(number)) }

  /// The numbers of what was replaced.
  func replacedCount() throws(BackupFailure) -> Int {
    var count = 0
    while try replaced(count + 1).isThere { count += 1 }
    return count
  }

  /// Whether what was replaced is in it.
  var isKept: Bool { get throws(BackupFailure) { isThere ? try replaced(1).isThere : false } }

  func makeFolder(_ place: Place) throws(BackupFailure) {
    try bench.change { () throws(BackupFailure) in
      guard mkdir(place.reach, 0o700) == 0 || errno == EEXIST else {
        throw .call("the folder could not be made", place.path)
      }
    }
  }

  /// A tree whose top is below a folder in it. Throws where there is no such folder.
  func tree(_ names: [String], in place: Place) throws(BackupFailure) -> TreePath {
    let inner = names.dropLast().map { "/\($0)" }.joined()
    guard let above = HeldFolder(at: place.reach + inner, path: place.path + inner) else {
      throw .call("the folder could not be opened", place.path + inner)
    }
    return try TreePath("\(above.path)/\(names.last ?? "")").held(in: above)
  }

  // MARK: Its end

  /// Where nothing is in it.
  func removeIfEmpty() throws(BackupFailure) {
    try bench.change { () throws(BackupFailure) in
      if unlinkat(ground.descriptor, places.folderName, AT_REMOVEDIR) == 0 || errno == ENOENT { return held = nil }
      if errno != ENOTEMPTY, errno != EEXIST { throw .call("could not be removed", places.folder) }
    }
  }

  /// With what restores make in it and nothing else: then it is none of theirs, or its name leads to another by now.
  func remove() throws(BackupFailure) {
    guard isThere else { return }
    for number in 1...max(1, try replacedCount()) { try bench.removeTree(replaced(number)) }
    try bench.removeTree(new)
    for file in [try ready, try manifest] {
      try bench.unlink(file)
      try bench.unlink(file + ".partial")
    }
    try removeIfEmpty()
    if isThere {
      throw BackupFailure(
        .different, "\(places.folder) could not be removed: something is in it that no restore made",
        hint: "look what it is (ls -la), and remove it")
    }
  }

  /// Gives it a name that no restore knows. Where it is then.
  func setAside(as suffix: String) throws(BackupFailure) -> String {
    var number = 1
    while true {
      let name = "\(places.folderName)-\(suffix)-\(number)"
      let code = try bench.change { () throws(BackupFailure) in
        maint_rename_to_free(ground.descriptor, places.folderName, ground.descriptor, name) == 0 ? 0 : errno
      }
      if code == 0 { return "\(places.folder)-\(suffix)-\(number)" }
      guard code == EEXIST else { throw .call("it could not be renamed to \(name)", places.folder, errno: code) }
      number += 1
    }
  }
}
