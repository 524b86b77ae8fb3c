/// What a `ProcessRunner` has to tell; processes go by the number that the engine gave them.
package enum ProcessEvent: Sendable {
  case output(process: Int, OutputPiece)
  /// Nothing more comes of this process, and nothing of it is left unless it was to be kept.
  case ended(process: Int, ProcessEnding)
  /// A signal to maint itself.
  case signal(Int32)
}
