"""What lies with a plan opens to whom its page opens, whoever knows the address of the file."""

import pytest
from django.urls import reverse

from assessment.models import Evidence, Exemption
from casework.models import StoredFile
from casework.services import files
from catalogue.regulations.terms import PlanStep
from config import clock
from results.models import ArchiveItem, Correction, Incident, IncidentFile
from tests.results.world import AFTER, Day, a_day

pytestmark = pytest.mark.django_db


def kept(day: Day, name: str) -> StoredFile:
    return files.keep(name.encode(), case=day.plan, name=f"{name}.pdf", kind="pdf", by=None)


def everything(day: Day) -> dict[str, StoredFile]:
    """One file of each sort."""
    names = ("portrait", "proof", "replaced", "exemption", "correction", "incident", "archive")
    found = {name: kept(day, name) for name in names}
    first, by = day.entries[0], day.arbiter
    first.photo = found["portrait"]
    first.save(update_fields=["photo"])
    Evidence.objects.create(entry=first, kind="work", file=found["proof"], added_at=AFTER)
    granted = {"granted_by": by, "granted_at": AFTER, "reason": "竞赛获奖"}
    proof = {"cause": "waived", "evidence": found["exemption"]}
    Exemption.objects.create(entry=first, subject="theory", **proof, **granted)
    Correction.objects.create(
        plan=day.plan,
        entry=first,
        subject="theory",
        mark=80,
        cause="own",
        reason="登分错误",
        evidence=found["correction"],
        proposed_by=by,
        proposed_at=AFTER,
    )
    incident = Incident.objects.create(
        session=day.theory, facts="考生手机响铃。", recorded_by=by, recorded_at=AFTER
    )
    IncidentFile.objects.create(incident=incident, file=found["incident"])
    ArchiveItem.objects.create(
        plan=day.plan,
        form="paper",
        category="成绩",
        title="成绩表",
        file=found["archive"],
        made_on=AFTER.date(),
        kept_until=AFTER.date().replace(year=2036),
        added_at=AFTER,
    )
    return found


def test_files_of_a_plan_open_where_their_page_does(agencies, client):
    day = a_day(agencies, "hb", 1, PlanStep.PUBLICITY)
    found = everything(day)
    people = {
        "manager": day.arbiter,
        "scorer": day.clerks[0],
        "client": agencies.client_hr,
        "officer": agencies.world.staff["sjz_centre"],
        "stranger": agencies.clerk["sd"],
    }
    opened = {}
    for who, user in people.items():
        client.force_login(user)
        with clock.travel(AFTER):
            opened[who] = {
                name
                for name, file in found.items()
                if client.get(reverse("casework:file", args=[file.pk])).status_code == 200
            }
    assert opened == {
        "manager": set(found),
        "scorer": {"portrait", "correction"},
        "client": {"portrait", "proof"},
        "officer": set(found),
        "stranger": set(),
    }
