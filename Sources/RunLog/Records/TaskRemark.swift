/// What a task had to say in the last of the runs that are meant, in which it had.
package struct TaskRemark: Sendable, Hashable {
  package var run: Int
  /// nil: it said nothing.
  package var text: String?

  package init(run: Int, text: String?) { (self.run, self.text) = (run, text) }
}
