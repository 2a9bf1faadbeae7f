"""What a page that showed a result hands on to the next act: signed, and soon over.

It holds keys of rows and nothing personal, and travels in the body of a form only.
"""

from dataclasses import dataclass

from django.core import signing

SALT = "certificates.pass"
SECONDS = 15 * 60


class PassOverError(Exception):
    """The pass is over or none of ours."""


@dataclass(frozen=True)
class Pass:
    """Which certificates were shown, and whether the full ID number was given for it."""

    certificates: tuple[int, ...]
    knows_id: bool

    def __str__(self) -> str:
        content = [list(self.certificates), self.knows_id]
        return signing.dumps(content, salt=SALT, compress=True)


def read(text: str) -> Pass:
    """The pass that a form brought. Raises PassOverError."""
    try:
        keys, knows_id = signing.loads(text[:2000], salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError) as error:
        raise PassOverError from error
    return Pass(tuple(keys), bool(knows_id))
