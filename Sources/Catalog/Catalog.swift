import Diagnostics
import Scheduling

/// Everything the operator wrote, as typed and checked values.
package struct Catalog: Sendable {
  package var tiers: [Tier: TierSchedule] = [:]
  package var runbooks: [String: Runbook] = [:]
  package var windows: [Window] = []
  package var freezes: [Freeze] = []
  /// Where each of the freezes stands.
  package var freezePlaces: [Freeze: Place] = [:]
  package var coordination = Coordination()
  package var metrics: [MetricGoal] = []
  package var defaults = Defaults()
  /// Where the shell text of `copy_to` stands that the defaults have.
  package var copySource: ShellSource?
  /// Where the shell texts of channels stand.
  package var channelTexts: [ShellSource] = []
  /// The files that channels read when they deliver; what each is, in words, is its name.
  package var channelSecrets: [Secret] = []
  /// There are mistakes in it, though none where people are told of anything: it is for that alone.
  package var isForMessages = false
  /// What all of it was bound from.
  package var text = ProjectText()

  package init() {}
}
