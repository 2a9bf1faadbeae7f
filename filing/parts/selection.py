"""The window, what was selected, and the publicity of it (SD-06, SD-07)."""

from accounts.models import User
from casework import rules
from casework.parts import Part
from casework.services import publications
from catalogue.regulations.terms import FilingStep
from filing.documents import outcome
from filing.models import Filing
from filing.selectors import windows


def part(filing: Filing, user: User) -> Part | None:
    """From the window on which the application went in; officers are led to the comparison."""
    publication = outcome.latest(filing)
    chosen = _was_selected(filing)
    if not (filing.window_id or publication or chosen):
        return None
    inner = rules.sees_inner_side(user, filing)
    shown = {
        "filing": filing,
        "window": filing.window,
        "compares": inner
        and filing.window_id
        and windows.seen_by(user).filter(pk=filing.window_id).exists(),
        "granted": outcome.granted_lines(filing) if chosen else [],
        "left_out": outcome.left_out(filing) if chosen else [],
        "publication": publication,
        "hindrance": _hindrance(publication) if inner else "",
        "speaks": inner and publication and publications.may_publish(user, publication.office),
    }
    return Part("filing/selection/part.html", shown)


def _was_selected(filing: Filing) -> bool:
    process = filing.regulation.processes.filing
    if FilingStep.SELECTED not in {step.key for step in process.main_line}:
        return False
    return filing.state in windows.selected_steps(filing.regulation)


def _hindrance(publication) -> str:
    """Why a publicity that still runs cannot end."""
    return publications.hindrance(publication) if publication and publication.is_open else ""
