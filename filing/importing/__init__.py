"""Agencies filed elsewhere, brought into the register by a spreadsheet (LN-08)."""
