import Testing

@testable import Linting

/// Which commands of a shell text need what no sandbox has.
@Suite struct SandboxNeedsTests {
  @Test(arguments: [
    ("echo systemctl reload nginx", []),
    ("# systemctl reload nginx\necho done", []),
    ("systemctl reload nginx", ["systemd"]),
    ("if /bin/systemctl is-active nginx; then sudo service nginx reload; fi", ["systemd"]),
    ("test -e /x && shutdown -r now", ["a restart of the host"]),
    ("x=$(systemctl show -p x y)", ["systemd"]),
    ("mount | grep x", []),
    ("mount /srv; umount /mnt", ["mounts"]),
    ("sysctl vm.swappiness", []),
    ("sysctl -w vm.swappiness=1; modprobe loop", ["the kernel"]),
    ("timeout 5 docker ps; reboot", ["a container engine", "a restart of the host"]),
  ])
  func finds(_ text: String, _ needs: [String]) { #expect(SandboxNeeds.of(text, shell: .sh) == needs) }
}
