import Glibc

/// How children come to their end: one table of phases, and what each does when it is looked at.
extension Supervisor {
  /// What a redirection's `tee` may take to end after its shell.
  private static let settling = Duration.milliseconds(100)
  /// After it, what KILL has not ended is given up.
  private static let killing = Duration.seconds(5)
  /// Looks at a tree that is being frozen before it is killed as it stands.
  private static let freezingLooks = 10
  /// A fork bomb must not fill the list of leftovers.
  private static let leftoverLimit = 64

  func advanceAll(at now: MonotonicTime) {
    for index in children.indices.reversed() where advance(index, at: now) {
      finish(index)
    }
  }

  func stop(at index: Int, until deadline: MonotonicTime) {
    if children[index].exit == nil { children[index].stopped = true }
    switch children[index].phase {
    case .running where children[index].exit == nil: terminate(index, until: deadline)
    // It ended by itself a moment ago: the next turn looks at what it left.
    case .running: break
    case .settling: endLeftovers(index, until: deadline)
    case .terminating(let until): children[index].phase = .terminating(until: min(until, deadline))
    case .killing: break
    }
  }

  /// Whether the child is at its end.
  private func advance(_ index: Int, at now: MonotonicTime) -> Bool {
    let child = children[index]
    let isGone = child.exit != nil && orphans.owned(by: child.id).isEmpty
    switch child.phase {
    case .running where child.exit != nil:
      if isGone && !orphans.mayOwnMore(child.id) { return true }
      return leave(index, at: now)
    case .running:
      guard let timeoutAt = child.timeoutAt, timeoutAt <= now else { return false }
      children[index].observeExit(wallTime: wallClock())
      guard children[index].exit == nil else { return false }
      children[index].timedOut = true
      terminate(index, until: now + child.grace)
      return false
    case .settling(let until):
      if isGone && (until <= now || !orphans.mayOwnMore(child.id)) { return true }
      if until <= now { endLeftovers(index, until: now + child.grace) }
      return false
    case .terminating(let until):
      if isGone { return true }
      guard until <= now else { return false }
      children[index].phase = .killing(until: now + Self.killing, looks: 0)
      return kill(index, at: now)
    case .killing: return kill(index, at: now)
    }
  }

  /// The child ended by itself and something of it runs.
  private func leave(_ index: Int, at now: MonotonicTime) -> Bool {
    switch children[index].rule {
    case .end:
      children[index].phase = .settling(until: now + Self.settling)
      return false
    case .keep:
      note(tree(of: index).members, of: index, as: .kept)
      return true
    }
  }

  private func endLeftovers(_ index: Int, until deadline: MonotonicTime) {
    note(tree(of: index).members, of: index, as: .ended)
    terminate(index, until: deadline)
  }

  /// A deadline that is already over means KILL without notice, in the next turn.
  private func terminate(_ index: Int, until deadline: MonotonicTime) {
    if deadline > .now() { tree(of: index).signal(SIGTERM, SIGCONT) }
    children[index].phase = .terminating(until: deadline)
  }

  /// One look at a tree that has to go: what still moves is stopped, and when all stand still all are killed.
  ///
  /// Killed one after the other, processes that watch over each other would start each other again.
  private func kill(_ index: Int, at now: MonotonicTime) -> Bool {
    guard case .killing(let until, let looks) = children[index].phase else { return false }
    orphans.hold(for: children[index].id)
    let tree = tree(of: index)
    let isGone = children[index].exit != nil && orphans.owned(by: children[index].id).isEmpty
    if tree.members.isEmpty && isGone { return true }
    note(tree.members, of: index, as: .ended)
    if until <= now || !tree.members.isEmpty && tree.members.allSatisfy({ tree.refusal(of: $0) != 0 }) {
      giveUp(index, tree)
      return true
    }
    if tree.isFrozen || looks >= Self.freezingLooks { tree.signal(SIGKILL) } else { tree.signal(SIGSTOP) }
    children[index].phase = .killing(until: until, looks: looks + 1)
    return false
  }

  private func giveUp(_ index: Int, _ tree: ProcessTree) {
    for member in tree.members { note([member], of: index, as: .remains(errno: tree.refusal(of: member))) }
    // Orphans that came and went too fast to be met alive.
    for pid in orphans.owned(by: children[index].id) where !tree.members.contains(where: { $0.pid == pid }) {
      children[index].leftovers.append(Leftover(pid: pid, command: "", fate: .remains(errno: 0)))
    }
  }

  private func tree(of index: Int) -> ProcessTree {
    children[index].awaitProgram()
    let leader = children[index].exit == nil ? [children[index].identity.pid] : []
    return ProcessTree(
      roots: leader + orphans.owned(by: children[index].id), list: orphans.list, ownSession: ownSession)
  }

  private func note(_ members: [ProcessStatus], of index: Int, as fate: Leftover.Fate) {
    for member in members where member.pid != children[index].identity.pid {
      let leftover = Leftover(pid: member.pid, command: member.command, fate: fate)
      if let known = children[index].leftovers.firstIndex(where: { $0.pid == member.pid }) {
        children[index].leftovers[known] = leftover
      } else if children[index].leftovers.count < Self.leftoverLimit {
        children[index].leftovers.append(leftover)
      }
    }
  }

  /// Reaps, reads what is left in the pipes and reports.
  private func finish(_ index: Int) {
    let child = children.remove(at: index)
    let time = wallClock()
    child.observeExit(wallTime: time)
    for stream in OutputChunk.Stream.allCases {
      for chunk in child.drain(stream, into: buffer, at: time) { events.append(.output(child.id, chunk)) }
    }
    orphans.release(child.id)
    events.append(.ended(child.id, child.end(at: time)))
  }
}

extension Child {
  /// Its end has begun: a look is due even if nothing is ready to be read.
  var isEnding: Bool {
    if case .running = phase { return exit != nil }
    return true
  }

  /// When it has to be looked at again.
  ///
  /// The end of an orphan wakes the loop by SIGCHLD, but signals of one kind merge, and the end of its descendants
  /// is told to nobody: a phase that waits for them looks every few milliseconds.
  func nextLook(after now: MonotonicTime) -> MonotonicTime? {
    switch phase {
    case .running: exit == nil ? timeoutAt : now
    case .settling(let until): min(until, now + .milliseconds(5))
    case .terminating(let until): exit == nil ? until : min(until, now + .milliseconds(10))
    case .killing(_, let looks): now + .milliseconds(min(looks / 2, 20))
    }
  }
}
