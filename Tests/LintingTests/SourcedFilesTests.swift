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
    (". ~/a", []), ("lib=$(pwd); . $lib/a", []), ("MAINT_PROJECT=$x; . $MAINT_PROJECT/a", ["/p/a"]),
    ("cd $x; . ./a", []),
  ])
  func finds(_ text: String, _ expected: [String]) { #expect(paths(text) == expected) }

  /// Each of them may read in something else than what the text alone would make one think: that is said, and of what it
  /// may be, all that is known is looked at.
  @Test(arguments: [
    ("lib=\"$MAINT_PROJECT/a\"; [ -e /x ] || lib=/b/c\n. \"$lib\"", ["/p/a", "/b/c"]),
    ("if [ -d /etc ]; then f=/p/a; else f=/p/b; fi; . \"$f\"", ["/p/a", "/p/b"]),
    ("case $(uname) in Linux) f=/p/a;; *) f=/p/b;; esac; . \"$f\"", ["/p/a", "/p/b"]),
    ("for env in \"$MAINT_PROJECT\"/*.sh; do . \"/x/$env\"; done", ["/x/prod"]),
    ("read -r env <<< /evil; . \"/x/$env\"", ["/x/prod"]), ("(env=b); . /x/$env", ["/x/prod", "/x/b"]),
    ("f() { env=b; }; f; . /x/$env", ["/x/prod", "/x/b"]), ("env=b; . /x/$env", ["/x/prod", "/x/b"]),
    ("true && lib=/a; . $lib/b", ["/a/b"]), ("lib=/a; lib+=b; . $lib/c", ["/a/c"]),
    ("while . /x/$env; do . /y/c; done; : $((env += 1))", ["/x/prod", "/y/c"]),
    ("printf -v env %s b; . /x/$env", ["/x/prod"]), ("eval \"env=$MAINT_PROJECT\"; . /x/$env", ["/x/prod"]),
    ("f() { . \"/x/$lib\"; }; lib=b; f", []), ("sh -c 'lib=/b'; . \"$lib/a\"", ["/b/a"]),
    ("sh -c \". $MAINT_PROJECT/a\"", []), ("eval \". ${MAINT_PROJECT}/a\"", []),
    ("timeout 5 bash -c \"source $MAINT_PROJECT/a\"", []),
    (". \"${env%.sh}/a\"", []), (". \"/x/${env/o/a}\"", []), (". \"/x/${env:-b}\"", []),
    (". \"$MAINT_PROJECT\"/g*d.sh", []), (". \"$MAINT_PROJECT/\"{a,b}.sh", []), (". /x/[ab]", []), (". $'/x/a'", []),
    ("cd /x || cd /y; . ./a", ["/./a"]), ("cd /x && true; . ./a", []), ("pushd /x; . ./a", ["/./a"]),
    ("if true; then cd /x; fi; . ./a", ["/./a"]), ("(cd /x); . ./a", ["/./a"]), ("cd /x/..; . ./a", []),
    ("cd() { :; }; cd /x; . ./a", ["/./a"]), ("set +e; cd /x; . ./a", ["/x/./a"]),
    (". \"$(pwd)/a\"; . \"/x/$env\"", ["/x/prod"]), ("alias lib=.; . /x/$env", ["/x/prod"]),
    ("declare -n r=env; r=b; . /x/$env", ["/x/prod"]), (". /p/sets; . /x/$env", ["/p/sets", "/x/prod", "/x/b"]),
    ("IFS=o; . /x/$env", ["/x/prod"]),
  ])
  func isInDoubt(_ text: String, _ expected: [String]) {
    var sourced = SourcedFiles { $0 == "/p/sets" ? .bytes(Array("env=b".utf8)) : .missing }
    sourced.add(text, shell: .bash, variables: ["MAINT_PROJECT": "/p", "env": "prod"], folder: "/")
    #expect(!sourced.unknown.isEmpty, "taken for certain: \(sourced.files.map(\.path))")
    #expect(sourced.files.map(\.path).sorted() == expected.sorted())
    #expect(!sourced.unknown.contains { $0.words.unicodeScalars.contains(ShellWord.hole) })
  }

  /// What a file that an earlier step reads in sets is set again where a later one does.
  @Test func eachTextStandsForItself() {
    var sourced = SourcedFiles { $0 == "/p/sets" ? .bytes(Array("env=b".utf8)) : .missing }
    for text in [". /p/sets", ". /p/sets; . /x/$env"] {
      sourced.add(text, shell: .sh, variables: ["env": "prod"], folder: "/")
    }
    #expect(sourced.unknown.map(\.words) == ["/x/$env"])
  }

  @Test func whatIsCertainStaysSo() {
    var sourced = SourcedFiles { _ in .missing }
    let text = """
      lib="$MAINT_PROJECT/lib"
      cd "$MAINT_PROJECT"
      export lib MAINT_PROJECT
      if [ -e x ]; then . "$lib/a"; fi || exit 1
      for one in 1 2; do . "${MAINT_PROJECT:?is not set}/b"; done
      [ -r /c/d ] && . /c/d
      f() { . '/e f/g'; }
      . "./h"
      """
    sourced.add(text, shell: .sh, variables: ["MAINT_PROJECT": "/p"], folder: "/")
    #expect(sourced.files.map(\.path) == ["/p/lib/a", "/p/b", "/c/d", "/e f/g", "/p/./h"])
    #expect(sourced.unknown.isEmpty && sourced.files.allSatisfy(\.isMissing) && sourced.variables == ["MAINT_PROJECT"])
  }

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
    // What is left out is said.
    #expect(!sourced.unknown.isEmpty && sourced.unknown.allSatisfy { $0.words.hasPrefix("/a/b") })
  }
}
