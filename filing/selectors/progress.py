"""How far an application is: what is not begun, under way, complete, and what comes next."""

from dataclasses import dataclass

from casework.issues import Issue
from filing.documents.dossier import Dossier
from filing.sections import SECTIONS, Section
from filing.sections.all import FORMS

TODO, DOING, DONE = "todo", "doing", "done"


@dataclass(frozen=True)
class Standing:
    """A section, its state, and what the checks say of it."""

    section: Section
    state: str
    issues: list[Issue]

    @property
    def hint(self) -> str:
        """Why it is not complete, in one line; what only warns comes after."""
        refusing = [issue for issue in self.issues if issue.refuses]
        if self.state == TODO:
            return ""
        if refusing:
            more = f"等 {len(refusing)} 处" if len(refusing) > 1 else ""
            return f"{refusing[0].message.rstrip('。')}{more}。"
        return f"有 {len(self.issues)} 处提示，不影响提交。" if self.issues else ""


def standings(dossier: Dossier, issues: list[Issue]) -> list[Standing]:
    """Every section as it stands."""
    begun = begun_in(dossier)
    return [_standing(section, section.key in begun, issues) for section in SECTIONS]


def _standing(section: Section, begun: bool, issues: list[Issue]) -> Standing:
    own = [issue for issue in issues if issue.section == section.key]
    complete = begun and not any(issue.refuses for issue in own)
    return Standing(section, DONE if complete else DOING if begun else TODO, own)


def begun_in(dossier: Dossier) -> set[str]:
    """The sections in which anything stands."""
    rows = {
        "scope": dossier.scope,
        "people": dossier.people,
        "venue": dossier.facilities,
        "papers": [slot for slot in dossier.papers if slot.papers],
        "standards": [item for item in dossier.scope if item.basis],
    }
    typed = {key for key in FORMS if any(t.strip() for t in dossier.answers.get(key, {}).values())}
    return typed | {key for key, found in rows.items() if found}
