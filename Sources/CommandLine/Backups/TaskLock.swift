import Catalog

/// The lock that the engine holds while it is at a task, whichever run it is a task of.
enum TaskLock {
  static func name(of task: TaskName) -> String { "task.\(task)" }
}
