import Diagnostics
import Testing

/// Network commands without a limit, and lines that YAML folds.
@Suite struct ShellLintTests {
  @Test(arguments: [
    "«1»curl -fsS http://x/", "«1»wget -q http://x/", "«1»ssh host true", "«1»scp a host:b", "«1»rsync -a /a host:/b",
    "«1»rsync -a rsync://x/y z", "«1»apt-get update", "«1»apt -y install nginx", "«1»dnf -y upgrade",
    "«1»pip install x", "«1»git clone http://x", "«1»git -C /srv/x pull", "«1»nc x 80", "sudo -u me «1»curl x",
    "DEBIAN_FRONTEND=noninteractive «1»apt-get -y -o Dpkg::Options::=--force-confold dist-upgrade",
    "x=$(«1»curl x)", "if ! «1»curl x; then exit 1; fi", "true && «1»curl x | tar xz", "timeout 5 true; «1»curl x",
    "env A=1 «1»curl x", "nice -n 19 «1»rsync a h:b", "f() { «1»curl x; }; f", "cat x | xargs -n 1 «1»curl",
    "/usr/bin/«1»curl x", "sh -c «1»'curl x'", "su - me -c «1»'cd /x && curl x'", "bash -euo pipefail -c «1»\"curl x\"",
    "find . -name x -exec «1»curl {} \\;", "find . -exec sh -c «1»'curl \"$1\"' _ {} +", "«1»docker compose pull",
    "«1»docker compose -f x.yml pull", "«1»curl -omanifest.json x", "«1»curl -Hm x",
    "curl() { command «1»curl \"$@\"; }; curl x",
  ]) func waitsForEver(text: String) {
    let text = text.hasPrefix("/usr/bin/") ? "«1»/usr/bin/curl x" : text
    expectWarnings("precheck:\n  - run: |\n      \(text)\n", .missingTimeout, count: 1)
  }

  @Test(arguments: [
    "curl -m 5 x", "curl -fsSm5 x", "curl --max-time 5 x", "curl --max-time=5 x", "timeout 30 curl x",
    "timeout -k 5 30 curl x", "sudo timeout 30 nice curl x", "wget -T 5 x", "wget --timeout=5 x", "wget -qT5 x",
    "ssh -o ConnectTimeout=5 h x", "ssh -oServerAliveInterval=5 h x", "rsync -a /a /b", "rsync --timeout=5 a h:b",
    "scp a b", "apt-get clean", "apt-get -s upgrade", "apt list", "apt-get -o Acquire::http::Timeout=5 update",
    "git status", "git commit -m pull", "git -C /srv fetchx", "nc -w 5 x 80", "nc -U /run/x", "pip list", "echo curl x",
    "command -v curl", "which wget", "curl --version", "rsync \"$a\" /b", "dnf list", "ls /usr/bin/curl",
    "curl() { command curl --max-time 5 \"$@\"; }; curl x", "ssh -O exit host", "sh -c 'curl -m 5 x'",
    "timeout 5 sh -c 'curl x'", "sh ./script -c 'curl x'", "find . -exec ls {} \\;", "docker compose ps",
    "curl -fsSLm5 -o x y", "# curl x", "echo 'curl x'", "a=curl", "cat <<END\ncurl x\nEND",
  ]) func isLimited(text: String) {
    let lines = text.split(separator: "\n").map { "      \($0)\n" }.joined()
    expectWarnings("precheck:\n  - run: |\n\(lines)", .missingTimeout, count: 0)
  }

  @Test func programsThatGiveUpByThemselvesDoNotWaitForEver() {
    func message(_ command: String) -> String? {
      LintedProject(runbooks: ["main": "precheck: [\(command)]\n"]).warnings().first { $0.id == .missingTimeout }?
        .message
    }
    for name in ["wget x", "apt-get update", "dnf update", "pip install x", "npm ci"] {
      #expect(message(name)?.contains("may wait very long") == true, "\(name)")
    }
    #expect(message("curl x")?.contains("may wait for ever") == true)
  }

  @Test func limitsOfMaint() {
    expectWarnings("precheck: [{run: curl x, timeout: 5m}]\n", .missingTimeout, count: 0)
    func count(_ schedule: String, _ runbook: String = "precheck: [curl x]\n") -> Int {
      LintedProject(runbooks: ["main": runbook], schedule: schedule).warnings().filter { $0.id == .missingTimeout }
        .count
    }
    #expect(count("maintenance_schedule: {daily: [main]}\n") == 1)
    #expect(count("maintenance_schedule: {daily: [{task: main, timeout: 1h}]}\n") == 0)
    #expect(count("maintenance_schedule: {daily: [{task: main, timeout: 1h}], weekly: [main]}\n") == 1)
    #expect(count("defaults: {step_timeout: 1h}\n") == 0)
    #expect(count("defaults: {task_timeout: 1h}\n") == 0)
    #expect(count("defaults: {grace: 1s}\n") == 1)
    // A task's timeout ends with verify.
    let back = "change: [{run: a, undo: curl x}]\nrollback: [curl x]\ncleanup: [curl x]\nverify: [curl x]\n"
    #expect(count("defaults: {task_timeout: 1h}\n", back) == 3)
    #expect(count("defaults: {step_timeout: 1h}\n", back) == 0)
  }

  @Test(arguments: [
    "run: cp a b\n      «1»systemctl reload nginx",
    "run:\n      cp a b\n      «1»cp -r c d\n      systemctl reload nginx",
    "run: cp \"a\n      b\" c\n      «1»rm d",
    "run: \"cp a b\n      «1»rm d\"",
    "run: 'cp a b\n      «1»rm d'",
    "run: apt-get update\n      «1»apt-get -y upgrade",
    "run: x=1\n      y=2\n      «1»echo \"$x\"",
    "run: cp a \\\n      «1»/b",
    "if: test a\n      «1»exit\n    run: a",
  ]) func linesThatFold(step: String) {
    expectWarnings("precheck:\n  - \(step)\n", .foldedShell, count: 1)
  }

  @Test(arguments: [
    "run: |\n      cp a b\n      reload", "run: >\n      cp a b\n      reload", "run: >-\n      cp a b\n      reload",
    "run: rsync -a --delete\n      --exclude x\n      /src /dst", "run: cp a\n      \"$HOME\"",
    "run: test a &&\n      reload",
    "run: test a\n      && reload", "run: cat a |\n      sort", "run: cat a\n      | sort",
    "run: if a; then\n      b;\n      fi",
    "run: cp a b;\n      reload", "run: echo \"a\n      b\"", "run: awk '\n      { print }'",
    "run: cp a\n\n      reload",
    "run: apt-get install -y\n      nginx\n      curl", "run: tar czf /b.tgz\n      etc\n      home",
    "run: docker run --rm\n      alpine\n      sh -c true", "run: sudo\n      apt-get clean",
    "run: \"echo the disk\n      is full\"", "run: LC_ALL=C\n      sort x", "run: make\n      install",
    "run: cp a b", "run: 'cp a b'", "run: x=$(cat a |\n      sort)", "run: cp a\n      ./b",
    "run: mount x\n      a=b,c",
  ]) func linesThatMayFold(step: String) {
    expectWarnings("precheck:\n  - \(step)\n", .foldedShell, count: 0)
  }
}
