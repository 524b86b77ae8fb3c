import Catalog
import Testing

@testable import Linting

/// Which files a shell text reads in.
@Suite struct SourcedFilesTests {
  private func paths(_ text: String, folder: String = "/", files: [String: String] = [:]) -> [String] {
    var sourced = SourcedFiles { files[$0].map { .bytes(Array($0.utf8)) } ?? .missing }
    sourced.add(text, shell: .bash, variables: ["MAINT_PROJECT": "/p", "env": "prod"], folder: folder)
    return sourced.files.map(\.path)
  }

  @Test(arguments: [
    (". /etc/a", ["/etc/a"]), ("source '/etc/a b' x", ["/etc/a b"]), (". \"$MAINT_PROJECT/lib/a.sh\"", ["/p/lib/a.sh"]),
    ("source ${MAINT_PROJECT}/a.sh", ["/p/a.sh"]), (". \"${MAINT_PROJECT:?}/$env.conf\"", ["/p/prod.conf"]),
    ("lib=$MAINT_PROJECT/lib\n. \"$lib/a.sh\"", ["/p/lib/a.sh"]), ("export L=/x; . $L/a", ["/x/a"]),
    ("if [ -r /a/b ]; then . /a/b; fi && . /a/c", ["/a/b", "/a/c"]), ("cd \"$MAINT_PROJECT\" && . ./a", ["/p/./a"]),
    ("sh -c '. /a/b'", ["/a/b"]), ("command . /a/b", ["/a/b"]), (". /a/b; . /a/b", ["/a/b"]),
    // What cannot be told, or is none.
    (". \"$unknown/a\"", []), (". \"$(dirname \"$MAINT_PROJECT\")/a\"", []), (". a.sh", []), ("echo . /a/b", []),
    (". ~/a", []), ("lib=$(pwd); . $lib/a", []), ("MAINT_PROJECT=$x; . $MAINT_PROJECT/a", []), ("cd $x; . ./a", []),
  ])
  func finds(_ text: String, _ expected: [String]) { #expect(paths(text) == expected) }

  @Test func whatCannotBeTold() {
    var sourced = SourcedFiles { $0 == "/a" ? .bytes(Array(". $y/b".utf8)) : .missing }
    sourced.add(". $x/a; . /a; . c.sh; . /missing", shell: .sh, variables: [:], folder: "/")
    #expect(sourced.unknown.map(\.words) == ["$x/a", "$y/b", "c.sh"])
    #expect(sourced.unknown.map { $0.range == nil } == [false, true, false])
  }

  /// A bash reads it in before the step's own text, whatever that is.
  @Test(arguments: [
    ("/x/env", "/x/env"), ("$MAINT_PROJECT/env", "/p/env"), ("env", "/srv/./env"), ("$unknown/env", nil),
  ])
  func whatBashReadsInByItself(_ value: String, _ path: String?) {
    var sourced = SourcedFiles { $0 == "/x/env" ? .bytes(Array(". /x/more".utf8)) : .unreadable }
    sourced.add("true", shell: .sh, variables: ["BASH_ENV": value, "MAINT_PROJECT": "/p"], folder: "/srv")
    #expect(sourced.files.first?.path == path && sourced.unknown.isEmpty == (path != nil))
    #expect(sourced.files.map(\.isUnreadable) == (value == "/x/env" ? [false, true] : path == nil ? [] : [true]))
  }

  @Test func relativePathsBeginInTheFolder() { #expect(paths(". ./a", folder: "/srv") == ["/srv/./a"]) }

  @Test func goesOnInWhatItFinds() {
    let files = [
      "/p/a": ". $MAINT_PROJECT/b\nNEXT=/x\n", "/p/b": ". /p/c; . /p/a", "/p/c": "#", "/x/d": ". /missing/e",
    ]
    #expect(paths(". $MAINT_PROJECT/a; . $NEXT/d", files: files) == ["/p/a", "/p/b", "/p/c", "/x/d", "/missing/e"])
  }

  /// One that reads in ever further ones does not hold up anybody.
  @Test func comesToAnEnd() {
    var read = 0
    var sourced = SourcedFiles { path in
      read += 1
      return .bytes(Array(". \(path)x; . \(path)y".utf8))
    }
    sourced.add(". /a/b", shell: .sh, variables: [:], folder: "/")
    #expect(sourced.files.count == 100 && read == 100)
  }
}
