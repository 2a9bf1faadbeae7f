"""The embedded default: SQLite, files and local jobs under `var/`; nothing to install or to set.

For trying out, for small offices behind their own proxy, and the base of the tests. Its secret
is made at the first start and kept in `var/`, never in the repository.
"""

import contextlib
import secrets

from config.logging import configure
from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES, VAR_DIR, database, env

for folder in ("", "media", "cache", "broker/queue", "broker/control"):
    (VAR_DIR / folder).mkdir(parents=True, exist_ok=True)


def kept_secret(name: str) -> str:
    """The value of the environment, else one made once and kept readable by this user alone.

    Written whole under another name and then linked, so that of several first starts one wins and
    none ever reads half a secret.
    """
    if value := env.str(name, default=""):
        return value
    path = VAR_DIR / name.lower()
    if not path.exists():
        draft = VAR_DIR / f".{name.lower()}-{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()


SECRET_KEY = kept_secret("SECRET_KEY")
PERSONAL_DATA_KEYS = kept_secret("PERSONAL_DATA_KEYS").split(",")
LOOKUP_KEY = kept_secret("LOOKUP_KEY")
SIGNING_KEY_SECRET = kept_secret("SIGNING_KEY_SECRET")
SIGNING_KEYS_SELF_MADE = True
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DATABASES = {"default": database(f"sqlite:///{VAR_DIR / 'jiping.sqlite3'}")}
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "config.static.QuickStaticFilesStorage"}}
LOGGING = configure(env.str("LOG_LEVEL", default="INFO"))
