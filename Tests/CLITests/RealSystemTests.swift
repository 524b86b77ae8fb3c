import Foundation
import TestSupport
import Testing

/// A package and a web server of this host, rehearsed and drilled by root.
@Suite struct RealSystemTests {
  private static let root = Rehearsing.accounts.filter { $0 == .own && geteuid() == 0 }

  private static func has(_ programs: String...) -> Bool {
    let missing = programs.filter { program in
      !["/usr/sbin", "/usr/bin", "/sbin", "/bin"].contains { access("\($0)/\(program)", X_OK) == 0 }
    }
    if !missing.isEmpty { print("skipped: \(missing.joined(separator: ", ")) not found") }
    return missing.isEmpty
  }

  /// With a package that is made here: no network is needed.
  @Test(.enabled(if: has("apt-get", "dpkg-deb")), arguments: root) func aPackageIsInstalled(account: Account) throws {
    let rehearsing = try Rehearsing(account).prepare(
      """
      mkdir -p pkg/DEBIAN pkg/usr/share/maint-demo; cd pkg
      echo hello > usr/share/maint-demo/greeting
      printf '%s\\n' 'Package: maint-demo' 'Version: 1.0' 'Architecture: all' 'Maintainer: N <n@localhost>' \
        'Description: a demonstration' > DEBIAN/control
      printf '#!/bin/sh\\nset -e\\necho configured > /var/lib/maint-demo\\n' > DEBIAN/postinst
      printf '#!/bin/sh\\nset -e\\n[ "$1" != purge ] || rm -f /var/lib/maint-demo\\n' > DEBIAN/postrm
      chmod 755 DEBIAN/postinst DEBIAN/postrm
      dpkg-deb --root-owner-group -b . ../maint-demo.deb > ../log
      """
    ).runbook(
      """
      backup:
        - path: /var/lib/dpkg/status
        - path: /var/lib/dpkg/status-old
        - path: /var/lib/apt/extended_states
      ignore: [/var/log, /var/cache, '/var/lib/dpkg/lock*', /var/lib/dpkg/triggers, /var/lib/apt/lists]
      change:
        - name: install
          run: DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $host/maint-demo.deb
          undo: |
            dpkg --configure -a || true
            dpkg --purge --force-remove-reinstreq maint-demo || true
            rm -rf /usr/share/maint-demo /var/lib/maint-demo /var/lib/dpkg/updates/* /var/lib/dpkg/tmp.ci
      verify:
        - grep hello /usr/share/maint-demo/greeting
      """)
    let maint = rehearsing.maint
    try maint.run("rehearse", "daily").expect(exit: 0).shows(
      "Setting up maint-demo", "      + /usr/share/maint-demo/greeting", "      + /var/lib/maint-demo")
    let ended = try maint.run("drill", "daily", "--seed", "1")
    ended.expect(exit: 0).shows("✓  change.1.killed.1", "✓  change.1.crash", "✓  rollback")
    #expect(!maint.exists("/usr/share/maint-demo") && !maint.exists("/var/lib/maint-demo"))
  }

  /// The server of the sandbox stands in for the one that systemd would reload.
  @Test(.enabled(if: has("nginx", "python3")), arguments: root) func nginxIsReconfigured(account: Account) throws {
    let rehearsing = try Rehearsing(account).runbook(
      """
      backup:
        - path: /etc/nginx
      ignore: [/var/log/nginx, /var/lib/nginx]
      change:
        - name: install
          run: echo 'server { listen 127.0.0.1:8081; location / { return 200 new; } }' > /etc/nginx/conf.d/maint.conf
        - name: reload
          run: systemctl reload nginx
          rehearse: nginx -t -q; nginx
          processes: keep
      verify:
        - >-
          python3 -c 'import urllib.request as u; assert u.urlopen("http://127.0.0.1:8081/").read() == b"new"'
      rollback:
        - restore: /etc/nginx
        - name: reload again
          run: systemctl reload nginx
          rehearse: |
            while pids=$(grep -lsx nginx /proc/[0-9]*/comm); do
              for pid in $pids; do pid=${pid#/proc/}; kill -9 "${pid%/comm}" || true; done
            done
            rm -f /run/nginx.pid
      """)
    let maint = rehearsing.maint
    let before = TreeSnapshot("/etc/nginx")
    try maint.run("rehearse", "daily").expect(exit: 0).shows(
      "      + /etc/nginx/conf.d/maint.conf",
      "left running, and ended with the sandbox:\n  nginx: master process nginx",
      "1 replaced, 0 skipped, 0 unknown")
    try maint.run("drill", "daily", "--seed", "1").expect(exit: 0).shows(
      "✓  change.2.killed.1", "✓  verify.1.crash", "✓  rollback")
    #expect(TreeSnapshot("/etc/nginx") == before)
  }
}
