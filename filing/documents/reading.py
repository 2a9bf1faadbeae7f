"""An application as the officer and the panel read it: what was submitted, section by section."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import User
from casework import selectors
from casework.issues import Issue
from casework.models import StoredFile
from catalogue.regulations.terms import FilingStep
from filing.checks.all import problems
from filing.documents import dossier, snapshot
from filing.documents.snapshot import Change
from filing.models import Filing, Submission, SupplementItem

EARLIER = 20  # filings of the same applicant that are listed
# The heads of two columns, as filing.content names them.
FILE_NAME, FILE_DIGEST = "文件", "SHA-256"
NUMBERS = {"organisation": "contact_numbers", "people": "people_numbers"}


@dataclass(frozen=True)
class Paper:
    """A paper as it was submitted; `file` is None for what stood in for one."""

    title: str
    about: str
    file: StoredFile | None


@dataclass(frozen=True)
class Page:
    """A section: `shown` is that of `filing.documents.snapshot.shown`, `numbers` names the field of
    Submission that shows in full what is masked in it; the rest is what an officer sees beside."""

    key: str
    title: str
    shown: dict
    numbers: str
    papers: list[Paper] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    asked: list[SupplementItem] = field(default_factory=list)
    pending: list[SupplementItem] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """`submission` is None where nothing was submitted; then the draft is shown as it stands."""

    filing: Filing
    submission: Submission | None
    submissions: list[Submission]
    pages: list[Page]

    @property
    def is_latest(self) -> bool:
        return self.submission is None or self.submission == self.submissions[-1]

    @property
    def compared(self) -> bool:
        """Whether there is an earlier submission to compare with."""
        return self.submission is not None and self.submission.number > 1


def of(filing: Filing, number: int | None = None) -> Reading:
    """The submission of that number, or the last; in a fixed number of queries."""
    submissions = list(filing.submissions.select_related("submitted_by").order_by("number"))
    last = submissions[-1] if submissions else None
    chosen = next((each for each in submissions if each.number == number), last)
    content = _content(chosen) if chosen else snapshot.of(dossier.load(filing))
    before = next((s for s in submissions if chosen and s.number == chosen.number - 1), None)
    changes = snapshot.diff(_content(before), content) if before else []
    latest = chosen == last
    beside = {
        "changes": changes,
        "issues": _issues(filing) if latest else [],
        "items": list(filing.supplement_items.select_related("added_by")),
        "latest": latest,
    }
    files = _files(filing)
    pages = [_page(section, files, beside) for section in content["sections"]]
    return Reading(filing, chosen, submissions, pages)


def earlier(filing: Filing, user: User) -> list[Filing]:
    """Other filings of the same applicant that this person may see, the latest first."""
    others = selectors.cases_visible_to(user, filing.kind).filter(owner=filing.owner_id)
    found = Filing.objects.filter(pk__in=others.exclude(pk=filing.pk).values("pk"))
    return list(found.order_by("-opened_at", "-pk")[:EARLIER])


def numbers(submission: Submission, section: str) -> str:
    """The personal numbers of a section in full, each with whose it is."""
    full = _content(submission)["sections"]
    return "；".join(text for each in full if each["key"] == section for text in _numbers(each))


def _content(submission: Submission) -> dict:
    return json.loads(submission.snapshot)


def _page(section: dict, files: dict[tuple[str, str], StoredFile], beside: dict) -> Page:
    key, title = section["key"], section["title"]
    shown = snapshot.shown({"sections": [section]})["sections"][0]
    papers = _papers(section, files) if key == snapshot.PAPERS else []
    own = [item for item in beside["items"] if item.section == key]
    last_round = max((item.round or 0 for item in beside["items"]), default=0)
    return Page(
        key=key,
        title=title,
        shown={**shown, "tables": [] if papers else shown["tables"]},
        numbers=NUMBERS.get(key, "") if _numbers(section) else "",
        papers=papers,
        changes=[change for change in beside["changes"] if change.section == title],
        issues=[issue for issue in beside["issues"] if issue.section == key],
        asked=[item for item in own if item.round and item.round == last_round],
        pending=[item for item in own if item.round is None and beside["latest"]],
    )


def _issues(filing: Filing) -> list[Issue]:
    """What the checks say of what was submitted. While the applicant mends it, the rows are not
    that any more; once the case is over, nobody asks."""
    if filing.state == FilingStep.SUPPLEMENT or not filing.is_open:
        return []
    return problems(dossier.load(filing))


def _files(filing: Filing) -> dict[tuple[str, str], StoredFile]:
    """The files of the papers by name and digest; the last of them, if the same came twice."""
    rows = filing.materials.filter(file__isnull=False, destroyed_on=None).select_related("file")
    return {(row.file.name, row.file.sha256): row.file for row in rows.order_by("pk")}


def _papers(section: dict, files: dict[tuple[str, str], StoredFile]) -> list[Paper]:
    found = []
    for table in section["tables"]:
        heads = [head["label"] for head in table["heads"]]
        for row in table["rows"]:
            cells = dict(zip(heads, row, strict=True))
            about = [text for text in row[1:] if text and text != cells[FILE_DIGEST]]
            found.append(
                Paper(row[0], " · ".join(about), files.get((cells[FILE_NAME], cells[FILE_DIGEST])))
            )
    return found


def _numbers(section: dict) -> list[str]:
    found = [f"{f['label']} {f['value']}" for f in section["fields"] if f["mask"] and f["value"]]
    for table in section["tables"]:
        for row in table["rows"]:
            found += _numbers_of_row(table, row)
    return found


def _numbers_of_row(table: dict, row: Iterable[str]) -> list[str]:
    cells = list(zip(table["heads"], row, strict=True))
    told = [f"{head['label']} {cell}" for head, cell in cells if head["mask"] and cell]
    whose = " ".join(cell for _, cell in cells[: table["by"]] if cell)
    return [f"{whose}：{'，'.join(told)}"] if told else []
