import Backups
import Glibc

/// Runs the module's functions as a process of their own, as maint's steps do: the tests kill it, the benchmark times it.
///
///     backup-driver make PATH FOLDER NAME [PATTERN…]     prints the two checksums, tab-separated
///     backup-driver verify FOLDER NAME SUM SUM
///     backup-driver restore FOLDER NAME SUM SUM RESTORE [PART [TO]]
///     backup-driver compare FOLDER NAME TREE             prints differences; 1 if there are any
///     backup-driver discard TARGET RESTORE [MANIFEST]
///     backup-driver seal FOLDER [NAME SUM]               prints the checksum of its SHA256SUMS; SUM is known already
///
/// 3 and a message on a failure. `FAILPOINT=N` kills it at the N-th failpoint; `NO_EXCHANGE=1` refuses to exchange;
/// `TOOLS` is where the programs are looked for in place of the usual folders; to the file `MEMORY` goes the most memory
/// that it had itself, in KiB.
func main() throws(BackupFailure) -> Int32 {
  let words = CommandLine.arguments
  func word(_ index: Int) -> String? { index < words.count && !words[index].isEmpty ? words[index] : nil }
  let tools = if let path = getenv("TOOLS") { try Toolbox(path: String(cString: path)) } else { try Toolbox() }
  let bench = try Workbench(tools: tools) { put("note: \($0)\n", to: 2) }
  #if DEBUG
    if let number = getenv("FAILPOINT").flatMap({ Int(String(cString: $0)) }) {
      var count = 0
      bench.failpoint = {
        count += 1
        if count == number { kill(getpid(), SIGKILL) }
      }
    }
    bench.refusesToExchange = getenv("NO_EXCHANGE") != nil
  #endif
  switch (word(1), word(2), word(3), word(4)) {
  case ("make", let path?, let folder?, let name?):
    let made = try Archive.make(
      TreePath(path), excluding: Array(words.dropFirst(5)), into: folder, name: name, on: bench)
    put("\(made.archive.fileChecksum ?? "")\t\(made.archive.manifestChecksum)\t\(made.contents)\n", to: 1)
  case ("verify", let folder?, let name?, _):
    try archive(folder, name, word(4), word(5)).verify(on: bench)
  case ("restore", let folder?, let name?, _):
    let other = if let path = word(8) { try TreePath(path) } else { nil as TreePath? }
    let report = try Restore.run(
      archive(folder, name, word(4), word(5)), part: word(7), to: other, name: word(6) ?? "x", on: bench)
    put("\(report.method)\t\(report.kept ?? "")\t\(report.unplaced.count)\n", to: 1)
  case ("compare", let folder?, let name?, let tree?):
    let differences = try Manifest(file: "\(folder)/\(name).manifest").compare(
      with: TreePath(tree), scratch: folder, on: bench)
    for difference in differences.first { put("\(difference)\n", to: 1) }
    return differences.isEmpty ? 0 : 1
  case ("discard", let target?, let name?, _):
    try Restore.discard(RestorePlaces(target: TreePath(target), name: name), manifest: word(4), on: bench)
  case ("seal", let folder?, let name, let sum):
    let known = if let name, let sum { [name: sum] } else { [:] as [String: String] }
    put(try Seal.make("SHA256SUMS", in: folder, known: known, on: bench).checksum + "\n", to: 1)
  default:
    put("backup-driver: see the top of its source\n", to: 2)
    return 64
  }
  return 0
}

func archive(_ folder: String, _ name: String, _ sum: String?, _ manifestSum: String?) -> Archive {
  let files: [String] = ["tar.zst", "tar.gz"].map { suffix in "\(folder)/\(name).\(suffix)" }
  let file: String? = files.first { path in access(path, F_OK) == 0 }
  return Archive(
    file: sum == nil ? nil : file ?? "\(folder)/\(name).tar.zst", manifest: "\(folder)/\(name).manifest",
    fileChecksum: sum, manifestChecksum: manifestSum ?? "")
}

func put(_ text: String, to descriptor: Int32) {
  var text = text
  _ = text.withUTF8 { write(descriptor, $0.baseAddress, $0.count) }
}

/// Without the programs that it started, which the kernel counts as children.
func tellMemory() {
  guard let path = getenv("MEMORY") else { return }
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
  put("\(usage.ru_maxrss)\n", to: file)
  close(file)
}

do throws(BackupFailure) {
  let code = try main()
  tellMemory()
  exit(code)
} catch {
  put("\(error.message)\(error.hint.isEmpty ? "" : "\nhint: \(error.hint)")\n", to: 2)
  exit(3)
}
