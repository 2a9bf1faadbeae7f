from tests.supervision.conftest import agencies, stored_files, world

__all__ = ["agencies", "stored_files", "world"]
