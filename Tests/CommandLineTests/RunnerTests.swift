import Execution
import Testing

@testable import CommandLine

struct RunnerTests {
  private func command(user: CommandUser?) -> Command {
    Command(
      script: "id", shell: .sh, environment: [], workingDirectory: "/", user: user, timeout: nil, grace: .zero,
      outputLimit: 0, processes: .end, secrets: [])
  }

  /// By number: a name would be looked up once more, and might then not be found.
  @Test func anotherUserIsChangedToByNumber() {
    let shell = ["/bin/sh", "-eu", "-c", "--", "id"]
    #expect(SupervisedRunner.arguments(of: command(user: nil)) == shell)
    #expect(
      SupervisedRunner.arguments(of: command(user: CommandUser(uid: 12, gid: 34)))
        == ["/usr/bin/setpriv", "--reuid=12", "--regid=34", "--init-groups", "--"] + shell)
  }
}
