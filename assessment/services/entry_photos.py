"""The photographs of many registrations at once: whose each is, its file's name says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts import identity, protection
from accounts.models import User
from assessment.enums import EntryStatus
from assessment.models import Entry, Plan
from assessment.person import clean_name
from assessment.services import entry_files

MOST = 30  # each is looked at by two programs of its own
BETWEEN = re.compile(r"[\s_\-—－＿+,，（）()]+")
NOBODY = "这个计划的报名中没有对应的人。请以证件号码、报名编号或姓名作文件名。"
SEVERAL = "同名的不止一人。请以证件号码或报名编号作文件名。"
TWICE = "这个人的照片在这一次中已有一张。"


@dataclass(frozen=True)
class Outcome:
    """What became of one file: kept for `entry`, or not, and why."""

    file: str
    entry: Entry | None
    refused: str = ""


def keep_many(plan: Plan, uploads: Iterable[BinaryIO], *, actor: User) -> list[Outcome]:
    """Keep each photograph with whom its name names (证件号码, 报名编号, or a name that only one
    has); one that cannot be kept says why and keeps no other back.

    Who may: `selectors.entries.handles`, which the view asks. Raises NotNowError where enrolment
    is over.
    """
    outcomes: list[Outcome] = []
    served: set[int] = set()
    for upload in uploads:
        entry, refused = _whose(plan, upload.name)
        if entry and entry.pk in served:
            refused = TWICE
        elif entry:
            refused = _kept(entry, upload, actor)
        if entry and not refused:
            served.add(entry.pk)
        outcomes.append(Outcome(upload.name, entry, refused))
    return outcomes


def _kept(entry: Entry, upload: BinaryIO, actor: User) -> str:
    """Why it was refused; "" where it is kept."""
    try:
        entry_files.keep_photo(entry, upload, actor=actor)
    except ValidationError as refused:
        return "".join(refused.messages)
    return ""


def _whose(plan: Plan, name: str) -> tuple[Entry | None, str]:
    """The registration that a file's name names, or why there is none."""
    stem = name.rpartition("/")[2].rpartition(".")[0]
    parts = [part for part in BETWEEN.split(stem) if part]
    hashes = [protection.fingerprint("id_number", identity.normalise(part)) for part in parts]
    numbers = re.findall(rf"{plan.number}-[0-9A-Z]+", stem)
    living = plan.entries.exclude(status=EntryStatus.WITHDRAWN)
    found = list(living.filter(Q(id_hash__in=hashes) | Q(number__in=numbers))[:2])
    if not found:
        found = list(living.filter(name__in=_names(stem, parts))[:2])
    if len(found) != 1:
        return None, SEVERAL if found else NOBODY
    found[0].plan = plan
    return found[0], ""


def _names(stem: str, parts: list[str]) -> set[str]:
    names = set()
    for text in (stem, *parts):
        try:
            names.add(clean_name(text))
        except ValueError:
            continue
    return names
