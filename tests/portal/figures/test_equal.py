"""The dashboards say what is in the tables: each number is counted anew, row after row."""

from collections import Counter
from datetime import date

import pytest
from django.utils.timezone import localtime

from casework.enums import Progress
from casework.models import Deadline
from casework.services import door
from catalogue.regulations.terms import FilingStep
from certificates.enums import CertificateLevel, CertificateStatus
from certificates.models import Certificate
from certificates.services import standing
from config import tallies
from filing.models import Filing
from portal.models import CertificateTally, HolderMark, HolderTouch, ResultTally
from portal.selectors.figures import certificates, deadlines, filings, holders, results
from portal.selectors.figures.asked import Asked, scopes_of
from portal.services import holders as holder_services
from portal.services.tallies import tend
from results.enums import Outcome
from results.models import Result
from results.selectors.results import PUBLIC
from tests.assessment.entering import id_number
from tests.certificates.world import a_certificate
from tests.portal.figures.world import Busy, imported, some_certificates

pytestmark = pytest.mark.django_db
NARROWED = (
    {},
    {"level": 3},
    {"occupation": "焊"},
    {"occupation": "6-31-01-03"},
    {"since": date(2026, 2, 1), "until": date(2026, 4, 1)},
    {"since": date(2026, 3, 1), "level": 4, "occupation": "工"},
)


def asked_by(user, **narrowed) -> Asked:
    scope = scopes_of(user)[0]
    place = narrowed.pop("place", scope.place if scope.office else "")
    return Asked(user=user, scope=scope, place=place, **narrowed)


def everybody(busy: Busy) -> list[Asked]:
    """Province, city, county, another province, an agency: each with everything narrowed."""
    staff, clerks = busy.world.staff, busy.agencies.clerk
    return [
        *(asked_by(staff["lc"], **narrowed) for narrowed in NARROWED),
        *(asked_by(user) for user in (staff["sd"], staff["dcf"], staff["ln"], clerks["sd"])),
        asked_by(clerks["lc"], level=3),
        asked_by(staff["sd"], place="371502"),
        asked_by(staff["sd"], place="3715"),
    ]


def is_asked(row: Certificate, asked: Asked) -> bool:
    """Whether a certificate is among those asked for."""
    if asked.office:
        mine = row.division.code.startswith(asked.place)
    else:
        mine = row.agency_id in asked.scope.agencies
    code = asked.occupation == "6-31-01-03" and row.occupation == "电工"
    month = row.issued_on.replace(day=1)
    return (
        mine
        and (not asked.level or row.level == asked.level)
        and (asked.occupation in row.occupation or code)
        and (not asked.since or month >= asked.since)
        and (not asked.until or month <= asked.until)
    )


def counted(rows: list[Certificate], label) -> dict[str, tuple[int, ...]]:
    """(issued, valid, revoked, replaced) by label."""
    found: dict[str, Counter] = {}
    for row in rows:
        found.setdefault(label(row), Counter())[row.status] += 1
    order = (CertificateStatus.VALID, CertificateStatus.REVOKED, CertificateStatus.REPLACED)
    return {
        name: (sum(of.values()), *(of[status] for status in order)) for name, of in found.items()
    }


def place_of(row: Certificate, asked: Asked) -> str:
    digits = min(len(asked.place) + 2, 6)
    code = row.division.code[:digits].ljust(6, "0")
    names = {"371500": "聊城市", "371502": "东昌府区", "371521": "阳谷县", "210300": "鞍山市"}
    return names[code] + ("（本级）" if len(asked.place) == 4 and code.endswith("00") else "")


def said(panel, *, without_nothing: bool = False) -> dict[str, tuple]:
    return {
        row.label: tuple(row.cells) for row in panel.rows if not without_nothing or any(row.cells)
    }


def compare(busy: Busy) -> None:
    """Every number of certificates and holders of everybody."""
    whole = list(Certificate.objects.select_related("division", "agency"))
    for asked in everybody(busy):
        rows = [row for row in whole if is_asked(row, asked)]
        found = certificates.figures(asked)
        panels = {panel.key: panel for panel in found.panels}
        assert [key.value for key in found.keys] == list(
            counted(rows, lambda row: "").get("", (0, 0, 0, 0))
        )
        wanted = counted(rows, lambda row: f"{row.issued_on:%Y-%m}")
        years = counted(rows, lambda row: f"{row.issued_on:%Y}")
        along = said(panels["months"], without_nothing=True)
        assert along == (years if panels["months"].head == "年份" else wanted)
        assert said(panels["levels"]) == counted(
            rows, lambda row: str(CertificateLevel(row.level).label)
        )
        assert said(panels["occupations"]) == counted(rows, lambda row: row.occupation)
        if asked.office:
            by_place = counted(rows, lambda row, asked=asked: place_of(row, asked))
            assert said(panels["places"]) == by_place
            compare_holders(asked, rows)


def compare_holders(asked: Asked, rows: list[Certificate]) -> None:
    """People with a valid certificate, each once; the period says nothing of who holds one now."""
    if asked.since or asked.until:
        return
    valid = [row for row in rows if row.status == CertificateStatus.VALID]

    def people(label) -> dict[str, tuple[int, int]]:
        names = {label(row) for row in valid}
        return {
            name: (len({row.id_hash for row in of}), len(of))
            for name in names
            for of in ([row for row in valid if label(row) == name],)
        }

    found = holders.figures(asked)
    panels = {panel.key: panel for panel in found.panels}
    assert [key.value for key in found.keys] == [len({row.id_hash for row in valid}), len(valid)]
    assert said(panels["levels"]) == people(lambda row: str(CertificateLevel(row.level).label))
    assert said(panels["occupations"]) == people(lambda row: row.occupation)


@pytest.mark.clause("JS-11", "LN-11", "LC-18")
def test_certificates_and_holders_equal_what_is_there_whatever_happens(busy):
    agencies = busy.agencies
    compare(busy)
    # Issued, and brought in from an earlier system, many at once.
    numbers = {900: 1, 901: 2, 902: 2, 903: 3}
    made = [
        a_certificate(agencies.agency["sd"], number, id_number=id_number(holder))
        for number, holder in numbers.items()
    ]
    imported(agencies.agency["lc"], 5, first=800)
    compare(busy)
    # Revoked and replaced.
    standing.revoke(made[0], actor=door.SYSTEM, reason="违规")
    standing.replace(made[1], made[2], actor=door.SYSTEM, reason="编号有误")
    compare(busy)
    # Corrected: the holder, the occupation, the place; uploaded, which changes no number.
    made[3].id_number = Certificate.objects.first().id_number
    made[3].occupation, made[3].occupation_code = "焊工", "6-18-02-04"
    made[3].save()
    Certificate.objects.filter(occupation="铸造工").update(
        division=busy.world.places["371521"], upload="uploaded", uploaded_on=date(2026, 7, 1)
    )
    compare(busy)
    before = CertificateTally.objects.count()
    Certificate.objects.update(upload="uploaded", uploaded_on=date(2026, 7, 2))
    assert CertificateTally.objects.count() == before


def test_what_is_drawn_together_and_marked_says_the_same(busy):
    """Holders as they were touched, as they are marked, and some of each."""
    assert holder_services.settle() > 0
    assert holder_services.settle() == 0
    assert HolderMark.objects.count() == Certificate.objects.filter(status="valid").count()
    assert tallies.draw_together(CertificateTally) > 0
    assert tallies.draw_together(CertificateTally) == 0
    assert not CertificateTally.objects.filter(count=0).exists()
    compare(busy)
    some_certificates(busy.agencies, 5, first=300, seed=3)
    for row in Certificate.objects.filter(status="valid")[:4]:
        standing.revoke(row, actor=door.SYSTEM, reason="违规发放")
    assert HolderTouch.objects.exists()
    compare(busy)
    tend()
    assert not HolderTouch.objects.exists()
    compare(busy)


def test_so_many_at_once_are_said_to_be_behind_until_they_are_marked(busy, monkeypatch):
    asked = asked_by(busy.world.staff["lc"])
    tend()
    before = holders.figures(asked).keys
    monkeypatch.setattr(holders, "MOST_TOUCHED", 3)
    some_certificates(busy.agencies, 9, first=500, seed=4)
    found = holders.figures(asked)
    assert (found.keys, holders.keys(asked)) == (before, before)
    assert holders.BEHIND in found.panels[0].note
    tend()
    assert holders.BEHIND not in holders.figures(asked).panels[0].note
    compare(busy)


def test_a_text_that_fits_many_occupations_is_counted_by_occupation_alone(busy, monkeypatch):
    asked = asked_by(busy.world.staff["lc"], occupation="工")
    whole = {panel.key: said(panel) for panel in holders.figures(asked).panels}
    certificates = holders.keys(asked)[1].value
    monkeypatch.setattr(holders, "MOST_ONE_BY_ONE", certificates - 1)
    found = holders.figures(asked)
    assert [key.value for key in found.keys] == [None, certificates]
    assert [key.value for key in holders.keys(asked)] == [None, certificates]
    assert {panel.key: said(panel) for panel in found.panels} == {
        "occupations": whole["occupations"]
    }
    assert holders.TOO_MANY in found.panels[0].note


def test_results_count_once_they_are_public_and_as_corrected(busy):
    officer = busy.world.staff["lc"]

    def rates() -> list:
        return [key.value for key in results.figures(asked_by(officer)).keys]

    def counted_anew() -> list:
        rows = Result.objects.filter(
            superseded_at=None, plan__state__in=PUBLIC, plan__division__code__startswith="3715"
        )
        good = sum(row.outcome == Outcome.QUALIFIED for row in rows)
        return [len(rows), good, round(100 * good / len(rows), 1)]

    assert rates() == counted_anew() == [4, 3, 75.0]
    old = Result.objects.filter(plan=busy.plans["public"], outcome=Outcome.UNQUALIFIED).get()
    old.superseded_at = old.computed_at
    old.save(update_fields=["superseded_at"])
    Result.objects.create(
        plan=old.plan,
        entry=old.entry,
        revision=2,
        outcome=Outcome.QUALIFIED,
        computed_at=old.computed_at,
    )
    assert rates() == counted_anew() == [4, 4, 100.0]
    tallies.draw_together(ResultTally)
    assert rates() == [4, 4, 100.0]
    panels = {panel.key: panel for panel in results.figures(asked_by(officer)).panels}
    for key, label in (("months", "2026-06"), ("levels", "四级/中级工"), ("occupations", "电工")):
        assert said(panels[key]) == {label: (4, 4, 100.0)}
    assert said(panels["places"]) == {"聊城市（本级）": (4, 4, 100.0)}
    mine = results.figures(asked_by(busy.agencies.clerk["lc"])).keys
    assert [key.value for key in mine] == [4, 4, 100.0]
    assert results.figures(asked_by(busy.agencies.clerk["js"])).empty


def test_filings_by_stage_and_deadlines_by_bureau(busy):
    asked = asked_by(busy.world.staff["lc"])
    panels = {panel.key: panel for panel in filings.figures(asked).panels}
    rows = Filing.objects.exclude(state="draft").filter(division__code__startswith="3715")
    states = Counter(FilingStep(row.state).label for row in rows)
    assert said(panels["stages"]) == {name: (number,) for name, number in states.items()}
    assert said(panels["places"]) == {"东昌府区": (3, 2, 1, 0, 0), "阳谷县": (1, 0, 0, 1, 0)}
    month = f"{localtime(rows[0].opened_at):%Y-%m}"
    assert said(panels["months"]) == {month: (4, 2, 1, 1, 0)}
    narrowed = filings.figures(asked_by(busy.world.staff["lc"], occupation="电工", level=4))
    assert [key.value for key in narrowed.keys] == [1, 1, 0, 0, 0]

    bureaus = {panel.key: panel for panel in deadlines.figures(asked).panels}["bureaus"]
    mine = Deadline.objects.filter(
        case__kind="filing",
        bound="within",
        holder="receiver",
        case__receiver__name="东昌府区人社局",
    )
    met = mine.filter(progress=Progress.DONE, late_by=0).count()
    missed = mine.filter(progress=Progress.DONE, late_by__gt=0).count()
    found = said(bureaus)
    assert found["东昌府区人社局"][:3] == (met, missed, 1) == (1, 1, 1)
    assert found["聊城市鉴定中心"][:3] == (1, 0, 0)
    assert found["阳谷县人社局"][:3] == (0, 0, 0)
    assert "第" not in "".join(found)  # no applicant's own clock
