"""What a plan and its entries must satisfy. One check, one file, one function."""
