/// `maint help --man`: the manual page maint(8), in mdoc.
package enum ManualPage {
  package static var text: String { "" }
}
