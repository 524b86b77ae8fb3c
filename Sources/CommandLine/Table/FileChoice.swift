/// Which schedules and runbooks a run is resumed by, where they have changed.
enum FileChoice: String, CaseIterable { case then, now }
