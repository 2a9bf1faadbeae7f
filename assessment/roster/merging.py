"""The registration that a line asks for: what the row says over what is there already. Pure.

An empty cell leaves what is there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessment import entry_details
from assessment.enums import Ground
from assessment.models import Entry, PlanItem
from assessment.roster.columns import HEAD_OF
from assessment.roster.reading import Line
from catalogue.enums import Engagement, Schooling

FIELDS = (
    "name",
    "document",
    "id_number",
    "sex",
    "born_on",
    "phone",
    "employer",
    "post",
    "audience",
    "ground",
    "reason",
)
DEFAULTS = {"post": "", "ground": Ground.CONDITION.value, "reason": ""}
KEPT = ("pk", "photo_id", "link_id")
WORK = "从业经历"

Job = tuple[date, date | None, str]  # first day, last day, employer


@dataclass(frozen=True)
class Wanted:
    """A registration as a row would have it; `details` as `Entry.details` keeps them."""

    item: int
    occupation: str
    fields: dict[str, Any]
    details: str
    work: list[Job]

    def as_entry(self, entry: Entry | None, hashed: str) -> Entry:
        """An unsaved row to hold against the plan; of the present one what no roster says."""
        kept = (
            {"pk": entry.pk, "photo_id": entry.photo_id, "link_id": entry.link_id} if entry else {}
        )
        made = Entry(item_id=self.item, id_hash=hashed, details=self.details, **self.fields, **kept)
        if entry and entry.result_id:
            made.result = entry.result
        return made

    def packed(self) -> dict:
        """As plain values, to be kept between preview and import."""
        return {
            "item": self.item,
            "occupation": self.occupation,
            "fields": {**self.fields, "born_on": self.fields["born_on"].isoformat()},
            "details": self.details,
            "work": [
                (since.isoformat(), until and until.isoformat(), employer)
                for since, until, employer in self.work
            ],
        }

    @classmethod
    def unpacked(cls, values: dict) -> "Wanted":
        born_on = date.fromisoformat(values["fields"]["born_on"])
        work = [
            (date.fromisoformat(since), until and date.fromisoformat(until), employer)
            for since, until, employer in values["work"]
        ]
        return cls(**{**values, "fields": {**values["fields"], "born_on": born_on}, "work": work})


def merged(line: Line, item: PlanItem, entry: Entry | None, owner: str) -> Wanted:
    """What the line asks for. `owner` is the employer of whoever has none in his row."""
    there = _there(entry) if entry else {**DEFAULTS, "employer": owner}
    fields = {name: line.given.get(name, there.get(name, "")) for name in FIELDS}
    work = [
        (job["since"], job["until"], job["employer"] or fields["employer"])
        for job in sorted(line.work, key=lambda job: job["since"])
    ]
    if not work and entry:
        work = jobs_of(entry)
    known = entry_details.load(entry.details) if entry else {}
    details = {**known, **line.details}
    _fill_in(details, line.details, work)
    return Wanted(item.pk, item.occupation.name, fields, entry_details.dump(details), work)


def _there(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in FIELDS}


def _fill_in(details: dict, given: Mapping, work: list[Job]) -> None:
    """What the explanations of the template say that an empty cell means."""
    if "certificate_level" in given and "certificate_related" not in details:
        details["certificate_related"] = True
    if "graduated_on" in given and "school_stage" not in details:
        details["school_stage"] = Schooling.GRADUATED.value
    if "engagement" not in details and any(until is None for _, until, _ in work):
        details["engagement"] = Engagement.ENGAGED.value


def jobs_of(entry: Entry) -> list[Job]:
    """The work history of a registration."""
    return [(row.since, row.until, row.employer) for row in entry.work.all()]


def differences(entry: Entry, wanted: Wanted) -> list[str]:
    """The heads of the columns in which a registration is not yet as wanted."""
    there = _there(entry)
    changed = [HEAD_OF[name] for name in FIELDS if there[name] != wanted.fields[name]]
    if entry.details != wanted.details:
        old, new = entry_details.load(entry.details), entry_details.load(wanted.details)
        keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        changed += [HEAD_OF.get(key, "其他内容") for key in keys]
    if jobs_of(entry) != wanted.work:
        changed.append(WORK)
    return changed
