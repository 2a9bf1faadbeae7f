"""What a plan and its entries must satisfy. One check, one file, one function."""

from dataclasses import dataclass

from catalogue.regulations.basis import Rule


@dataclass(frozen=True)
class Issue:
    """What is wrong, where (a section of the plan), and what to do. `basis` is the rule it breaks;
    one that no document holds (本系统默认) only warns."""

    code: str
    where: str
    message: str
    remedy: str
    basis: Rule | None = None

    @property
    def refuses(self) -> bool:
        """Whether the plan cannot be filed while it stands."""
        return self.basis is None or self.basis.binding
