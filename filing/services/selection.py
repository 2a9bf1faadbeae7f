"""Selection on merit and publicity of its outcome (SD-06, SD-07)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from accounts.models import User
from casework.enums import PublicationKind, PublicationStatus
from casework.models import Objection, Publication
from casework.services import letters, publications
from filing.documents import outcome
from filing.documents.letters import UNSELECTED
from filing.models import Filing, ScopeItem, SelectionWindow
from filing.selectors import windows


@dataclass(frozen=True)
class Choice:
    """What is granted of one row of the scope: its levels (1 is the highest), or why nothing."""

    item: int
    lowest: int | None = None
    highest: int | None = None
    reason: str = ""

    @property
    def grants(self) -> bool:
        return not self.reason


def select(filing: Filing, *, actor: User, choices: Iterable[Choice] = (), **_) -> dict:
    """The effect of `select`: the applicant is one of those selected, for the rows granted; a row
    that `choices` does not name is granted as it was asked for.

    The window is locked, so that two officers never select one too many. Raises ValidationError for
    a full window, levels that were not asked for, or no row at all.
    """
    if filing.window_id:
        _refuse_full(filing)
    rows = {row.pk: row for row in filing.scope.all()}
    named = {choice.item: choice for choice in choices}
    if not set(named) <= set(rows):
        raise ValidationError("申报的职业（工种）有改动，请刷新页面后重新遴选。")
    for pk, row in rows.items():
        _grant(row, named.get(pk, Choice(pk)))
    if all(row.not_granted for row in rows.values()):
        raise ValidationError("请至少确定一个职业（工种）；都不入选的，请办理“不予遴选”。")
    left_out = [row.pk for row in rows.values() if row.not_granted]
    return {"granted": outcome.granted_lines(filing), "left_out": left_out}


def decline(filing: Filing, *, actor: User, note: str = "", **_) -> dict:
    """The effect of `decline`: the applicant is told in a letter why it was not selected. Raises
    ValidationError without a reason."""
    if not note.strip():
        raise ValidationError({"note": "请写明未入选的理由。"})
    letter = letters.issue(
        filing,
        UNSELECTED,
        actor=actor,
        wording=note,
        window=filing.window.title if filing.window else "",
    )
    return {"letter": letter.number}


def publicise(filing: Filing, *, actor: User, **_) -> dict:
    """The effect of `publicise`: the outcome is public for as long as the regulation says; when
    that is over without an objection that counts, the door clears the filing."""
    rule = filing.regulation.deadline(outcome.DEADLINE)
    text = outcome.publicity(filing)
    published = publications.publish(
        kind=PublicationKind.PUBLICITY,
        title=text.title,
        body=text.body,
        office=filing.receiver,
        actor=actor,
        working_days=rule.amount,
        basis=rule.cite if rule.binding else "",
        case=filing,
        act="clear",
    )
    return {"publication": published.pk, "until": published.closes_on.isoformat()}


def clear(filing: Filing, **_) -> dict:
    """The effect of `clear`, which the portal itself does when the window is over. Raises
    ValidationError where the publicity did not end without objection."""
    cleared = outcome.latest(filing)
    if cleared is None or cleared.status != PublicationStatus.CLEARED:
        raise ValidationError("公示尚未期满，或者有异议没有处理。")
    return {"publication": cleared.pk}


def reopen(filing: Filing, *, actor: User, note: str = "", **_) -> dict:
    """The effect of `reopen`: the filing is evaluated anew, and what was granted is open again. The
    publicity is withdrawn, with the reason.

    Raises ValidationError without a reason, and while no objection of this publicity was upheld and
    nobody has taken it back.
    """
    if not note.strip():
        raise ValidationError({"note": "请写明理由。"})
    round_ = _this_round(filing)
    upheld = Objection.objects.filter(publication__in=round_, upheld=True)
    running = next((each for each in round_ if each.is_open), None)
    if running and not upheld.exists():
        raise ValidationError("还没有成立的异议。请先在公示页面答复异议；异议成立的，再重新评估。")
    if running:
        publications.withdraw(running, reason=_short(note), actor=actor)
    filing.scope.update(lowest_granted=None, highest_granted=None, not_granted="")
    return {"objections": list(upheld.values_list("number", flat=True))}


def _refuse_full(filing: Filing) -> None:
    window = SelectionWindow.objects.select_for_update(of=("self",)).get(pk=filing.window_id)
    stand = windows.tally(window, besides=filing)
    if stand.is_full:
        raise ValidationError(
            f"“{window}”至多选定 {window.at_most} 家，已选定 {stand.selected} 家，不能再选定。"
        )


def _grant(row: ScopeItem, choice: Choice) -> None:
    row.not_granted = choice.reason.strip()
    row.lowest_granted = choice.lowest if choice.grants else None
    row.highest_granted = choice.highest if choice.grants else None
    if (row.lowest_granted, row.highest_granted) == (row.lowest, row.highest):
        row.lowest_granted = row.highest_granted = None
    row.full_clean(exclude=["filing", "occupation", "standard", "methods"])
    row.save(update_fields=["not_granted", "lowest_granted", "highest_granted"])


def _this_round(filing: Filing) -> list[Publication]:
    """The publicity that was begun last, with what corrected it."""
    begun = filing.events.filter(act="publicise").order_by("-sequence").first()
    first = json.loads(begun.facts)["publication"] if begun else 0
    return list(filing.publications.filter(act="clear", pk__gte=first))


def _short(note: str) -> str:
    """As a publication keeps its reason."""
    text = " ".join(note.split())
    limit = Publication._meta.get_field("end_reason").max_length
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
