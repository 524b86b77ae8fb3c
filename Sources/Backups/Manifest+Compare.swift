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

  /// Compares with a manifest that was written of the same path later: nothing but the two files is read. That something in
  /// a folder has changed gives the folder another time, which is no difference of its own.
  package func compare(with later: Manifest, limit: Int) throws(BackupFailure) -> Differences {
    var differences = Differences()
    func add(_ difference: Difference) {
      differences.count += 1
      if differences.first.count < limit { differences.first.append(difference) }
    }
    var merge = try EntryMerge(ManifestReader(file: file), ManifestReader(file: later.file))
    while let pair = try merge.next() {
      switch pair {
      case .left(let entry): add(Difference(path: entry.path, kind: .missing))
      case .right(let entry): add(Difference(path: entry.path, kind: .added))
      case .both(let before, let after):
        guard let difference = Difference(expected: before, found: after) else { continue }
        if after.kind == .directory, difference.kind == .changed([.time]) { continue }
        add(difference)
      }
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
