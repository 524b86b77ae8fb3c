extension VerbDescription {
  static let dashboard = VerbDescription(
    .lookBack, "write one page of HTML: lights, the last 90 days, what waits",
    options: [.output],
    paragraphs: [
      "A light for each tier, what needs attention, alerts, approvals, incidents, a heat map of the last 90 days, how long tasks "
        + "took, samples, backups and drills, windows to come. The page needs nothing besides itself: open it from the disk, or "
        + "have any web server serve it. It loads nothing from anywhere, and says what its lights mean.",
      "Without --output, or with -, it is printed. A FILE is written beside itself and then renamed, so that nobody ever reads "
        + "half a page; a new one has mode 0644, one that is there keeps its mode and owner. It shows names, reasons and errors "
        + "that the run log keeps from other users: serve it to those who may know.",
      "defaults: {dashboard: /var/www/html/maint.html} in a schedule writes it anew after each run. That it could not be written "
        + "is told and changes nothing about the run. As root, a folder that somebody else could write is refused.",
    ],
    examples: [
      ("maint dashboard --output /var/www/html/maint.html", "for a web server, or a screen on the wall"),
      ("maint dashboard > host.html", "to look at it in a browser"),
    ],
    exitCodes: [
      (.success, "the page was written, whatever it shows"), (.notFound, noNamedProject),
      (.cannotWrite, "FILE cannot be written, or the run log cannot be read"),
      (.permissions, "as root: somebody else could write where FILE is"),
    ])
}
