from tests.certificates.life.conftest import agencies, in_july, own_keys, stored_files, world

__all__ = ["agencies", "in_july", "own_keys", "stored_files", "world"]
