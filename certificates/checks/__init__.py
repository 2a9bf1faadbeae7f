"""What must be so before certificates are issued: one check a file."""
