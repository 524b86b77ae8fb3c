package enum DiagnosticsModule {}
