/// A text with sections, without a word of how it is written down.
struct Document: Sendable {
  struct Section: Sendable {
    var title: String
    var blocks: [DocumentBlock]
  }

  var title: String
  var preface: Phrase
  var sections: [Section]
  var footer: Phrase
}
