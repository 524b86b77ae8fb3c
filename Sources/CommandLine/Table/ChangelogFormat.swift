/// How `maint changelog` prints.
enum ChangelogFormat: String, CaseIterable { case text, markdown, json }
