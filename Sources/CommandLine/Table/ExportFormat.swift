/// What `maint export` writes a run as.
enum ExportFormat: String, CaseIterable { case openTelemetry = "otlp-json" }
