import Testing

@testable import CommandLine

/// The environment that cron makes, as Debian's cron was seen to make it of the same files.
@Suite struct CronSurroundingsTests {
  private static let account = UserAccount(name: "me", uid: 1, gid: 1, home: "/home/me", shell: "/bin/zsh")

  @Test func itsOwnVariables() {
    let variables = CronSurroundings.variables(of: Self.account, systemFiles: [])
    #expect(variables == ["HOME": "/home/me", "LOGNAME": "me", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"])
  }

  @Test func thoseOfTheSystem() {
    let environment = """
      TZ=Asia/Tokyo
      export FOO="a b"
      # c
        BAR='x # y'
      BAZ=q # z
      PATH=/nowhere:/usr/bin
      HOME=/x
      =none
      word

      """
    let variables = CronSurroundings.variables(
      of: Self.account, systemFiles: [environment, "LANG=de_DE.UTF-8\nFOO=later\nLC_ALL=\n"])
    #expect(
      variables == [
        "HOME": "/home/me", "LOGNAME": "me", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin", "TZ": "Asia/Tokyo",
        "FOO": "later", "BAR": "x ", "BAZ": "q ", "LANG": "de_DE.UTF-8", "LC_ALL": "",
      ])
  }
}
