"""Rosters as spreadsheets: the template, the reading of a file, what comes of each row. Nothing
here writes to the database; `assessment.services.rosters` does."""
