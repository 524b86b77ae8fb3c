/// Why a transfer of curl failed, as a sentence: what happened, and what to do. By curl(1), EXIT CODES.
struct CurlExit {
  let code: Int
  let receiver: CurlReceiver

  /// `said`: curl's own words, which stand beside what they alone know.
  func words(_ said: String) -> String {
    let (place, origin) = (receiver.place, receiver.origin)
    switch code {
    case 3: return "curl can make nothing of \(origin): mend it"
    case 5, 6:
      let name = receiver.isSecret ? "of \(place)" : "\(host)"
      return "the name \(name) could not be resolved: look at \(origin), and at the name servers of this host "
        + "(/etc/resolv.conf)"
    case 7:
      return "no connection to \(place) could be made: look whether it runs and listens there, at \(origin), and for a "
        + "firewall between"
    case 28:
      // Of mail, what it did not answer decides how long that was.
      let time = receiver.isMail ? "in time" : "within \(CurlOrders.longest) seconds"
      return
        "\(place) did not answer \(time): look whether it hangs; if it has the message, "
        + "the next try has the same key"
    case 35, 53, 54, 58, 59, 64, 66, 77, 83:
      return "no encrypted connection to \(place) could be made\(own(said)): look at the TLS settings of both, and at "
        + origin
    case 51, 60:
      return "the certificate of \(place) is not trusted\(own(said)): renew it, or have this host trust who signed it "
        + "(update-ca-certificates)"
    case 52: return "\(place) closed the connection without an answer: its own log says why"
    case 55, 56: return "the connection to \(place) was lost on the way: its own log may say why"
    case 67: return "\(place) refused the login: look at its user and at the file with its password"
    // What is no HTTP, headers without end, a wrong encoding: for curl 7.88, the second is a lack of memory.
    case 1, 8, 27, 61, 100:
      let protocols = receiver.isMail ? "SMTP" : "HTTP"
      return "what \(place) answered is no \(protocols)\(own(said)): look whether something else listens there, and at "
        + origin
    default: return "curl could not deliver it to \(place)\(own(said)): it exited with \(code), which curl(1) explains"
    }
  }

  private var host: Substring {
    let place = receiver.place
    return place.lastIndex(of: ":").map { place[..<$0] } ?? place[...]
  }

  /// In what curl says of a secret URL stand its host's name or its address. That it has no memory is not so.
  private func own(_ said: String) -> String {
    said.isEmpty || receiver.isSecret || code == 27 ? "" : " (\(said))"
  }
}
