"""Shared by every test: what the run leaves out, and which clauses it carries."""

from hypothesis import settings

pytest_plugins = [
    "pytester",
    "tests.plugins.leaving_out",
    "tests.plugins.clauses",
    "tests.plugins.flushing",
    "tests.plugins.ready_made",
    "tests.plugins.kept_worlds",
    "tests.plugins.taking_turns",
]

# A shared machine is at times slow: a slow example is no wrong one.
settings.register_profile("jiping", deadline=None, database=None)
settings.load_profile("jiping")
