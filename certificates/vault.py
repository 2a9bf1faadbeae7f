"""Keys at rest: files under `SIGNING_KEY_DIR`, each sealed under `SIGNING_KEY_SECRET`. While that
is being changed, `SIGNING_KEY_SECRET_OLD` opens those that are still sealed under the one before.

Who has the folder (a backup, say) but not the secret reads nothing; nor the other way round. Each
file is bound to its name, so that one cannot be put in the place of another.
"""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12
SUFFIX = ".sealed"


class MissingKeyError(Exception):
    """A key is not there or cannot be opened. The text is Chinese, for whoever runs the portal."""


def load(name: str) -> bytes:
    """The secret kept as `name`. Raises MissingKeyError."""
    try:
        sealed = _path(name).read_bytes()
    except FileNotFoundError as error:
        raise MissingKeyError(
            f"SIGNING_KEY_DIR 中没有密钥 {name}。首次部署请运行 manage.py make_signing_keys；"
            "曾经有过的，请从备份恢复，不要另造。"
        ) from error
    return _opened(name, sealed)[0]


def keep(name: str, secret: bytes) -> bytes:
    """Seal a secret under a name; answers what is kept there: of several at once one wins, and a
    name that is taken stays as it is."""
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = _sealed(name, secret)
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
    return load(name)


def load_or_make(name: str, make: Callable[[], bytes]) -> bytes:
    """The secret of that name; made at the first use where `SIGNING_KEYS_SELF_MADE` allows it
    (demonstrations, the embedded default). Raises MissingKeyError."""
    if settings.SIGNING_KEYS_SELF_MADE and not exists(name):
        return keep(name, make())
    return load(name)


def reseal() -> list[str]:
    """Seal anew under `SIGNING_KEY_SECRET` what is sealed under the secret before it; answers which
    those were. What is sealed under the new one stays, so it may be broken off and run again.
    Raises MissingKeyError, having changed nothing, where a file opens with neither."""
    folder = Path(settings.SIGNING_KEY_DIR)
    names = sorted(path.name.removesuffix(SUFFIX) for path in folder.glob(f"*{SUFFIX}"))
    found = {name: _opened(name, _path(name).read_bytes()) for name in names}
    old = {name: secret for name, (secret, place) in found.items() if place}
    for name, secret in old.items():
        _sealed(name, secret).replace(_path(name))
    return list(old)


def discard(name: str) -> None:
    """Take away a secret that was kept for something that did not come to be."""
    _path(name).unlink(missing_ok=True)


def exists(name: str) -> bool:
    """Whether something is kept under that name, whoever can open it."""
    return _path(name).exists()


def _path(name: str) -> Path:
    return Path(settings.SIGNING_KEY_DIR) / f"{name}{SUFFIX}"


def _sealed(name: str, secret: bytes) -> Path:
    """A file beside the others that holds it, synced and not yet in its place."""
    nonce = os.urandom(NONCE)
    draft = _path(name).with_name(f".{name}-{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(nonce + _ciphers()[0].encrypt(nonce, secret, name.encode()))
        file.flush()
        os.fsync(file.fileno())
    return draft


def _opened(name: str, sealed: bytes) -> tuple[bytes, int]:
    """What was sealed, and under which secret: 0 for the present one."""
    for place, cipher in enumerate(_ciphers()):
        with contextlib.suppress(InvalidTag, ValueError):
            return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], name.encode()), place
    raise MissingKeyError(f"密钥 {name} 打不开：SIGNING_KEY_SECRET 与封存时不同，或文件已损坏。")


def _ciphers() -> list[AESGCM]:
    """The present secret's, then that of the one before, where it is set."""
    given = (settings.SIGNING_KEY_SECRET, settings.SIGNING_KEY_SECRET_OLD)
    return [_cipher(secret) for secret in given if secret]


def _cipher(secret: str) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=None, info=b"jiping signing keys")
    return AESGCM(derived.derive(secret.encode()))
