/// What the header of one member of an archive says.
struct ArchiveMember {
  /// As in the archive, without a slash at its end.
  var name: [UInt8]
  /// Its path is its name; content of a file is empty, target of a hard link as in the archive.
  var entry: Entry
}
