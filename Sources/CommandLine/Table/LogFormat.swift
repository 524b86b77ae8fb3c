/// How `maint log` prints the runs.
enum LogFormat: String, CaseIterable { case text, junit }
