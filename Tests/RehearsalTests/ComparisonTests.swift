import CLinux
import Glibc
import TestSupport
import Testing

/// What a script changes in a sandbox is told, all of it and nothing else; the host stays as it was.
@Suite struct ComparisonTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var host = ":"
    let script: String
    let changes: [String]

    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "nothing", host: "echo a >f", script: "cat f", changes: []),
    Case(name: "created file", script: "echo a >f", changes: ["created file f"]),
    Case(
      name: "created folder with what is in it", script: "mkdir d d/e; echo a >d/e/f",
      changes: ["created directory d", "created directory d/e", "created file d/e/f"]),
    Case(name: "removed file", host: "echo a >f", script: "rm f", changes: ["removed file f"]),
    Case(
      name: "removed folder, told once", host: "mkdir -p d/e; echo a >d/e/f", script: "rm -r d",
      changes: ["removed directory d"]),
    Case(name: "removed empty folder", host: "mkdir d", script: "rmdir d", changes: ["removed directory d"]),
    Case(
      name: "content of another size", host: "echo a >f", script: "echo bb >>f", changes: ["changed content,time f"]),
    Case(
      name: "content of the same size at the same time", host: "echo a >f; touch -d @1000000000 f",
      script: "echo b >f; touch -d @1000000000 f", changes: ["changed content f"]),
    Case(name: "mode", host: "echo a >f; chmod 644 f", script: "chmod 600 f", changes: ["changed mode f"]),
    Case(name: "mode of a folder", host: "mkdir -m 755 d", script: "chmod 2750 d", changes: ["changed mode d"]),
    Case(name: "time", host: "echo a >f", script: "touch -d @1000000000 f", changes: ["changed time f"]),
    Case(
      name: "touched and restored", host: "echo a >f; chmod 644 f; touch -d @1000000000.123456789 f",
      script: "chmod 600 f; echo b >f; echo a >f; chmod 644 f; touch -d @1000000000.123456789 f", changes: []),
    Case(name: "made and removed", host: "mkdir d", script: "echo a >d/f; rm d/f; mkdir d/e; rmdir d/e", changes: []),
    Case(
      name: "removed and made anew is what differs", host: "echo a >f; touch -d @1000000000 f",
      script: "rm f; echo a >f; touch -d @1000000000 f", changes: []),
    Case(
      name: "link that points elsewhere", host: "ln -s a l", script: "ln -sfn b l; touch -hr . l; true",
      changes: ["changed time,target l"]),
    Case(
      name: "link that became a file", host: "echo a >f; ln -s f l", script: "cp l x; mv x l",
      changes: ["changed kind l"]),
    Case(
      name: "folder that became a file", host: "mkdir d; echo a >d/f", script: "rm -r d; echo a >d",
      changes: ["changed kind d"]),
    Case(
      name: "file that became a folder", host: "echo a >f", script: "rm f; mkdir f; echo a >f/g",
      changes: ["changed kind f", "created file f/g"]),
    Case(
      name: "folder made anew hides what was in it", host: "mkdir d d/e; echo a >d/f; echo a >d/g; echo a >d/e/h",
      script: "rm -r d; mkdir d; echo b >d/g",
      changes: ["removed directory d/e", "removed file d/f", "changed content,time d/g"]),
    Case(
      name: "moved folder", host: "mkdir d; echo a >d/f", script: "mv d e",
      changes: ["removed directory d", "created directory e", "created file e/f"]),
    Case(
      name: "names with newline, space, backslash and bytes that are no UTF-8", host: "echo a >\"$(printf 'o\\nd')\"",
      script: "echo b >\"$(printf 'o\\nd')\"; echo a >\"$(printf 'x\\377 \\\\y')\"",
      changes: ["changed content,time o\\0ad", "created file x\\ff\\20\\5cy"]),
    Case(
      name: "name of 255 bytes, and a way of more than 4096", host: "mkdir \(String(repeating: "n", count: 255))",
      script: "cd -P \(String(repeating: "n", count: 255)); i=0; while [ $i -lt 20 ]; do mkdir $(printf %0250d $i); "
        + "cd -P $(printf %0250d $i); i=$((i+1)); done; echo a >f",
      changes: (1...20).map { count in
        "created directory "
          + ([String(repeating: "n", count: 255)]
          + (0..<count).map { String(repeating: "0", count: $0 < 10 ? 249 : 248) + "\($0)" }).joined(separator: "/")
      } + [
        "created file "
          + ([String(repeating: "n", count: 255)]
          + (0..<20).map { String(repeating: "0", count: $0 < 10 ? 249 : 248) + "\($0)" } + ["f"])
          .joined(separator: "/")
      ]),
    Case(
      name: "hard links made inside", script: "echo a >f; ln f g", changes: ["created file f", "created file g"]),
    Case(
      name: "hard link of the host, of which one name is changed", host: "echo a >f; ln f g", script: "echo b >f",
      changes: ["changed content,time f"]),
    Case(name: "pipe", script: "mkfifo p", changes: ["created pipe p"]),
    Case(
      name: "pipe of the host that is not opened", host: "mkfifo -m 644 p", script: "chmod 600 p",
      changes: ["changed mode p"]),
    Case(
      name: "socket", script: "perl -MSocket -e 'socket(S,AF_UNIX,SOCK_STREAM,0); bind(S,pack_sockaddr_un(\"s\"))'",
      changes: ["created socket s"]),
    Case(
      name: "sparse file of 2 GB", host: "truncate -s 2G f",
      script: "printf x | dd of=f bs=1 seek=1G conv=notrunc status=none",
      changes: ["changed content,time f"]),
    Case(
      name: "sparse file of 2 GB that is as it was", host: "truncate -s 2G f; touch -d @1000000000 f",
      script: "chmod 600 f; chmod 644 f", changes: []),
  ]

  @Test(arguments: HostTree.accounts, cases) func tells(account: Account, what: Case) throws {
    let host = try HostTree(account)
    try host.host(what.host)
    let before = TreeSnapshot(host.tree) { _ in what.name.contains("2 GB") }
    let ended = try host.rehearse(what.script)
    #expect(ended.endings == ["exited(0)"], "\(ended.text)")
    #expect(ended.changes == what.changes)
    let after = TreeSnapshot(host.tree) { _ in what.name.contains("2 GB") }
    #expect(after == before, "\(after.differences(from: before))")
  }

  @Test(.enabled(if: HostTree.accounts.contains { $0.isRoot })) func tellsOwners() throws {
    let host = try HostTree(.own)
    try host.host("echo a >f; mkdir d; ln -s f l")
    let ended = try host.rehearse("chown 1:2 f; chown 1 d; chown -h 1 l")
    #expect(ended.changes == ["changed owner d", "changed owner f", "changed owner l"])
  }

  @Test(arguments: HostTree.accounts) func tellsExtendedAttributes(account: Account) throws {
    let host = try HostTree(account)
    try host.host("echo a >f; chmod 644 f; touch -d @1000000000 f")
    guard maint_set_attribute(AT_FDCWD, "\(host.tree)/f", "user.a", "1", 1) == 0 else {
      return print("skipped: /var/tmp takes no extended attributes")
    }
    // Without its attribute it is the same file.
    let ended = try host.rehearse("cp --preserve=mode,timestamps f g; mv g f")
    #expect(ended.changes == ["changed attributes f"])
  }

  @Test(arguments: HostTree.accounts) func laterComparisonsSeeWhatCameBack(account: Account) throws {
    let host = try HostTree(account)
    try host.host("echo a >f; mkdir d; touch -d @1000000000 f")
    let ended = try host.rehearse(
      "echo b >f; touch -d @1000000000 f; echo x >d/x", "echo a >f; touch -d @1000000000 f", "rm d/x; rmdir d")
    #expect(
      ended.lines == [
        "ended: exited(0)", "created file d/x", "changed content f", "ended: exited(0)", "created file d/x",
        "ended: exited(0)", "removed directory d",
      ])
  }
}
