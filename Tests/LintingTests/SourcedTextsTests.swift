import Catalog
import Foundation
import Testing

@testable import Linting

/// Texts that reviewers wrote to have the shell read in what is not told, each with what dash and bash have read in with it:
/// all of that is told, or it is said that it is unknown.
@Suite struct SourcedTextsTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let shells: [String]
    let text: String
    /// Within `/p`.
    let reads: [String]
    let files: [String: String]?
    let given: [String: String]?
    let folder: String?
    /// It does nothing but read in files, and can be run here.
    let runs: Bool?

    var testDescription: String { text }

    func look(_ shell: Step.Shell, in folder: String = "/p") -> SourcedFiles {
      let place = { (text: String) in text.replacingOccurrences(of: "/p/", with: "\(folder)/") }
      let files = files ?? [:]
      var sourced = SourcedFiles { path in
        guard path.hasPrefix("\(folder)/") else { return .missing }
        return .bytes(Array(place(files[String(path.dropFirst(folder.utf8.count + 1))] ?? "").utf8))
      }
      var values = ["lib": "/p/a.sh", "f": "/p/a.sh", "n": "1"]
      if let given { values = given }
      values["MAINT_PROJECT"] = "/p"
      sourced.add(
        place(text), shell: shell, variables: values.mapValues { $0 == "/p" ? folder : place($0) },
        folder: self.folder.map(place) ?? folder)
      return sourced
    }
  }

  static let cases: [Case] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/sourcing/texts.jsonl")
    let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n") ?? []
    return lines.compactMap { try? JSONDecoder().decode(Case.self, from: Data($0.utf8)) }
  }()

  /// Without the `.` in `/p/./a.sh`.
  private static func told(_ sourced: SourcedFiles) -> Set<String> {
    Set(sourced.files.map { $0.path.split(separator: "/").filter { $0 != "." }.map { "/\($0)" }.joined() })
  }

  @Test func allAreThere() { #expect(Self.cases.count > 300) }

  @Test(arguments: cases) func whatIsReadInIsToldOrSaidToBeUnknown(_ item: Case) throws {
    for name in item.shells {
      let sourced = item.look(try #require(Step.Shell(rawValue: name)))
      let missing = item.reads.filter { !Self.told(sourced).contains("/p/\($0)") }
      #expect(missing.isEmpty || !sourced.unknown.isEmpty, "\(name): \(item.text): \(missing)")
    }
  }

  /// As above, by the shells of this host: what they read in here and now.
  @Test func asTheShellsHere() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "maint-sourcing-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var count = 0
    for item in Self.cases where item.runs == true {
      for name in item.shells {
        let reads = try Self.run(item, name, in: folder)
        count += reads.isEmpty ? 0 : 1
        let sourced = item.look(try #require(Step.Shell(rawValue: name)), in: folder)
        let missing = reads.filter { !Self.told(sourced).contains("\(folder)/\($0)") }
        #expect(missing.isEmpty || !sourced.unknown.isEmpty, "\(name): \(item.text): \(missing)")
      }
    }
    #expect(count > 100)
  }

  /// Each file says that it was read in, in a folder that is thrown away.
  private static func run(_ item: Case, _ shell: String, in folder: String) throws -> [String] {
    try? FileManager.default.removeItem(atPath: folder)
    for name in ["x", "y"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    for name in ["a.sh", "b.sh", "c.sh", "1.sh", "2.sh", "x/a.sh", "x/b.sh", "y/a.sh", "y/b.sh"] {
      try "echo '\(name)' >> '\(folder)/mark'\n".write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
    }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/\(shell)")
    let options = shell == "bash" ? ["-eu", "-o", "pipefail"] : ["-eu"]
    process.arguments = options + ["-c", "--", item.text.replacingOccurrences(of: "/p/", with: "\(folder)/")]
    process.environment = [
      "PATH": "/usr/bin:/bin", "MAINT_PROJECT": folder, "lib": "\(folder)/a.sh", "f": "\(folder)/a.sh", "n": "1",
    ]
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let mark = (try? String(contentsOfFile: "\(folder)/mark", encoding: .utf8)) ?? ""
    return mark.split(separator: "\n").map(String.init)
  }

  // MARK: - Bytes

  /// `é` of one character and of two are two files.
  @Test func namesAreBytes() {
    let names = ["/p/\u{E9}.sh", "/p/e\u{301}.sh"]
    var sourced = SourcedFiles { .bytes(Array($0.utf8)) }
    sourced.add(". \(names[0]); . \(names[1])", shell: .sh, variables: [:], folder: "/")
    #expect(sourced.files.map { Array($0.path.utf8) } == names.map { Array($0.utf8) })
    #expect(sourced.files.map(\.bytes) == names.map { Array($0.utf8) })
    // Nor are two texts one that differ in no more than that.
    let texts = SourcingTexts()
    for name in names {
      var sourced = SourcedFiles(texts) { _ in .missing }
      sourced.add(". \(name)", shell: .sh, variables: [:], folder: "/")
      #expect(sourced.files.map { Array($0.path.utf8) } == [Array(name.utf8)])
    }
  }

  /// Shells pass over NUL, and read what is no UTF-8.
  @Test(arguments: [Array(". /p/\0b.sh\n".utf8), [0x2E, 0x20, 0x2F, 0xFF, 0x0A]])
  func whatIsNoText(_ bytes: [UInt8]) {
    var sourced = SourcedFiles { $0 == "/p/a.sh" ? .bytes(bytes) : .missing }
    sourced.add(". /p/a.sh; f=/p/b.sh", shell: .sh, variables: [:], folder: "/")
    #expect(sourced.files.map(\.isUnreadable) == [true])
  }

  // MARK: - Ordinary texts

  /// What operators write every day, with what it may not be taken for.
  @Test(arguments: [
    "retry() { n=$1; shift; until \"$@\"; do n=$((n - 1)); done; }; retry 3 cp \"$a\" \"$b\"",
    "run() { echo \"+ $*\"; \"$@\"; }; run apt-get update; run rm -f -- \"$old\"", "$SUDO apt-get update",
    "SUDO=; [ \"$(id -u)\" = 0 ] || SUDO=sudo; $SUDO systemctl restart nginx", "\"$tool\" --version",
    "psql=\"runuser -u $user -- psql -X\"; $psql -c \"$query\" << END\nselect 1\nEND", "$psql << END\nselect 1\nEND",
    "pip=\"$(command -v python3) -m pip\"; $pip install --upgrade wheel",
    "for t in curl jq; do command -v \"$t\"; done",
    "while read -r x; do echo \"$x\"; done < <(sort list)", "diff <(sort one) <(sort two)",
    "sudo -n -u postgres psql -c \"$q\"", "timeout --foreground 5 curl \"$url\"", "env -i PATH=\"$PATH\" make",
    "find . -name x -print0 | xargs -0 -r rm -f --", "echo \"$x\" | sudo tee /etc/y",
    "x=$((n + 1)); y=$(( (x + 1) * 2 ))",
    "if [[ -f x && $y == z* ]]; then echo \"${a[@]}\"; fi", "set -euo pipefail",
    "opts=\"--lib=$x\"; curl $opts \"$url\"",
    "while getopts ab: o; do case $o in a) continue ;; esac; done", "cat <<-'END'\n\t$x\n\tEND",
    "set -- \"$MAINT_EXECUTABLE\" -C \"$MAINT_PROJECT\"; \"$@\" status", "nice -n 19 ionice -c3 tar -cf x .",
    "printf '%s\\n' \"$a\" | while IFS= read -r l; do echo \"$l\"; done", "useradd -m -s /bin/bash \"$user\"",
    "apt-get install -y bash dash", "PS4='+ ${LINENO}: '; set -x", "flock -n 9 || exit 75", "exec 2>&1",
    "x=\"a \\\n b\"; echo \\\n  \"$x\" &&\\\n  true", "time -p tar -cf x y", "stop=\"$engine stop\"; $stop x || true",
  ])
  func whatIsOrdinary(_ text: String) {
    var sourced = SourcedFiles { _ in .bytes([]) }
    let given = ["MAINT_PROJECT": "/p", "lib": "/p/lib.sh"]
    sourced.add("\(text)\n. \"$lib\"", shell: .bash, variables: given, folder: "/p")
    #expect(sourced.files.map(\.path) == ["/p/lib.sh"] && sourced.unknown.isEmpty, "\(text): \(sourced.unknownWords)")
  }

  /// Texts that would take for ever: the look ends, and says so.
  @Test func whatIsTooMuch() {
    var sourced = SourcedFiles { path in
      guard let own = Int(path.dropFirst(4)) else { return .missing }
      let lines = (1...5).map { "v\(own)_\($0)=1; . /p/f\((own + $0) % 15)\n" }
      return .bytes(Array(lines.joined().utf8))
    }
    sourced.add(". /p/f0", shell: .sh, variables: [:], folder: "/")
    #expect(sourced.files.count == 15 && !sourced.unknown.isEmpty)
  }
}
