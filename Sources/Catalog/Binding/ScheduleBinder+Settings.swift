import Diagnostics
import Syntax

/// Metrics and defaults.
extension ScheduleBinder {
  mutating func bindMetrics(_ node: Node) {
    switch node.kind {
    case .list: bindMetricList(node)
    case .map:
      for (key, value) in node.entries where reader.checkName(key.text, at: key.place) {
        if case .list = value.kind {
          bindMetricList(value)
        } else {
          add(MetricGoal(name: key.text, settings: bindSettings(value)), at: key.place)
        }
      }
    case .scalar: reader.noteWrongType(node, expected: ScheduleKey.metrics.field.shape)
    }
  }

  /// Of a group, or of all.
  private mutating func bindMetricList(_ node: Node) {
    for item in reader.items(of: node, ScheduleKey.metric) ?? [] {
      switch item.kind {
      case .scalar: if let name = reader.name(item) { add(MetricGoal(name: name), at: item.place) }
      case .map:
        for (key, value) in item.entries where reader.checkName(key.text, at: key.place) {
          add(MetricGoal(name: key.text, settings: bindSettings(value)), at: key.place)
        }
      case .list: reader.noteWrongType(item, expected: ScheduleKey.metric)
      }
    }
  }

  private mutating func bindSettings(_ node: Node) -> [MetricGoal.Setting] {
    switch node.kind {
    case .scalar:
      return reader.text(node).map { [MetricGoal.Setting(key: MetricGoal.targetKey, value: $0, place: node.place)] }
        ?? []
    case .map:
      return node.entries.compactMap { key, value in
        reader.text(value).map { MetricGoal.Setting(key: key.text, value: $0, place: value.place) }
      }
    case .list:
      reader.noteWrongType(node, expected: ScheduleKey.goal)
      return []
    }
  }

  private mutating func add(_ goal: MetricGoal, at place: Place) {
    if define(.metric(goal.name), as: "the metric '\(goal.name)'", at: place) {
      catalog.metrics.append(MetricGoal(name: goal.name, settings: goal.settings, place: place))
    }
  }

  mutating func bindDefaults(_ node: Node) {
    for entry in reader.entries(of: node, as: DefaultsKey.self) ?? [] {
      let name = "the default '\(entry.key.rawValue)'"
      guard define(.default(entry.key), .duplicateSetting, as: name, at: entry.keyNode.place) else { continue }
      let value = entry.value
      switch entry.key {
      case .stepTimeout: catalog.defaults.stepTimeout = reader.timeLimit(value)
      case .taskTimeout: catalog.defaults.taskTimeout = reader.timeLimit(value)
      case .grace: catalog.defaults.grace = reader.duration(value) ?? catalog.defaults.grace
      case .outputLimit:
        catalog.defaults.outputLimit =
          reader.size(value, in: DefaultsKey.outputLimitRange) ?? catalog.defaults.outputLimit
      case .lockWait: catalog.defaults.lockWait = reader.duration(value) ?? catalog.defaults.lockWait
      case .copyTo:
        catalog.defaults.copyTo = reader.copyRule(value)
        if case .command? = catalog.defaults.copyTo { catalog.copySource = NodeReader.copySource(value) }
      case .rto: catalog.defaults.rto = reader.timeLimit(value)
      case .rpo: catalog.defaults.rpo = reader.timeLimit(value)
      case .keep: catalog.defaults.keep = reader.keepRules(value)
      case .requireDrill: catalog.defaults.requireDrill = reader.drillRule(value)
      case .dashboard: catalog.defaults.dashboard = reader.plainPath(value)
      case .prometheus: catalog.defaults.prometheus = bindPrometheus(value)
      }
    }
  }

  /// In a folder of node_exporter's textfile collector, which passes over every other name without a word.
  private mutating func bindPrometheus(_ node: Node) -> String? {
    guard let path = reader.plainPath(node, as: .metricsPath) else { return nil }
    if path.hasSuffix(".prom") { return path }
    reader.note(
      .badPath, "'\(path)' does not end in .prom, so node_exporter would not read it", at: node.place,
      hint: "write \(path).prom")
    return nil
  }
}
