import Foundation
import TestSupport
import Testing

/// Who listens on the host's sockets is not reached from a sandbox, though the files of the sockets are seen there.
@Suite struct RealSocketsTests {
  static let postgres = ["15", "16", "17", "18"].map { "/usr/lib/postgresql/\($0)/bin" }
    .first { access("\($0)/initdb", X_OK) == 0 }
  static let hasAll =
    postgres != nil
    && ["psql", "dbus-daemon", "dbus-send"].allSatisfy { access("/usr/bin/\($0)", X_OK) == 0 }

  @Test(.enabled(if: hasAll, "needs postgresql-15 and dbus"), arguments: HostTree.accounts)
  func databasesAndBusesAreOutOfReach(account: Account) throws {
    // PostgreSQL does not run as root.
    let server = try HostTree(try #require(Account.available.last))
    let bin = try #require(Self.postgres)
    try server.host(
      """
      \(bin)/initdb -D data -U postgres -A trust --no-sync >/dev/null
      \(bin)/pg_ctl -D data -w -l log -o "-c listen_addresses='' -c fsync=off -c unix_socket_directories=$PWD" start
      sed 's|</busconfig>|<policy context="default"><allow user="*"/></policy>&|' /usr/share/dbus-1/session.conf >bus.conf
      dbus-daemon --config-file=bus.conf --fork --nopidfile --address="unix:path=$PWD/bus" --print-pid=3 3>bus.pid
      """)
    defer {
      // Their own process IDs, as they wrote them down.
      _ = try? server.host("kill \"$(cat bus.pid)\"; \(bin)/pg_ctl -D data -m immediate stop")
    }
    let ask = """
      psql -h \(server.tree) -U postgres -Atc 'select 6 * 7' postgres || echo no database
      dbus-send --bus=unix:path=\(server.tree)/bus --print-reply --dest=org.freedesktop.DBus / \
      org.freedesktop.DBus.ListNames || echo no bus
      """
    let host = try HostTree(account)
    try host.host(ask)
    #expect(host.output.contains("42\n") && host.output.contains("method return"), "\(host.output)")
    let text = try host.rehearse("test -S \(server.tree)/bus && echo seen; \(ask)").text
    #expect(text.contains("seen\n") && text.contains("no database\n") && text.contains("no bus\n"), "\(text)")
    #expect(!text.contains("42\n") && !text.contains("method return"), "\(text)")
  }
}
