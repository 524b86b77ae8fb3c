/// A process of the run that has not ended.
struct RunningProcess {
  var attempt: AttemptKey
  var reportPath: String
}
