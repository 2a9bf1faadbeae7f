"""What assessment prints and publishes."""
