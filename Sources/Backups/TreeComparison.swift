/// Compares a tree with a manifest: first what can be seen without reading files, then the files that look the same.
struct TreeComparison {
  let manifest: Manifest
  let tree: TreePath
  let scratch: String
  let bench: Workbench

  /// The differences of the first kind come first, each kind in the order of the manifest. With each comes the entry
  /// of the manifest, nil for what was added. Throws where it is over before its end.
  func run(
    readingFiles: Bool = true, until isOver: () -> Bool = { false },
    _ report: @escaping (Difference, Entry?) throws(BackupFailure) -> Void
  ) throws(BackupFailure) {
    let hashes = try ManifestReader(file: manifest.file)
    let pass = try HashPass(scratch: scratch) { name, hash throws(BackupFailure) in
      let path = Array(name.dropFirst(tree.name.utf8.count + 1))
      while let entry = try hashes.next() {
        guard entry.path == path else { continue }
        if entry.content != hash { try report(Difference(path: path, kind: .changed([.content])), entry) }
        return
      }
    }
    var hashable = 0
    var merge = try EntryMerge(
      ManifestReader(file: manifest.file), TreeWalk(tree, exclusion: manifest.exclusion))
    var count = 0
    while let pair = try merge.next() {
      count += 1
      if count % 512 == 0 {
        try bench.breathe()
        if isOver() { throw BackupFailure(.tool, "\(tree.path) has too many files to look at all of them now") }
      }
      switch pair {
      case .left(let entry): try report(Difference(path: entry.path, kind: .missing), entry)
      case .right(let entry): try report(Difference(path: entry.path, kind: .added), nil)
      case .both(let expected, let found):
        let difference = Difference(expected: expected, found: found)
        if let difference { try report(difference, expected) }
        guard expected.kind == .file, found.kind == .file, expected.size == found.size else { continue }
        hashable += 1
        if readingFiles { try pass.add(tree.memberName(found.path)) }
      }
    }
    guard readingFiles, hashable > 0, let run = try pass.start(on: bench, in: tree.reach) else { return }
    try bench.wait(for: [run])
    guard run.status == 0 else { throw run.failure("\(tree.path) could not be read") }
  }
}
