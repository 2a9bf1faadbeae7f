"""The papers that a regulation asks for."""

from catalogue.regulations.basis import Rule
from catalogue.regulations.terms import ApplicantKind, Promise


class Material(Rule):
    """One paper, and whether a promise or an online check may stand in for it. `chapters` are those
    of a paper that is written here; `stamped` is one printed here, sealed and scanned."""

    key: str
    name: str
    kinds: tuple[ApplicantKind, ...] = ()
    required: bool = True
    instead: Promise = Promise.NONE
    chapters: tuple[str, ...] = ()
    stamped: bool = False
