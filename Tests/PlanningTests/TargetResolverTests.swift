import Catalog
import Scheduling
import Testing

@testable import Planning

@Suite struct TargetResolverTests {
  private static var catalog: Catalog {
    var builder = CatalogBuilder()
    builder.task(.daily, "log_rotation")
    builder.task(.daily, "twice")
    builder.task(.weekly, "twice")
    builder.task(.weekly, "monthly")
    builder.runbook("nginx")
    var catalog = builder.catalog
    catalog.tiers[.hourly] = .init(tier: .hourly, place: .path("x"))
    return catalog
  }

  @Test(arguments: [
    ("daily", Target.tier(.daily)), ("daily.log_rotation", .task(taskName("log_rotation"))),
    ("log_rotation", .task(taskName("log_rotation"))), ("weekly.twice", .task(taskName("weekly.twice"))),
    ("weekly.monthly", .task(taskName("weekly.monthly"))), ("runbook:nginx", .runbook("nginx")),
    ("runbook:twice", .runbook("twice")),
  ]) func names(text: String, target: Target) throws {
    #expect(try TargetResolver.resolve(text, in: Self.catalog) == target)
  }

  @Test(arguments: [
    (
      "hourly", TargetProblem.Kind.empty, "the tier 'hourly' has no tasks",
      "list them under 'maintenance_schedule: hourly:' in a file of schedules/"
    ),
    (
      "monthly", .empty, "the tier 'monthly' has no tasks",
      "list them under 'maintenance_schedule: monthly:' in a file of schedules/"
    ),
    ("twice", .unclear, "several tiers have a task 'twice'", "write 'daily.twice' or 'weekly.twice'"),
    (
      "nginx", .unclear, "'nginx' is a runbook, and no tier has a task of that name",
      "write 'runbook:nginx' to run it by itself"
    ),
    ("dayly", .unknown, "there is no tier or task 'dayly'", "did you mean 'daily'?"),
    ("log-rotaton", .unknown, "there is no tier or task 'log-rotaton'", "did you mean 'log_rotation'?"),
    ("ngnix", .unknown, "there is no tier or task 'ngnix'", "did you mean 'runbook:nginx'?"),
    ("", .unknown, "there is no tier or task ''", "tiers with tasks: daily, weekly"),
    ("zzzzzz", .unknown, "there is no tier or task 'zzzzzz'", "tiers with tasks: daily, weekly"),
    ("dialy.twice", .unknown, "there is no tier 'dialy'", "did you mean 'daily.twice'?"),
    (
      "x.y", .unknown, "there is no tier 'x'",
      "a tier is hourly, daily, weekly, monthly, quarterly, annual or emergency"
    ),
    ("daily.log_rotate", .unknown, "the tier 'daily' has no task 'log_rotate'", "did you mean 'daily.log_rotation'?"),
    (
      "weekly.log_rotation", .unknown, "the tier 'weekly' has no task 'log_rotation'",
      "did you mean 'daily.log_rotation'?"
    ),
    ("daily.", .unknown, "the tier 'daily' has no task ''", "tiers with tasks: daily, weekly"),
    ("runbook:ngin", .unknown, "there is no runbook 'ngin'", "did you mean 'runbook:nginx'?"),
    ("runbook:", .unknown, "there is no runbook ''", "a runbook is a file runbooks/NAME.yaml"),
  ]) func problems(text: String, kind: TargetProblem.Kind, message: String, hint: String) {
    let problem = #expect(throws: TargetProblem.self) { try TargetResolver.resolve(text, in: Self.catalog) }
    #expect(problem == TargetProblem(kind, message, hint: hint))
  }

  @Test func anEmptyProjectSaysSo() {
    let problem = #expect(throws: TargetProblem.self) { try TargetResolver.resolve("x", in: Catalog()) }
    #expect(problem?.hint == "no tier has tasks yet; list some in a file of schedules/")
  }
}
