"""Banks as spreadsheets: what the columns are, rows read, rows written."""
