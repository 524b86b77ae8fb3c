/// The outside world of a run: real parts in the program, fakes in tests.
package struct RunSurroundings {
  package var runner: any ProcessRunner
  package var journal: any Journal
  package var locks: any LockTable
  package var host: any TaskHost
  package var clock: any RunClock
  package var observers: [any RunObserver]

  package init(
    runner: any ProcessRunner, journal: any Journal, locks: any LockTable, host: any TaskHost, clock: any RunClock,
    observers: [any RunObserver]
  ) {
    self.runner = runner
    self.journal = journal
    self.locks = locks
    self.host = host
    self.clock = clock
    self.observers = observers
  }
}
