/// What `maint graph` writes: the values of `--format`.
package enum GraphFormat: String, CaseIterable, Sendable { case text, mermaid, dot }
