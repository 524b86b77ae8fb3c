package enum SupervisionModule {}
