package enum SchedulingModule {}
