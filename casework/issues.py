"""What keeps a case from being handed in, in words for the person who fills it in."""

from dataclasses import dataclass

from catalogue.regulations.basis import Rule


@dataclass(frozen=True)
class Issue:
    """What is wrong, in which section, and what to do. `basis` is the rule it breaks; one that no
    document holds (本系统默认) only warns. Without a basis the case cannot be understood."""

    code: str
    section: str
    message: str
    remedy: str
    basis: Rule | None = None

    @property
    def refuses(self) -> bool:
        """Whether nothing can be handed in while it stands."""
        return self.basis is None or self.basis.binding
