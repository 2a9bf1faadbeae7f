"""An enterprise of Hebei without capacity of its own commissions an agency: HB-01 to HB-06."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse

from accounts.enums import Role
from assessment.models import Commission, Entry
from casework.models import Letter
from casework.services import jobs
from catalogue.regulations.terms import Audience
from filing.models import Agency
from tests.assessment.commissioning.steps import scan
from tests.assessment.whole import arranging, commission
from tests.assessment.whole.rosters import WHOLE, by_certificate, by_years, workbook
from tests.assessment.whole.steps import ENROLLED, LAST_DAY, TOO_LATE, Way

EARLY = date(2026, 3, 16)
VETERAN = 51  # has no certificate, but the years


def goes_to_the_tickets(walk: Way, exempting: Callable[[Way], None]) -> None:
    """From the commission on; `exempting` lets people off subjects once the roster is closed."""
    filed_by_the_province(walk)
    case = is_commissioned(walk)
    is_announced_by_both(walk, case)
    is_enrolled(walk)
    exempting(walk)
    arranging.arrange(walk)
    is_supervised(walk)
    is_returned_once(walk)
    is_filed_again_and_agreed_to(walk)
    arranging.all_have_tickets(walk)


def filed_by_the_province(walk: Way) -> None:
    """So that the centre of the place and the centre that filed the agency are two."""
    issuer = walk.agencies.world.offices["hb_centre"]
    agency = walk.agencies.agency["hb"]
    Agency.objects.filter(pk=agency.pk).update(issuer=issuer, issuer_name=issuer.name)


def is_commissioned(walk: Way) -> Commission:
    case = commission.granted(walk, "hb_centre")
    letter = Letter.objects.get(case=case)
    assert (case.state, letter.title, letter.office) == (
        "granted",
        "委托函",
        walk.agencies.world.offices["hb_centre"],
    )
    return case


def is_announced_by_both(walk: Way, case: Commission) -> None:
    walk.start_commissioned(case)
    walk.fill_in([Audience.COMMISSIONED], items=[])
    walk.announce()
    text = walk.announcement()
    assert (str(walk.agencies.client) in text, walk.plan.agency.name in text) == (True, True)


def is_enrolled(walk: Way) -> None:
    """Imported by the enterprise; the one who applies by years of work shows social security."""
    hr = walk.agencies.client_hr
    rows = [
        (by_years if each == VETERAN else by_certificate)(each, Audience.COMMISSIONED)
        for each in range(1, WHOLE + 1)
    ]
    assert "已导入：新增 300 人，变更 0 人" in walk.take_in(hr, workbook(rows))
    assert walk.counts() == {"applied": WHOLE - 1, "draft": 1}
    veteran = Entry.objects.get(status="draft")
    paper = {"kind": "social_security", "file": scan()}
    walk.send(hr, reverse("assessment:entry-evidence", args=[walk.number, veteran.pk]), **paper)
    assert walk.open(hr, walk.address("entry", veteran.pk)).send(to="/submit/").status == 302
    refused = walk.decide(hr, "sign")
    assert (refused.status, walk.counts()) == (422, {"applied": WHOLE})
    assert walk.decide(hr, "sign", promised="1").status == 302
    assert walk.counts() == {"signed": WHOLE}
    assert walk.decide(walk.clerk, "approve").status == 302
    assert walk.counts() == {"approved": WHOLE}
    walk.turn_to(ENROLLED)
    assert walk.act(walk.clerk, "close_enrolment") == "roster"


def is_supervised(walk: Way) -> None:
    """The city's centre sends somebody to every day, the province looks in on one."""
    world = walk.agencies.world
    first, *_, last = walk.plan.sessions.order_by("starts_at")
    for key, session in (("sjz_centre", first), ("sjz_centre", last), ("hb_centre", last)):
        sent = world.member(world.offices[key], Role.SUPERVISOR, name=f"{key}督导员")
        address = walk.address("session-supervisors", session.pk)
        walk.send(walk.officer(key), address, user=str(sent.pk))
    assert [session.duties.filter(role="external").count() for session in (first, last)] == [1, 2]


def is_returned_once(walk: Way) -> None:
    """Filed early, sent back with the reason, and too late to be filed again on the 19th."""
    centre = walk.officer("sjz_centre")
    walk.turn_to(EARLY)
    assert walk.act(walk.clerk, "file_roster", **arranging.PREPARED) == "roster_filed"
    assert walk.plan.office == walk.agencies.world.offices["sjz_centre"]
    jobs.work_off(seconds=300)
    assert walk.act(centre, "return_roster", note="请把二车间的人员分开编排。") == "roster_returned"
    assert "请把二车间的人员分开编排。" in walk.case_page(walk.clerk).text
    walk.turn_to(TOO_LATE)
    refused = walk.try_to(walk.clerk, "file_roster", **arranging.PREPARED)
    what = "名册备案表、考务安排表和报名资料报审"
    assert (refused.status, refused.errors, walk.state) == (
        422,
        [
            f"首场是2026年3月25日，{what}最迟应在2026年3月18日，已经来不及。"
            f"{what}应比首场提前不少于 5 个工作日，请推迟首场日期。"
            "（依据：冀职鉴字〔2021〕7号 流程五）"
        ],
        "roster_returned",
    )


def is_filed_again_and_agreed_to(walk: Way) -> None:
    """On the last day; the centre that filed the agency finds nothing before the place agrees."""
    centre, filing = walk.officer("sjz_centre"), walk.officer("hb_centre")
    walk.turn_to(LAST_DAY)
    assert walk.act(walk.clerk, "file_roster", **arranging.PREPARED) == "roster_filed"
    jobs.work_off(seconds=300)
    assert walk.act(centre, "approve_roster") == "ready"
    assert (
        f"审核后已报{walk.agencies.world.offices['hb_centre']}备案" in walk.case_page(filing).text
    )
    assert walk.timeline() == [
        ("announce", "announced"),
        ("open_enrolment", "enrolment"),
        ("close_enrolment", "roster"),
        ("file_roster", "roster_filed"),
        ("return_roster", "roster_returned"),
        ("file_roster", "roster_filed"),
        ("approve_roster", "ready"),
    ]
