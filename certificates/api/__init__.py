"""What other systems ask of certificates."""
