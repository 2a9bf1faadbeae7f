"""Whom an act tells what."""
