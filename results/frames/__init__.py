"""What scores are held against: read once, for a page or for twenty thousand people."""
