import Glibc

extension Manifest {
  /// What differs, the first of it, and how many paths do in all.
  package struct Differences: Sendable {
    package var first: [Difference] = []
    package var count = 0

    package var isEmpty: Bool { count == 0 }
  }

  /// Compares a tree with the manifest, contents by their hashes. What the backup excluded is ignored.
  ///
  /// `tree` may be at another place than what was backed up. `scratch` is a folder for a file without a name. What
  /// `isCounted` answers false for is no difference.
  package func compare(
    with tree: TreePath, scratch: String, limit: Int = 100, on bench: Workbench,
    where isCounted: @escaping (Difference) -> Bool = { _ in true }
  ) throws(BackupFailure) -> Differences {
    var differences = Differences()
    do throws(BackupFailure) {
      try TreeComparison(manifest: self, tree: tree, scratch: scratch, bench: bench).run { difference, _ in
        guard isCounted(difference) else { return }
        differences.count += 1
        if differences.first.count < limit { differences.first.append(difference) }
      }
    } catch {
      bench.endAll()
      throw error
    }
    return differences
  }

  /// Writes the manifest of a tree as it is now, and has it reach the disk. Its checksum is returned. A tree that is not
  /// there has no entries.
  package static func write(
    of tree: TreePath, excluding patterns: [String] = [], to file: String, scratch: String, on bench: Workbench
  ) throws(BackupFailure) -> String {
    do throws(BackupFailure) {
      let survey = try Survey(tree, exclusion: Exclusion(patterns, root: tree.path), folder: scratch, on: bench)
      try survey.hashFiles(scratch: scratch, on: bench)
      let header = Header(root: tree, excluded: patterns, missingFolders: nil, allocated: survey.allocated)
      try bench.change { () throws(BackupFailure) in try survey.writeManifest(header, to: file + ".partial") }
      let checksum = try Checksum.of(file + ".partial", on: bench)
      try bench.rename(file + ".partial", file)
      try bench.sync(TreePath(file).parent)
      return checksum
    } catch {
      bench.endAll()
      try? bench.unlink(file + ".partial")
      throw error
    }
  }

  /// Throws `damaged` where the file is not what was written, or is gone.
  package static func verify(_ file: String, checksum: String, on bench: Workbench) throws(BackupFailure) {
    do throws(BackupFailure) {
      guard access(file, F_OK) == 0 || errno != ENOENT else {
        throw BackupFailure(.damaged, "\(file) does not exist any more")
      }
      guard try Checksum.of(file, on: bench) == checksum else {
        throw BackupFailure(.damaged, "\(file) is not what was written", hint: "check the disk")
      }
    } catch {
      bench.endAll()
      throw error
    }
  }
}
