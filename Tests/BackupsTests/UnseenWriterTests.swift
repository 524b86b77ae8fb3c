import Foundation
import TestSupport
import Testing

/// Of one who writes through a memory map: on some file systems that leaves no trace in the times of the file.
@Suite struct UnseenWriterTests {
  /// A file that is written to by a program in place of one of the tools, at the moment when that is started.
  private struct Mapped {
    let driver: Driver
    private let page: UnsafeMutableRawPointer

    /// In `TOOLS` all programs are the host's, but one waits until the test has written, and is then the host's too.
    init(waitingTool name: String, when condition: String) throws {
      driver = try Driver()
      try driver.shell(
        """
        mkdir tree tools; head -c 8192 /dev/zero | tr '\\0' a >tree/mapped; echo 1 >tree/still
        for t in tar sha256sum openssl xargs find rm sync zstd gzip; do
          ! p=$(command -v $t) || ln -s "$p" tools/$t
        done
        real=$(readlink tools/\(name)); rm tools/\(name)
        cat >tools/\(name) <<END
        #!/bin/sh
        export PATH=/usr/sbin:/usr/bin:/sbin:/bin
        if \(condition); then
          touch '$PWD/go'; while [ -e '$PWD/go' ]; do /bin/sleep 0.01; done
        fi
        exec $real "\\$@"
        END
        chmod +x tools/\(name)
        """)
      driver.environment["TOOLS"] = "\(driver.folder)/tools"
      let descriptor = open("\(driver.tree)/mapped", O_RDWR)
      defer { close(descriptor) }
      page = try #require(mmap(nil, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0))
      // From now on the page is the writer's.
      page.storeBytes(of: UInt8(ascii: "b"), as: UInt8.self)
    }

    /// Each time that the tool waits, until the driver ends; at most so often.
    func makeWriting(times: Int) throws -> Driver.Ended {
      let pid = try driver.start(["make", driver.tree, driver.backups, "one"])
      var written = 0
      var status = siginfo_t()
      while waitid(P_PID, id_t(pid), &status, WEXITED | WNOHANG | WNOWAIT) == 0, status.si_signo == 0 {
        if access("\(driver.folder)/go", F_OK) == 0 {
          if written < times { page.storeBytes(of: UInt8(truncatingIfNeeded: 0x43 + written), as: UInt8.self) }
          written += 1
          unlink("\(driver.folder)/go")
        }
        usleep(2_000)
      }
      munmap(page, 8192)
      return driver.ended(pid)
    }
  }

  /// The manifest says what the archive holds, whatever a look at the source at another moment would say.
  @Test func theManifestIsOfWhatTheArchiveHolds() throws {
    // Long enough for whatever else reads the source to have done so.
    let mapped = try Mapped(waitingTool: "tar", when: "case \\$1 in --create) /bin/sleep 0.3;; *) false; esac")
    let made = try mapped.makeWriting(times: 1)
    #expect(made.status == 0, "\(made.err)")
    let sums = made.out.split(separator: "\t").map(String.init)
    let other = "\(mapped.driver.folder)/other"
    let restored = try mapped.driver.run(
      ["restore", mapped.driver.backups, "one", sums[0], sums[1], "r1", "", other])
    #expect(restored.status == 0, "\(restored.err)")
    #expect(try mapped.driver.compare(with: other).status == 0)
  }

  @Test func aChangeThatOnlyTheContentShowsIsReadAgainAndThenNamed() throws {
    let condition = "[ \\$1 = -dc ]"
    let once = try Mapped(waitingTool: "zstd", when: condition)
    let again = try once.makeWriting(times: 1)
    #expect(again.status == 0 && again.err.contains("attempt 1 of 3"), "\(again.err)")
    #expect(try once.driver.compare().status == 0)
    let always = try Mapped(waitingTool: "zstd", when: condition)
    let made = try always.makeWriting(times: 9)
    #expect(made.status == 3 && made.err.contains("attempt 2 of 3"), "\(made.err)")
    #expect(made.err.contains("\(always.driver.tree)/mapped") && !made.err.contains("still"), "\(made.err)")
    #expect(always.driver.backupNames.isEmpty)
  }
}
