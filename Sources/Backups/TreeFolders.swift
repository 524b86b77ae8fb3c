import CLinux
import Glibc

/// The folders of a tree in use, none of them reached through a link: whoever owns one can put a link in the place of
/// another at any instant. The last one stays open, since entries come folder by folder.
final class TreeFolders {
  /// A name for calls that take the folder that it is in.
  typealias Spot = (folder: Int32, name: [CChar])

  private let tree: TreePath
  private let ground: HeldFolder
  private var last: (path: [UInt8], descriptor: Int32)?

  init(_ tree: TreePath) throws(BackupFailure) {
    let found = if let held = tree.ground { held as HeldFolder? } else { try HeldFolder(walking: tree.parent) }
    guard let ground = found else {
      throw .call("the folder above it could not be opened", tree.path)
    }
    self.tree = tree
    self.ground = ground
  }

  deinit { if let last { close(last.descriptor) } }

  /// Good until the next call.
  func spot(_ path: [UInt8]) throws(BackupFailure) -> Spot {
    let whole = tree.memberName(path)
    guard let slash = whole.lastIndex(of: UInt8(ascii: "/")) else { return (ground.descriptor, Self.text(whole)) }
    let name = Self.text(whole[(slash + 1)...])
    let above = Array(whole[..<slash])
    if let last, last.path == above { return (last.descriptor, name) }
    let descriptor = maint_hold_folder_below(ground.descriptor, Self.text(above[...]))
    guard descriptor >= 0 else { throw .call("the folder that it is in could not be opened", tree.shown(path)) }
    if let last { close(last.descriptor) }
    last = (above, descriptor)
    return (descriptor, name)
  }

  /// As `spot`; nil where there is no such folder, or something else is in its place.
  func spotIfThere(_ path: [UInt8]) throws(BackupFailure) -> Spot? {
    do throws(BackupFailure) {
      return try spot(path)
    } catch {
      if error.kind == .system(ENOENT) || error.kind == .system(ENOTDIR) { return nil }
      throw error
    }
  }

  /// nil where nothing is there.
  func status(_ path: [UInt8]) throws(BackupFailure) -> stat? {
    guard let spot = try spotIfThere(path) else { return nil }
    var status = stat()
    return fstatat(spot.folder, spot.name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
  }

  /// Gives a file a further name.
  func link(_ first: [UInt8], to path: [UInt8], on bench: Workbench) throws(BackupFailure) {
    let (folder, name) = try spot(first)
    // Stays open while the other one is reached.
    let held = maint_hold_folder(folder, ".", 0)
    guard held >= 0 else { throw .call("its folder could not be opened", tree.shown(first)) }
    defer { close(held) }
    let spot = try spot(path)
    try bench.change { () throws(BackupFailure) in
      guard linkat(held, name, spot.folder, spot.name, 0) == 0 else {
        throw .call("it could not be made", tree.shown(path))
      }
    }
  }

  private static func text(_ bytes: some Collection<UInt8>) -> [CChar] { bytes.map(CChar.init(bitPattern:)) + [0] }
}
