package enum ExecutionModule {}
