package enum ReportingModule {}
