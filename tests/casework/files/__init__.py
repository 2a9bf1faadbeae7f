"""Files as people and attackers make them, each made by code."""
