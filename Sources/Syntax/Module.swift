package enum SyntaxModule {}
