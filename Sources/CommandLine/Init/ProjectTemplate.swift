/// The project that `maint init` writes: it loads without a diagnostic and runs to success as it stands.
package enum ProjectTemplate {
  package struct File: Sendable {
    /// Below the folder of the project.
    package let path: String
    package let text: String
    package let mode: UInt32
  }

  /// In the order in which one reads them.
  package static let files = [
    File(path: "schedules/daily.yaml", text: daily, mode: 0o644),
    File(path: "schedules/windows.yaml", text: windows, mode: 0o644),
    File(path: "runbooks/disk_space.yaml", text: diskSpace, mode: 0o644),
    File(path: "runbooks/write_note.yaml", text: writeNote, mode: 0o644),
  ]

  private static let daily = #"""
    # What is done how often. maint reads and merges all files in this folder.
    maintenance_schedule:
      daily:
        # A bare name is a task that runs the runbook of that name: runbooks/disk_space.yaml.
        - disk_space

        # A task can say more: what has to succeed first, and parameters of its runbook.
        - task: write_note
          needs: [disk_space]
          with:
            text: this host is maintained by maint

    # What holds for every step that does not say otherwise.
    defaults:
      step_timeout: 5m

    """#

  private static let windows = #"""
    # When a tier may change things. A window named like a tier is that tier's; daily has none here, so its tasks start
    # at any time. A task that only looks is not bound by windows.
    maintenance_windows:
      weekly:
        day: Sunday
        time: "02:00-04:00"
        duration: 2_hours
        type: routine_maintenance
        cutoff: 30m  # nothing is to start in the last 30 minutes

    # When nothing may be changed:
    # change_freeze:
    #   - {from: 2030-12-20, to: 2031-01-02, reason: holiday trading}

    """#

  private static let diskSpace = #"""
    # A runbook that only looks: it has steps in precheck and nowhere else.
    description: Measure how full a file system is
    category: preventive
    type: performance

    # Parameters, secrets and what maint knows reach the shell as environment variables. No value is ever pasted
    # into the text of a step, so none can become a command.
    params:
      folder: {default: /, pattern: "/.*", help: "a folder of the file system to look at"}
      warn_percent: {default: "90", pattern: "[1-9][0-9]?", help: "warn when it is fuller than this"}

    # Commands that must be there before anything starts.
    requires: [awk, df]

    precheck:
      - name: measure
        run: |
          used=$(df -P -- "$folder" | awk 'NR == 2 { sub("%", "", $5); print $5 }')
          echo "$folder is $used % full"
          # A line in $MAINT_METRICS becomes a sample in the run log: maint metrics disk_space_used_percent
          echo "disk_space_used_percent{folder=\"$folder\"} $used" >> "$MAINT_METRICS"
          # NAME=value in $MAINT_ENV is there in the later steps of this task.
          echo "used=$used" >> "$MAINT_ENV"

      - name: below the limit
        on_failure: warn  # noted, but the task goes on
        run: test "$used" -le "$warn_percent"

    """#

  private static let writeNote = #"""
    # A runbook that changes something, with all six stages. What it changes is one file that nobody else needs, so it
    # is safe to run and to experiment with: maint rehearse write_note, maint drill write_note.
    description: Write a note, and get the one before back if that fails
    category: adaptive
    type: feature
    params:
      text: {required: true, pattern: ".+", help: "what the note says, in one line"}
      folder: {default: /var/tmp/maint-example, pattern: "/.*", help: "where it is kept"}

    # Two tasks that share a lock never run at the same time, also not from two maint processes.
    locks: [note]

    # 1. Reads only. A failure here means that nothing was touched.
    precheck:
      - name: the folder above can be written
        run: test -w "$(dirname "$folder")"

    # 2. Keeps what the change will touch. maint makes $MAINT_BACKUP_DIR for each task of each run.
    backup:
      - name: keep the note before
        run: |
          if [ -e "$folder/note" ]; then
            cp -p "$folder/note" "$MAINT_BACKUP_DIR/note"
          else
            echo "there was no note" > "$MAINT_BACKUP_DIR/none"
          fi

    # 3. Changes the host. From here on, every failure, timeout and Ctrl-C leads to the rollback. After a crash of maint or
    # a power cut the runbook is refused (maint status says so) until maint recover has taken the change back.
    change:
      - name: write the note
        run: |
          mkdir -p "$folder"
          printf '%s\n' "$text" > "$folder/note.new"
          mv "$folder/note.new" "$folder/note"

    # 4. Proves that the change works. Put 'run: "false"' here to see a rollback.
    verify:
      - name: the note says what it should
        retries: 2
        delay: 1s
        run: test "$(cat "$folder/note")" = "$text"

    # 5. Undoes the change, however far it came: it may have failed halfway.
    rollback:
      - name: put the note before back
        run: |
          if [ -e "$MAINT_BACKUP_DIR/note" ]; then
            cp -p "$MAINT_BACKUP_DIR/note" "$folder/note"
          else
            rm -f "$folder/note"
          fi

    # 6. Always runs, also after a rollback.
    cleanup:
      - name: remove what a failed change left
        run: rm -f "$folder/note.new"

    """#
}
