package enum RunLogModule {}
