package enum CatalogModule {}
