import Catalog
import Diagnostics
import Foundation
import Testing
import TextSearch

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
    #expect(sourced.unknown.map(\.words) == [". $x/a", ". $y/b", ". c.sh"])
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
    #expect(sourced.unknown.contains { $0.kind == .tooMany })
  }

  // MARK: - What may be another file is not known

  private func look(
    _ text: String, _ shell: Step.Shell = .bash, files: [String: String] = [:]
  ) -> SourcedFiles {
    var sourced = SourcedFiles { path in
      files[path].map { .bytes(Array($0.utf8)) } ?? (path.hasPrefix("/p/") ? .bytes([]) : .missing)
    }
    let given = ["MAINT_PROJECT": "/p", "lib": "/p/lib.sh", "env": "prod", "two": "/p/a b", "any": "/p/*.sh"]
    sourced.add(text, shell: shell, variables: given, folder: "/p")
    return sourced
  }

  /// Each of them, run by a shell, can read in or run another file than the text seems to say.
  @Test(arguments: [
    // The last of several assignments, a branch, a case, a loop.
    "f=\"$MAINT_PROJECT/a\"; [ -e /etc/x ] || f=\"$MAINT_PROJECT/b\"; . \"$f\"",
    "if [ -d /etc ]; then f=/p/a; else f=/p/b; fi; . \"$f\"", "if true; then f=/p/a; fi; . \"$f\"",
    "case $(uname) in Linux) f=/p/a;; *) f=/p/b;; esac; . \"$f\"", "case x in x) f=/p/a ;; esac; . $f",
    "for lib in \"$MAINT_PROJECT\"/a; do . \"$lib\"; done", "for f in /p/a; do :; done; . \"$f\"",
    "while read -r lib; do . \"$lib\"; done < /p/list", "read -r lib <<< /p/b; . \"$lib\"", "read lib; . $lib",
    "select lib in a b; do . $lib; done", "printf -v lib %s /p/b; . \"$lib\"", "getopts ab: lib; . \"$lib\"",
    "mapfile -t lib < x; . \"$lib\"", "until false; do f=/p/a; break; done; . $f", "{ f=/p/a; }; . $f",
    "true && f=/p/a; . $f", "false || f=/p/a; . $f", "f=/p/a & . $f", "f=/p/a | cat; . $f", "! f=/p/a; . $f",
    "f=/p/a && cat x & . $f", "f=/p/a; f=/p/b; . $f", ". $f; f=/p/a", ". $lib; lib=/p/b; . $lib",
    // Texts for another shell.
    "sh -c \". $f/lib.sh\"", "bash -c \"source $f\"", "eval \". $f\"", "eval \"$f\"", "eval . '$f'", "sh -c \"$f\"",
    "timeout 5 sh -c \". ${f}/lib.sh\"", "f=/p/a; sh -c '. \"$f\"'", "sudo sh -c '. \"$lib\"'", "env -i sh -c '. $lib'",
    "lib=/p/b sh -c '. \"$lib\"'", "env lib=/p/b sh -c '. $lib'", "sh -ec 'f=$1; . \"$f\"' sh /p/a", "su x -c \". $f\"",
    "sh <<EOF\n. $f\nEOF", "sh <<'EOF'\n. \"$f\"\nEOF", "echo . /p/a | sh", "bash < /p/a", "bash <<< '. /p/a'",
    "trap \". $f\" EXIT", "trap '. \"$f\"' EXIT; f=/p/a", "find /p -exec sh -c '. {}' ';'", "xargs -I{} sh -c '. {}'",
    "xargs sh -c", "xargs sh", "chroot /x sh -c '. /p/a'", "unshare -m sh -c '. /p/a'", "nsenter -t 1 sh -c \"$f\"",
    "sh -c 'sh -c \". $f\"'", "$(. $f)", "echo \"$(. \"$f\")\"", "x=`. $f`", "(. $f)", "flock /x -c \". $f\"",
    "bash -lc true",
    "su - x -c true", "export BASH_ENV=/p/b; bash -c true", "sh -s < /p/a", "runuser -u x -- sh -c '. $f'",
    // What is made of a value, patterns, and braces.
    ". \"${lib%.sh}-prod.sh\"", ". \"${lib/lib/good}\"", ". \"${lib#/p}\"", ". \"${f:-/p/a}\"", ". \"${lib:-/p/a}\"",
    ". ${f:=/p/a}; . $f", ". \"${lib:+/p/a}\"", ". \"${!lib}\"", ". \"${lib:1}\"", ". \"${lib^^}\"", ". \"${lib@P}\"",
    ". \"${#lib}/a\"", ". \"${a[0]}/x\"", ". \"$MAINT_PROJECT\"/g*d.sh", ". \"/p/\"{good,other}.sh", ". /p/a?.sh",
    ". /p/[ab].sh", ". ~/a", ". ~root/a", "f=~/a; . $f", "f=/a:~/b; . $f", ". $any", ". $two", ". $'/p/a'",
    ". $\"/p/a\"",
    ". /p/$((1+1)).sh", "n=1; ((n++)); . /p/$n", "n=1; let n=2; . /p/$n", "n=1; : $((n+=1)); . /p/$n", ". <(cat /p/a)",
    ". /p/@(a|b)", "IFS=/; . $lib", "IFS=l read -r a; . $lib", ". \"$1\"", ". $@", "set -- /p/a; . \"$1\"",
    ". \"$RANDOM/x\"",
    "RANDOM=5; . /p/$RANDOM", ". /dev/stdin <<< x", ". /proc/self/fd/0", ". /dev/fd/3", ". //dev/./stdin", ". a.sh",
    // Whose value, where and when.
    "(lib=/p/x); . \"$lib\"", "x=$(lib=/p/x); . \"$lib\"", "lib=/p/x . \"$lib\"", "x=1 . \"$x\"", "lib+=/x; . $lib",
    "f=(/p/a /p/b); . $f", "lib[0]=/p/b; . $lib", "unset lib; . \"$lib\"", "unset \"$x\"; . \"$lib\"",
    "export lib=/p/b; . $lib && lib=x",
    "export \"$x=/p/b\"; . $lib", "readonly $x; . $lib", "declare -n r=lib; r=/p/b; . $lib", "declare -u f=/p/a; . $f",
    "local f=/p/a; . $f", "g() { local lib=/p/b; . \"$lib\"; }; g", "g() { lib=/p/b; }; g; . $lib",
    "g() { f=/p/a; }; g; . $f",
    "g() { . \"$f\"; }; f=/p/a; g", "function g { lib=x; }; . $lib", "g() lib=/p/b\ng; . $lib", "read \"$x\"; . $lib",
    "coproc lib { :; }; . $lib", "exec {lib}> /x; . $lib", "lib=$lib/x; . $lib", "f=$(pwd)/a; . $f",
    "f=/p/a g=$x; . $g",
    "[ -e x ] && . /p/sets; . \"$own\"", ". $x; . \"$lib\"", "eval \"$x\"; . $lib",
    "while :; do . \"$lib\"; . \"$x\"; done", "trap '. $x' EXIT; g() { . $lib; }",
    // Where it is.
    "cd \"$MAINT_PROJECT\" || cd /tmp; . ./a", "pushd /x; . ./a", "cd /x; cd /y; . ./a", "cd /x || true; . ./a",
    "cd /x | true; . ./a",
    "if cd /x; then :; fi; . ./a", "set +e; cd /x; . ./a", "cd /x && true; . ./a", "cd /x && true || true; . ./a",
    "cd -; . ./a",
    "cd; . ./a", "cd x; . ./a", "cd /x/..; . ./a", "(cd /x); . ./a", "g() { cd /x; }; g; . ./a", "cd /x & . ./a",
    "cd $x; . ./a",
    "sh -c 'cd /x; . ./a'", "CDPATH=/y; cd /x; . ./a", "g() { . ./a; }; cd /x; g", "! cd /x; . ./a",
    "command cd /x; . ./a",
    "cd() { :; }; cd /x; . ./a", "cd /x && . ./a & . ./b", "env -C /x sh -c '. ./a'",
    "for i in 1 2; do . ./a; cd /x; done",
    // What is it that reads in?
    "alias y='. /p/b'; y", "c=$(echo .); $c /p/a", "set -- . \"$f\"; \"$@\"", "r() { \"$@\"; }; r . \"$f\"",

    "r() { shift; \"$@\"; }; r x . $f", "q() { r \"$@\"; }; r() { $1 \"$2\"; }; q source a",
    "r() { \"$@\"; }; r sh -c '. $f'",
    "r() { \"$@\"; }; r export lib=/p/b; . $lib", "r() { \"$@\"; }; r cd /x; . ./a", "r() { eval \"$1\"; }; r '. /p/a'",
    "source() { :; }; source /p/a", "mapfile -C '. /p/b' x", "enable -n .", "{.,/p/a}", "command . \"$f\"",
    "builtin source \"$f\"",
    "builtin . a.sh", "\\. \"$f\"", "'.' \"$f\"", "exec sh -c \". $f\"", "nice sh -c \". $f\"", "time . \"$f\"",
    ". -p /x a",
    "if . \"$f\"; then :; fi", "[ x ] && . \"$f\" || :", "case x in a) . \"$f\" ;; esac", "{ . \"$f\"; } > /x",
    ". \\\n\"$f\"",
    "cat <<EOF\n$(. $f)\nEOF", "cat <<EOF\n`. $f`\nEOF",
  ])
  func whatMayBeAnotherFile(_ text: String) {
    let found = look(text, files: ["/p/sets": "lib=/p/b\nown=/p/a\n"])
    #expect(!found.unknown.isEmpty, "\(text): \(found.files.map(\.path))")
    #expect(!found.files.contains { $0.path.contains(text: "\u{FFFC}") })
  }

  /// What can be proven is not doubted, however much stands around it.
  @Test(arguments: [
    (". \"$lib\"", ["/p/lib.sh"]), ("f=$lib; readonly g=\"$f\"; . \"$g\"", ["/p/lib.sh"]),
    ("f=/p/a; export f; . $f", ["/p/a"]),
    (". \"${lib:?it is needed}\"", ["/p/lib.sh"]), ("if x; then . \"$lib\"; fi", ["/p/lib.sh"]),
    (". $lib || exit 1", ["/p/lib.sh"]),
    ("for i in 1 2; do . \"$lib\"; done", ["/p/lib.sh"]), ("g() { . \"$lib\"; }; g", ["/p/lib.sh"]),
    ("(. \"$lib\")", ["/p/lib.sh"]),
    ("x=$(. \"$lib\"; y)", ["/p/lib.sh"]), ("sh -c '. \"$lib\"'", ["/p/lib.sh"]), ("sh -c \". $lib\"", ["/p/lib.sh"]),
    ("eval '. $lib'", ["/p/lib.sh"]), ("trap '. /p/a' EXIT", ["/p/a"]), ("sudo sh -c '. /p/a'", ["/p/a"]),
    ("time . /p/a", ["/p/a"]), ("set -- . /p/a; \"$@\"", ["/p/a"]), ("r() { \"$@\"; }; r . /p/a", ["/p/a"]),
    ("r() { shift; \"$@\"; }; r x . /p/a", ["/p/a"]), ("d=; [ x ] && d=echo; $d . /p/a", ["/p/a"]),
    ("q() { r \"$@\"; }; r() { $1 \"$2\"; }; q source /p/a", ["/p/a"]),
    ("sh <<EOF\n. $lib\nEOF", ["/p/lib.sh"]), ("cd /p/x && . ./a", ["/p/x/./a"]), ("cd /p/x; . ./a", ["/p/x/./a"]),
    ("g() { f=$1; }; . \"$lib\"", ["/p/lib.sh"]), (". /p/x; . /p/x", ["/p/x"]), ("c=.; $c /p/a", ["/p/a"]),
    ("x=1; echo \"${lib%.sh}\"; . \"$lib\"", ["/p/lib.sh"]), ("while read -r f; do :; done; . $lib", ["/p/lib.sh"]),
    ("SUDO=; [ x ] || SUDO=sudo; $SUDO apt update; . $lib", ["/p/lib.sh"]),

    ("sh -c 'tar -C \"$1\" .' sh \"$x\"; . $lib", ["/p/lib.sh"]), ("n() { echo; }; n . x", []), ("find . -name x", []),
    ("ls .", []),
    ("\"$MAINT_EXECUTABLE\" check", []), ("/usr/bin/x . y", []), ("\"$tool\" --version", []),
    ("docker exec x sh -c \"$y\"", []),
    ("echo '. /p/a' \"$x\"", []), ("cat <<EOF\n. $x\nEOF", []), ("printf %s \"eval $x\"", []), ("[ \"$a\" = . ]", []),
    ("# . $x", []),
    (". /p/a\n. /p/b", ["/p/a", "/p/b"]), (". /p/a; . $x", ["/p/a"]), ("set -eu; cd /p/x; . ./a", ["/p/x/./a"]),
    ("f=/p/a &&\n true; . /p/b", ["/p/b"]), ("a=/p; b=$a/x c=$b; . \"$c\"", ["/p/x"]),
    (". \"$MAINT_PROJECT/$env.sh\"", ["/p/prod.sh"]),
  ])
  func whatIsProven(_ text: String, _ expected: [String]) {
    let found = look(text)
    #expect(found.files.map(\.path) == expected, "\(text)")
    #expect(found.unknown.map(\.words) == (text.hasSuffix("; . $x") ? [". $x"] : []), "\(text)")
  }

  /// A file that is read in twice, or by another shell, sees what is known there then.
  @Test func theSameFileElsewhere() {
    let files = ["/p/a": ". \"$own\"\n", "/p/here": ". ./b\n", "/p/sets": "lib=/p/other\n"]
    #expect(look("own=/p/b; . /p/a", files: files).unknown.isEmpty)
    #expect(!look("own=/p/b; . /p/a; sh -c '. /p/a'", files: files).unknown.isEmpty)
    #expect(look(". /p/here; cd /p/x; . /p/here", files: files).files.map(\.path) == ["/p/here", "/p/./b", "/p/x/./b"])
    // Two texts are two shells.
    var sourced = SourcedFiles { files[$0].map { .bytes(Array($0.utf8)) } ?? .missing }
    sourced.add("own=/p/b; . /p/a", shell: .sh, variables: [:], folder: "/")
    sourced.add(". /p/a", shell: .sh, variables: [:], folder: "/")
    #expect(sourced.unknown.map(\.words) == [". \"$own\""] && sourced.files.map(\.path) == ["/p/a", "/p/b"])
    // What a bash reads in before the text counts, too.
    var first = SourcedFiles { files[$0].map { .bytes(Array($0.utf8)) } ?? .missing }
    first.add(". $lib", shell: .bash, variables: ["BASH_ENV": "/p/sets", "lib": "/p/b"], folder: "/")
    #expect(first.unknown.map(\.words) == [". $lib"])
  }

  @Test func manyFilesOnLinesOfTheirOwn() {
    let found = look((1...101).map { ". /p/\($0)" }.joined(separator: "\n"))
    #expect(found.files.count == 100 && found.unknown.map(\.words) == [". /p/101"])
    #expect(found.unknown.first?.kind == .tooMany)
  }

  @Test func programsOfTheProject() {
    let text = "$MAINT_PROJECT/bin/x a; sh -eu \"$MAINT_PROJECT/y.sh\"; /usr/bin/z; ./w; sudo \"$MAINT_PROJECT\"/v$n"
    #expect(look(text).programs == ["/p/bin/x", "/p/y.sh", "/p/./w", "\"$MAINT_PROJECT\"/v$n"])
  }

  /// Whatever the command is, and wherever in its words they stand.
  @Test(arguments: [
    ("setpriv --reuid=0 sh \"$MAINT_PROJECT/x.sh\"", ["/p/x.sh"]), ("choom -n 0 -- sh /p/x.sh", ["/p/x.sh"]),
    ("chroot / sh /p/x.sh", ["/p/x.sh"]), ("git -c alias.x='!sh \"$MAINT_PROJECT/x.sh\"' x", ["/p/x.sh"]),
    ("tar c --checkpoint-action=exec=\"sh ${MAINT_PROJECT}/x.sh\" .", ["/p/x.sh"]),
    ("awk 'BEGIN{system(\". /p/x.sh\")}'", ["/p/x.sh"]), ("sqlite3 a \".shell sh $lib\"", ["/p/lib.sh"]),
    ("docker exec c sh -c '. \"$MAINT_PROJECT/x.sh\"'", ["/p/x.sh"]), ("ssh-agent sh -c '. $lib'", ["/p/lib.sh"]),
    ("make -f/p//a/./../x.sh", ["/p/x.sh"]), ("make -C \"$MAINT_PROJECT\" all", ["/p"]), ("make -C/p", ["/p"]),
    ("LD_PRELOAD=/p/x.so ls", ["/p/x.so"]), ("PATH=\"$MAINT_PROJECT/bin:$PATH\"; tool", ["/p/bin"]),
    ("export PATH=$x:/p/bin:/bin", ["/p/bin"]), ("f=\"${x:-$MAINT_PROJECT/f}\"; cat \"$f\"", ["/p/f"]),
    ("cd /p/d && prlimit sh there", ["/p/d", "/p/d/there"]), ("curl -d @/p/x y", ["/p/x"]),
    ("(cd /p; nice make)", ["/p"]),
    ("cd /p/d; cat there gone s/a/", ["/p/d/there"]), ("cp \"$lib\" /x", ["/p/lib.sh"]),
    ("psql < /p/x.sql > /p/out", ["/p/x.sql"]), ("psql <<< '\\i /p/x.sql'", ["/p/x.sql"]),
    ("psql <<E\n\\i $MAINT_PROJECT/x.sql\nE", ["/p/x.sql"]), (". /p/a", ["/p/in/it"]),
    ("env -S \"sh /p/x.sh\"", ["/p/x.sh"]), ("echo $x/$lib", []), ("cat \"$MAINT_PROJECT/$x\"", ["/p/$x"]),
    // What loops go through, where it goes to before programs run, and what stands before a `:` or a `,`.
    ("for f in \"$MAINT_PROJECT/h/a\" /p/h/b; do \"$f\"; done", ["/p/h/a", "/p/h/b"]),
    ("for f in \"$MAINT_PROJECT\"/h/*; do run \"$f\"; done", ["/p/h/*"]), ("select d in /p; do ls; done", ["/p"]),
    ("g() { for f in /p/h/a; do :; done; }", ["/p/h/a"]), ("case \"$MAINT_PROJECT/x\" in a) ;; esac", ["/p/x"]),
    ("cd \"$MAINT_PROJECT\"; make", ["/p"]), ("cd /p && npm run x", ["/p"]), ("cd /p\n\"$x\" y", ["/p"]),
    ("(cd /p && terraform apply)", ["/p"]), ("cd /p/d; cd /x; make", []),
    ("cd /p/d; cd /x; cd -; make", ["/p/d"]), ("cd /p; . ./a", ["/p/in/it"]),
    ("cd /p && . /p/go", ["/p"]), ("eval 'cd /p'; make", ["/p"]), ("cd /p; sh -c 'make x'", ["/p"]),
    ("docker run -v \"$MAINT_PROJECT\":/m x", ["/p"]), ("x --mount type=bind,source=/p,target=/m", ["/p"]),
    ("echo \"in $MAINT_PROJECT: $x\"", []), ("cd /p; ls; [ -e x ] && cp /a /b", []), ("mail -s 'in /p: y' x", []),
    ("\"$MAINT_PROJECT/h/$x\"", []), ("cat /p/x-$(hostname).yml", ["/p/x-….yml"]),
    // It is read in, asked for, or none of the project's.
    (". \"$lib\"; cat \"$lib\"", []), ("[ -e /p/x ] && test -r \"$MAINT_PROJECT/x\"", []),
    ("cat /var/p/x /px/y x/p/y //", []), ("l=/p/l; . $l/b", []), ("cat \"$(dirname \"$MAINT_PROJECT\")/x\"", []),
    ("\"$MAINT_EXECUTABLE\" -C \"$MAINT_PROJECT\" check", []), ("cd /p; . ./b", []), ("\"$MAINT_PROJECT/y\" a", []),
    ("cd \"$MAINT_PROJECT\" && cat gone", []), ("ls /etc", []), ("cat <<'E' > /x\nnothing\nE", []),
  ])
  func filesOfTheProjectInCommands(_ text: String, _ expected: [String]) {
    var sourced = SourcedFiles { path in
      switch path {
      case "/p/a", "/p/./a": .bytes(Array("cat /p/in/it".utf8))
      case "/p/go": .bytes(Array("make".utf8))
      default: path == "/p/d/there" ? .bytes([]) : .missing
      }
    }
    sourced.add(text, shell: .bash, variables: ["MAINT_PROJECT": "/p", "lib": "/p/lib.sh"], folder: "/")
    #expect(sourced.named == expected, "\(text)")
  }

  /// Its path may be anything.
  @Test func aProjectWithBlanksInItsPath() {
    var sourced = SourcedFiles(project: "/a 'b") { $0 == "/a 'b/c d" ? .bytes([]) : .missing }
    let text = "x --do=\"sh /a 'b/e.sh;\"; x \"/a 'b/c d\"; y \"/a 'bc/d\"; sh 'x'"
    sourced.add(text, shell: .sh, variables: [:], folder: "/")
    #expect(sourced.named == ["/a 'b/c d", "/a 'b/e.sh"])
  }

  @Test func shellsAsArguments() {
    let text = """
      choom -n 0 -- sh /opt/x; start-stop-daemon --start --exec /bin/bash -- /opt/x; setpriv dash "$f"; x/y sh -e /z
      cp /bin/sh /x; apt-get install bash zsh; nice sh /opt/x; foo --shell /bin/bash; foo sh -c 'true'; echo sh x
      """
    let found = look(text)
    #expect(
      found.started.map(\.words) == [
        "choom -n 0 -- sh /opt/x", "start-stop-daemon --start --exec /bin/bash -- /opt/x", "setpriv dash \"$f\"",
        "dash \"$f\"", "x/y sh -e /z",
      ])
    #expect(found.uncoveredWords.count == 5 + found.unknown.count)
  }

  /// Which file a shell runs is said in any case: the file is covered, one of the project, or known to nobody.
  @Test(arguments: [
    ("sh \"$f\"", true), ("f=$(x); bash -eu \"$f\"", true), ("for f in a b; do sh \"$f\"; done", true),
    ("sh \"$x/y.sh\"", true), ("sh \"$lib\"", false), ("sh \"$MAINT_PROJECT/$f\"", false), ("sh /opt/x", false),
  ])
  func aShellWithAFileThatNobodyKnows(_ text: String, _ isSaid: Bool) {
    let found = look(text)
    #expect(found.uncoveredWords.isEmpty != isSaid, "\(text): \(found.uncoveredWords)")
    #expect(isSaid || !found.programs.isEmpty || text == "sh /opt/x")
  }

  /// Nothing that ships reads in what nobody knows.
  @Test func whatShipsIsKnown() throws {
    var diagnostics = DiagnosticBag()
    let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
    let catalog = CatalogLoader.load(project: root, diagnostics: &diagnostics)
    #expect(catalog.runbooks.count > 40)
    for runbook in catalog.runbooks.values {
      var sourced = SourcedFiles { path in
        (try? String(contentsOfFile: path, encoding: .utf8)).map { .bytes(Array($0.utf8)) } ?? .missing
      }
      var values = Dictionary(runbook.parameters.map { ($0.name, $0.defaultValue ?? "/value") }) { $1 }
      values["MAINT_PROJECT"] = root
      for step in Stage.allCases.flatMap({ runbook.steps(of: $0) }) {
        let own = values.merging(step.environment.map { ($0.name, $0.value) }) { $1 }
        for text in [step.run, step.undo, step.condition].compactMap(\.self) {
          sourced.add(text, shell: step.shell, variables: own, folder: step.workingDirectory ?? "/")
        }
      }
      // These run what a parameter or a question of theirs says, which is so by design.
      let texts = [
        "container_image_updates", "dependency_updates", "failover_check", "troubleshoot",
      ]
      #expect(sourced.unknown.allSatisfy { $0.kind == .text }, "\(runbook.name)")
      #expect(sourced.unknown.isEmpty || texts.contains(runbook.name), "\(runbook.name): \(sourced.unknownWords)")
      #expect(sourced.files.allSatisfy { !$0.isMissing } && sourced.programs.isEmpty, "\(runbook.name)")
    }
  }
}
