/// Says how old the page is, which the page itself cannot know, and puts the lights out when nothing has rewritten it in time.
/// The wall view looks for a newer page every minute.
enum DashboardScript {
  static let text: StaticString = #"""

    (function () {
      var page = document.documentElement, made = Number(page.dataset.made), until = Number(page.dataset.until);
      function words(seconds) {
        if (seconds < 90) return Math.round(seconds) + ' s';
        if (seconds < 5400) return Math.round(seconds / 60) + ' min';
        if (seconds < 172800) return Math.round(seconds / 3600) + ' h';
        return Math.round(seconds / 86400) + ' d';
      }
      function look() {
        var now = Date.now() / 1000, age = words(Math.max(0, now - made));
        document.getElementById('age').textContent = ' · ' + age + ' ago';
        var stale = document.getElementById('stale'), isStale = until > 0 && now > until;
        page.classList.toggle('is-stale', isStale);
        if (isStale && stale.hidden) {
          stale.textContent = 'This page is ' + age + ' old, and a newer one was to be there by now: maint, cron or the web '
            + 'server may have stopped. The lights are out because nobody knows.';
        }
        stale.hidden = !isStale;
      }
      look();
      setInterval(function () { if (location.hash === '#wall') location.reload(); else look(); }, 60000);
    })();

    """#
}
