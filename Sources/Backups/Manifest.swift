/// The list of all entries of a backed-up tree, as a text file.
///
///     maint-manifest 1
///     path /etc/nginx
///     exclude *.log
///     parent /etc             the folder above it, without links
///     mount cache             for each mount point in the tree, or "." for its top
///     access-lists none       where no entry has an access control list
///     present 4096            bytes on the disk; or: absent N, where N folders above the path were missing too
///     d 0755 0 0 0 1795283761.673094487 - .
///     f 0644 0 0 12 1795283761.526543217 SHA-256 nginx.conf user.origin=maint
///     end 2
///
/// Read and written as a stream: a tree of a million files needs no more memory than one of ten.
package struct Manifest: Sendable {
  /// What stands above the entries.
  package struct Header: Sendable {
    /// The tree that was backed up.
    package var root: TreePath
    package var excluded: [String]
    /// nil where the path existed; else how many folders above it were missing with it.
    package var missingFolders: Int?
    /// Bytes on the disk of all files.
    package var allocated = 0
    /// The folder above the tree without links in it, with names of folders that were missing; nil in manifests of old.
    var realParent: String?
    /// Relative to the tree.
    var mounts: [[UInt8]] = []
    /// Whether an entry may have an access control list.
    var hasAccessLists = true

    package var isAbsent: Bool { missingFolders != nil }
  }

  static let version = "maint-manifest 1"

  package let file: String
  package let header: Header
  /// What its entries are a part of, relative to the path that was backed up; empty for all of it.
  var part: [UInt8] = []

  package var exclusion: Exclusion { Exclusion(header.excluded, root: header.root.path, prefix: part) }

  /// Opens a manifest and reads what stands above its entries.
  package init(file: String) throws(BackupFailure) {
    self.file = file
    header = try ManifestReader(file: file).header
  }
}
