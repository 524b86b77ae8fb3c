import Foundation
import TestSupport
import Testing

/// Steps that would harm the host change nothing on it and reach nothing of it.
///
/// What they do they do in the sandbox alone: were it to leak, they are written so that this machine would survive it, but
/// for what they remove.
@Suite struct HostileTests {
  /// What is removed, overwritten and moved in the sandbox.
  @Test(arguments: HostTree.accounts) func changesOfEveryKindStayInside(account: Account) throws {
    let host = try HostTree(account)
    _ = RandomTree(host.tree + "/random", seed: 6, entries: 400)
    if account == .nobody { try Self.giveAway(host.tree + "/random") }
    try host.host("mkdir a; echo kept >a/f; ln a/f a/g; mkfifo p; ln -s a l")
    let files = ["/etc/passwd", "/etc/hostname", "/etc/hosts"].filter { FileManager.default.isReadableFile(atPath: $0) }
    let (tree, contents) = (TreeSnapshot(host.tree), files.map { FileManager.default.contents(atPath: $0) })
    let ended = try host.rehearse(
      "find . -exec chmod 777 {} + ; find . -exec touch {} + ; echo x >>a/f; echo y >l/new; true",
      "mv a b; rm -rf random p; mkdir random",
      """
      for file in \(files.joined(separator: " ")); do echo x >>$file; done
      while read -r device place rest; do echo x >"$place/x"; done </proc/self/mounts
      true
      """,
      "timeout 1 rm -rf --no-preserve-root /etc /usr/share /var /tmp /run /dev /sys /home 2>/dev/null; true",
      // Of a large disk a part will do.
      "cd /; timeout 1 rm -rf --no-preserve-root / 2>/dev/null; :")
    #expect(ended.endings.first == "exited(0)", "\(ended.text.prefix(2000))")
    #expect(!ended.changes.isEmpty)
    let after = TreeSnapshot(host.tree)
    #expect(after == tree, "\(after.differences(from: tree))")
    #expect(files.map { FileManager.default.contents(atPath: $0) } == contents)
    #expect(access("/bin/sh", X_OK) == 0 && access("/etc/x", F_OK) != 0 && access("/dev/x", F_OK) != 0)
  }

  @Test(arguments: HostTree.accounts) func processesOfTheHostAreOutOfReach(account: Account) throws {
    let host = try HostTree(account)
    let mark = "3\(UInt32.random(in: 1_000_000..<2_000_000)).5"
    // It would be killed, and by a process that may: it is the same account's.
    let victim = try Self.start(account.prefix + ["/bin/sleep", mark])
    defer {
      kill(victim, SIGKILL)
      waitpid(victim, nil, 0)
    }
    let ended = try host.rehearse(
      "kill -9 \(victim); ls -d /proc/[0-9]* | wc -l", "kill -9 -1", "echo alive >f",
      "perl -e 'syscall(101,16,\(victim),0,0)==0 and print qq(REACHED\\n)' || true")
    #expect(ended.endings == ["exited(0)", "signalled(9)", "exited(0)", "exited(0)"] || ended.endings.count == 4)
    #expect(ended.changes == ["created file f"], "\(ended.text)")
    #expect(!ended.text.contains("REACHED"))
    #expect(kill(victim, 0) == 0)
    let seen = ended.lines.compactMap { Int($0) }.first ?? 0
    #expect(1...8 ~= seen, "\(ended.text)")
  }

  /// Each of these would print REACHED.
  @Test(arguments: HostTree.accounts) func nothingOfTheKernelIsReached(account: Account) throws {
    let host = try HostTree(account)
    let ended = try host.rehearse(
      "mount -t tmpfs none /mnt && echo REACHED mount",
      "mount --bind / /mnt && echo REACHED bind",
      "umount /proc/sys && echo REACHED umount",
      "mount -o remount,rw /sys && echo REACHED remount",
      "mknod n b 254 0 && echo REACHED device",
      "mknod n c 1 1 && echo REACHED memory",
      // The value that is there already.
      "f=/proc/sys/kernel/printk; v=$(cat $f); { echo \"$v\" >$f; } 2>&1 && echo REACHED sysctl",
      "{ : >>/proc/sysrq-trigger; } 2>&1 && echo REACHED sysrq",
      "for f in $(find /sys -maxdepth 4 -type f 2>/dev/null | head -200); do { : >>$f; } 2>/dev/null && echo REACHED $f; done",
      "unshare -Ur mount -t tmpfs none /mnt 2>&1 && echo REACHED mount as another user",
      "unshare -Urm sh -c 'umount /proc/sys || mount -o remount,rw /proc/sys' 2>&1 && echo REACHED unmasked",
      "unshare -Urmpf sh -c 'mount -t proc proc /mnt && { cat /mnt/sys/kernel/printk >/mnt/sys/kernel/printk; }' 2>&1 "
        + "&& echo REACHED another proc",
      "unshare -Urmpf --kill-child true; nsenter -t 1 -m true 2>&1 && echo REACHED nsenter",
      // A mount of the host's cgroups, and its keyrings.
      "unshare -UrmC sh -c 'mkdir -p c && mount -t cgroup2 c c' 2>&1 && echo REACHED cgroups",
      "perl -e 'my ($t, $d, $p) = qw(user maint-test x); my $key = syscall(248, $t, $d, $p, 1, -4);"
        + " print qq(REACHED keyring\\n) if $key > 0'; true",
      "hostname reached 2>&1; true",
      "date -s @1 2>&1 >/dev/null && echo REACHED clock",
      "chroot /proc/1/root touch '\(host.folder)/reached'; true",
      // name_to_handle_at, with which open_by_handle_at would find the host's root by its inode.
      "perl -e 'open(D,\"<\",\"/\"); my $h=pack(\"Iiqq\",8,1,2,0); "
        + "syscall(304,fileno(D),$h,0)>=0 and print qq(REACHED handle\\n)'; true")
    #expect(ended.endings.count == 19, "\(ended.text)")
    let reached = ended.lines.filter { $0.hasPrefix("REACHED") }
    #expect(reached.isEmpty && access("\(host.folder)/reached", F_OK) != 0)
    #expect(try String(contentsOfFile: "/proc/sys/kernel/hostname", encoding: .utf8) != "reached\n")
    #expect(Self.time() > 1_000_000)
  }

  @Test(arguments: HostTree.accounts) func socketsOfTheHostAreOutOfReach(account: Account) throws {
    let host = try HostTree(account)
    let name = "maint-test-\(UUID().uuidString)"
    let listeners = try Listeners(path: "\(host.folder)/socket", name: name)
    defer { listeners.close() }
    chmod("\(host.folder)/socket", 0o777)
    let ended = try host.rehearse(
      """
      cat >connect <<'EOF'
      use Socket;
      my ($kind, $to) = @ARGV;
      socket(my $s, $kind eq "tcp" ? AF_INET : AF_UNIX, SOCK_STREAM, 0) or die;
      my $address = $kind eq "tcp" ? pack_sockaddr_in($to, inet_aton("127.0.0.1"))
        : pack_sockaddr_un($kind eq "abstract" ? "\\0$to" : $to);
      print connect($s, $address) ? "REACHED $kind\\n" : "refused $kind\\n";
      EOF
      perl connect tcp \(listeners.port); perl connect abstract \(name); perl connect unix '\(host.folder)/socket'
      """)
    #expect(
      ended.lines.filter { $0.hasPrefix("re") || $0.hasPrefix("RE") } == [
        "refused tcp", "refused abstract", "refused unix",
      ],
      "\(ended.text)")
    #expect(listeners.countWaiting == 0)
  }

  /// 300 that sleep; and of a user whom the kernel limits a fork bomb. It does not limit root.
  @Test(arguments: HostTree.accounts) func whatIsLeftBehindEndsWithTheSandbox(account: Account) throws {
    let host = try HostTree(account)
    let mark = "3\(UInt32.random(in: 1_000_000..<2_000_000)).25"
    let ended = try host.rehearse(
      "i=0; while [ $i -lt 300 ]; do setsid sleep \(mark) & i=$((i+1)); done; echo forked >f",
      // Without prlimit there is none: `ulimit -u` is no limit in every shell.
      account.isRoot ? "true" : "prlimit --nproc=320 /bin/sh -c 'b() { b | b & }; b' 2>/dev/null; true")
    #expect(ended.changes == ["created file f"], "\(ended.text.prefix(500))")
    #expect(eventually { HostTree.processes(with: mark).isEmpty })
  }

  @Test(arguments: HostTree.accounts) func killedMaintLeavesNothing(account: Account) throws {
    let host = try HostTree(account)
    let mark = "3\(UInt32.random(in: 1_000_000..<2_000_000)).75"
    let pid = try host.start(["setsid sleep \(mark) & trap '' TERM HUP INT; exec sleep \(mark)"])
    #expect(eventually { HostTree.processes(with: "sleep\0\(mark)").count == 2 }, "\(host.output)")
    kill(pid, SIGKILL)
    #expect(host.wait(pid) == -SIGKILL)
    #expect(eventually { HostTree.processes(with: mark).isEmpty })
    let mounts = try String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)
    #expect(!mounts.contains(host.folder))
    #expect(rmdir(host.mountPoint) == 0)
  }

  private static func giveAway(_ path: String) throws {
    for name in FileManager.default.enumerator(atPath: path)?.compactMap({ $0 as? String }) ?? [] {
      lchown("\(path)/\(name)", Account.nobodyID, Account.nobodyID)
    }
    chown(path, Account.nobodyID, Account.nobodyID)
  }

  private static func start(_ words: [String]) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    return try CleanSpawn.start(words, environment: [:], actions: &actions)
  }

  private static func time() -> Int { Glibc.time(nil) }
}

/// Asks again until it is so, for at most a minute.
func eventually(_ condition: () -> Bool) -> Bool {
  for _ in 0..<6000 {
    if condition() { return true }
    usleep(10_000)
  }
  return condition()
}
