package enum PlanningModule {}
