"""What stands in the way of the acts of results: one check, one function."""
