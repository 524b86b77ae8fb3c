/// When text is coloured: the values of `--color`.
package enum ColorChoice: String, CaseIterable, Sendable { case auto, always, never }
