import Catalog
import Planning
import Testing

@Suite struct BackupIDTests {
  @Test(arguments: ["12/monthly.system_updates", "1/runbook:nginx-config", "3/emergency.a"])
  func readsWhatItWrites(text: String) throws {
    #expect(try #require(BackupID(text)).description == text)
  }

  @Test(arguments: [
    "", "12", "12/", "/daily.a", "0/daily.a", "-1/daily.a", "+1/daily.a", "01/daily.a", "1/a", "1/daily", "1/daily.",
    "1/dayly.a", "1/daily.a/b", "1/daily:a", "1/runbook.a", "1/runbook:", "1/daily.../x", "1/ daily.a",
  ])
  func refusesTheRest(text: String) {
    #expect(BackupID(text) == nil)
  }
}
