"""Forms that go to an office with an act: fixed by the act, printed by a job.

A list of thousands takes minutes to draw, which nobody shall wait for under the lock of the case.
The digest of what the forms say stands in the event of the act; what is printed must have the same,
and until it is printed nobody answers the act.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.timezone import localtime

from accounts.models import User
from casework import kinds
from casework.models import Case, Event, Job, JobItem
from casework.services import door, enclosures, jobs, timeline
from config import clock
from printing import fonts, pdf


class Form(Protocol):
    """A form: its template, the key and the name under which it lies among the papers."""

    TEMPLATE: str
    KEY: str
    TITLE: str


@dataclass(frozen=True)
class Words:
    """What people are told: while the forms are made, where they could not be made, where what they
    say has changed meanwhile, and when they are there. `what` are the forms, `check` what to look
    at where a character cannot be printed."""

    what: str
    pending: str
    lacking: str
    moved: str
    done: str
    check: str


class Filed:
    """The forms of one kind of filing. `contents(case, day)` is what they say on the day of the
    act, in plain values with personal data; `fixing` are the acts that fix it, `keeping` is the
    record of their being printed."""

    def __init__(
        self,
        code: str,
        label: str,
        *,
        forms: Sequence[Form],
        contents: Callable[[Case, date], list[dict]],
        fixing: tuple[str, ...],
        keeping: str,
        words: Words,
    ):
        self.forms, self.contents, self.words = forms, contents, words
        self.fixing, self.keeping = fixing, keeping
        self.job = jobs.register_job(
            code, label, self._keep, prepare=self._draw, summary=self._summary, lease=900
        )

    def begin(self, case: Case, *, actor: User) -> dict:
        """Fix what the forms say and have them printed; answers the facts of it. Raises
        ValidationError for a character that cannot be printed."""
        said = self.contents(case, clock.today())
        if missing := fonts.missing_characters(timeline.canonical(said)):
            raise ValidationError(
                f"{fonts.describe(missing)}没有可用的字形，{self.words.what}无法打印。"
                f"请核对{self.words.check}；确为生僻字的，请联系系统管理员补充字体。"
            )
        job = jobs.start(self.job, [{"case": case.pk}], created_by=actor)
        return {"content": timeline.fingerprint({"forms": said}), "job": job.pk}

    def filing_of(self, case: Case) -> Event | None:
        """The event that last fixed what the forms say."""
        fixed = case.events.filter(act__in=self.fixing).order_by("-sequence")
        return next((each for each in fixed if "content" in facts_of(each)), None)

    def are_kept(self, case: Case, filing: Event) -> bool:
        """Whether the forms of a filing lie in the case."""
        return case.events.filter(act=self.keeping, sequence__gt=filing.sequence).exists()

    def is_printing(self, case: Case, filing: Event) -> bool:
        """Whether they are still being made."""
        job = Job.objects.filter(pk=facts_of(filing).get("job")).first()
        return bool(job and job.is_open) and not self.are_kept(case, filing)

    def demand(self, case: Case) -> None:
        """Raise ValidationError while the office cannot have read what it is to agree to."""
        filing = self.filing_of(case)
        if filing is None or self.are_kept(case, filing):
            return
        printing = self.is_printing(case, filing)
        raise ValidationError(self.words.pending if printing else self.words.lacking)

    def refuse_while_printing(self, case: Case) -> None:
        """Raise ValidationError until what was filed is on paper, or can never be."""
        filing = self.filing_of(case)
        if filing and self.is_printing(case, filing):
            raise ValidationError(self.words.pending)

    def _draw(self, item: JobItem) -> list[bytes]:
        case = _loaded(item)
        filing = self.filing_of(case)
        said = self.contents(case, localtime(filing.at).date())
        if timeline.fingerprint({"forms": said}) != facts_of(filing)["content"]:
            raise jobs.RefusedError(self.words.moved)
        try:
            pairs = zip(self.forms, said, strict=True)
            return [pdf.render(form.TEMPLATE, one) for form, one in pairs]
        except pdf.UndefinedVariableError:
            raise
        except pdf.PrintError as error:
            raise jobs.RefusedError(str(error)) from error

    def _keep(self, item: JobItem, drawn: list[bytes]) -> dict:
        actor = item.job.created_by

        def change(case: Case) -> dict:
            papers = [
                enclosures.enclose(case, data, key=form.KEY, title=form.TITLE, by=actor)
                for form, data in zip(self.forms, drawn, strict=True)
            ]
            return {"sha256": {paper.key: paper.file.sha256 for paper in papers}}

        door.record(_loaded(item), self.keeping, actor=actor, may=lambda *_: True, change=change)
        return {}

    def _summary(self, job: Job, progress: jobs.Progress) -> str:
        failed = job.items.exclude(error="").first()
        return failed.error if progress.failed and failed else self.words.done


def facts_of(event: Event) -> dict:
    """What its act put on record."""
    return json.loads(event.facts) if isinstance(event.facts, str) else event.facts


def _loaded(item: JobItem) -> Case:
    case = Case.objects.get(pk=item.payload["case"])
    return kinds.kind_of(case).model.objects.get(pk=case.pk)
