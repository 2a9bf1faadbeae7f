"""One check, one function."""
