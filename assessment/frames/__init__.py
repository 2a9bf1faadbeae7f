"""What plans and entries are held against, read once."""
