"""What an application must satisfy. One check, one file, one function `check(dossier)`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from catalogue.regulations.basis import Rule
from filing.documents.dossier import Dossier


@dataclass(frozen=True)
class Issue:
    """What is wrong, in which section, and what to do. `basis` is the rule it breaks; one that no
    document holds (本系统默认) only warns. Without a basis the application cannot be understood."""

    code: str
    section: str
    message: str
    remedy: str
    basis: Rule | None = None

    @property
    def refuses(self) -> bool:
        """Whether nothing can be submitted while it stands."""
        return self.basis is None or self.basis.binding


Check = Callable[[Dossier], Iterator[Issue]]
