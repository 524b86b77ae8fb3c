import Testing

/// Everything that starts processes: one after the other, as a process has one supervisor at a time.
@Suite(.serialized) struct SupervisionTests {}
