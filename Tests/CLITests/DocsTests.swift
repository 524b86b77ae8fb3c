import Foundation
import Testing

/// `maint docs`: the manual of a project.
@Suite struct DocsTests {
  private func maint() throws -> Maint {
    let maint = try Maint()
    try maint.runbook(
      "site",
      """
      # Files of a site. To bring one back:
      #   cp DIR/FILE /srv/site
      #
      # Nothing else.
      description: Deploy the site
      category: adaptive
      params:
        source: {required: true, pattern: '/[^ ]+', help: folder with the new files}
        mode: {default: 'it''s', choices: ["it's", b]}
      secrets: {TOKEN: {file: /etc/token}}
      requires: [true]
      locks: [web]
      touches: [/srv/link]
      precheck:
        - {name: it is installed, run: test -e /srv, on_failure: skip}
      backup: [{path: /srv/site, exclude: ['*.pid']}]
      change:
        - name: install
          run: |
            echo '```'
            cp -r "$source" /srv/site
          timeout: 5m
          if: test "$mode" = b
        - {run: ln -s a /srv/link, undo: rm -f /srv/link, env: {WORDS: "it's\\nso"}}
      verify: [{run: 'true', retries: 2, delay: 3s, user: nobody}]
      cleanup: [echo "$TOKEN"]
      """
    ).runbook("look", "precheck: ['true']\n").schedule(
      """
      maintenance_schedule:
        weekly:
          sign_off: [ops_lead, dba]
          tasks:
            - {task: site, with: {source: /srv/new}, needs: [daily.look]}
        daily: [look]
        emergency: [look]
      """)
    return maint
  }

  @Test func aRunbookIsAProcedure() throws {
    let ended = try maint().run("docs", "runbook:site").expect(exit: 0, err: "")
    let (page, origin) = try #require(
      ended.out.firstRange(of: "\n*Made by").map { (ended.out[..<$0.lowerBound], ended.out[$0.lowerBound...]) })
    #expect(origin.contains("/project`, with what the run log of this host knew by then.*"))
    #expect(
      page == """
        # site

        Deploy the site.

        ```text
        Files of a site. To bring one back:
          cp DIR/FILE /srv/site

        Nothing else.
        ```

        - Kind: adaptive
        - Task `weekly.site`, on Mondays at 02:00, after `daily.look`, with `source=/srv/new`
        - By itself: `maint run runbook:site --with source=…`
        - Needs the commands `true`
        - Never at once with what holds the locks `web`
        - Secret `TOKEN`: the file `/etc/token`
        - How long `weekly.site` takes is not known: no run has succeeded yet
        - Way back: never proven

        ## Parameters

        | name | unless given | meaning |
        | --- | --- | --- |
        | `source` | **required** | folder with the new files; must match `/[^ ]+` |
        | `mode` | `it's` | one of `it's`, `b` |

        ## What it touches

        - `/srv/site`, backed up but for `*.pid`
        - `/srv/link`, which its rollback puts back

        ## By hand

        As root, in a shell of its own (`sh`), to which you first give the block below. Each further block is one step: paste it \
        into a `sh -eu`, or that of the user named there, leave it with Ctrl-D, and `remember` what it noted for later ones. Stop \
        at the first that fails: before the first change nothing was touched, after it go to *Take it back*, and set \
        `MAINT_OUTCOME=rolled_back` before you tidy up. `$MAINT_BACKUP_DIR` is your way back: remove it when you are sure.

        ```sh
        cd /; umask 022
        export MAINT_PROJECT=/T/project MAINT_STATE=/T/state MAINT_EXECUTABLE=maint
        export MAINT_BACKUP_DIR="$(mktemp -d /var/tmp/by-hand.XXXXXX)" MAINT_ENV="$(mktemp)" MAINT_SUMMARY="$(mktemp)"
        export MAINT_RUN=0 MAINT_TASK=runbook:site MAINT_OUTCOME=succeeded MAINT_FAILED_STEP=
        export MAINT_METRICS=/dev/null MAINT_WARNINGS=/dev/stderr MAINT_REHEARSAL=0
        remember() { while IFS= read -r line; do export "$line"; done <"$MAINT_ENV"; }
        chmod a+rw "$MAINT_ENV" "$MAINT_SUMMARY"  # steps of other users write to them
        export source=…  # required
        export mode='it'\\''s'
        export TOKEN=…  # secret
        ```

        ## Look first

        1. **it is installed**

           ```sh
           test -e /srv
           ```

           - if it fails, there is nothing to do on this host

        ## Back up

        1. **back up /srv/site**

           ```sh
           tar --acls --xattrs --numeric-owner -C / --exclude='*.pid' -cpf "$MAINT_BACKUP_DIR"/1.tar srv/site
           tar -C / -df "$MAINT_BACKUP_DIR"/1.tar  # says nothing if the archive is whole
           ```

        ## Change

        1. **install**

           ````sh
           echo '```'
           cp -r "$source" /srv/site
           ````

           - only if `test "$mode" = b` succeeds
           - 5m at most

        2. **ln -s a /srv/link**

           ```sh
           export WORDS='it'\\''s
           so'
           ln -s a /srv/link
           ```

        ## Verify

        1. **true**

           ```sh
           true
           ```

           - as the user `nobody`
           - if it fails, try it up to 2 more times, after 3s

        ## Take it back

        What was begun of the change, also if it failed in the middle, the last first:

        - change 2, ln -s a /srv/link:

          ```sh
          rm -f /srv/link
          ```

        Then:

        1. **restore /srv/site**

           ```sh
           mv /srv/site /srv/site.before-restore
           tar --acls --xattrs --numeric-owner -C / -xpf "$MAINT_BACKUP_DIR"/1.tar
           ```

           - what the backup left out, `*.pid`, is still in `/srv/site.before-restore`: copy it back from there

        ## Tidy up, whatever happened

        1. **echo "$TOKEN"**

           ```sh
           echo "$TOKEN"
           ```

        """)
  }

  /// What it says to do by hand does what it says.
  @Test func itsCommandsBackUpAndRestore() throws {
    let maint = try Maint()
    let tree = maint.folder + "/tree"
    try maint.runbook("tree", "backup: [{path: \(tree)}]\nchange: ['rm \(tree)/a; echo b > \(tree)/b']\n")
    let manual = try maint.run("docs", "tree").expect(exit: 0).out
    let blocks = manual.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    let texts = blocks.map { $0.dropFirst("sh\n".count) }.joined(separator: "\n").replacing(
      "/T/", with: maint.folder + "/"
    ).replacing("/var/tmp/by-hand.", with: maint.folder + "/kept.")
    let script = maint.folder + "/by-hand"
    try Data("mkdir '\(tree)'; echo a > '\(tree)/a'\n\(texts)".utf8).write(to: URL(fileURLWithPath: script))
    let shell = try Process.run(URL(fileURLWithPath: "/bin/sh"), arguments: ["-eu", script])
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: tree) == ["a"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: tree + ".before-restore") == ["b"])
  }

  @Test func theWholeBeginsWithTheSchedule() throws {
    let maint = try maint()
    try maint.run("run", "daily").expect(exit: 0)
    try maint.run("docs").expect(exit: 0).shows(
      "## Schedule", "### daily\n\nEvery day at 02:00; 1 task, about ", "| `look` | [look](#look) |  |",
      "### weekly\n\nOn Mondays at 02:00; 1 task, no history of how long.\n\nEach run is signed for when it is over, by "
        + "`ops_lead`, `dba`: `maint signoff`.\n\n| task |",
      "### emergency\n\nOnly when asked.\n\n| task | runbook | after | takes |\n",
      "- [site](#site): Deploy the site", "### look\n", "Nothing: it has no change stage.",
      "- Task `emergency.look`, only when asked",
      "in 1 run")
  }

  @Test func aRunbookThatIsNotThereIsNamed() throws {
    try maint().run("docs", "sit").expect(
      exit: 66, out: "", err: "maint: there is no runbook 'sit'\nhint: did you mean 'site'?")
  }
}
