"""The agency plans, announces, takes sixty people in, and seats them."""

from datetime import date

from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, User
from assessment.models import Entry, Examiner, Plan
from casework.services import files
from catalogue.enums import Level
from catalogue.regulations.terms import Audience
from filing.models import Agency
from tests.assessment.entering import id_number, phone, portrait
from tests.assessment.planning.steps import TEXTS
from tests.assessment.whole.arranging import PRACTICE, PREPARED, THEORY
from tests.assessment.whole.rosters import HEADS, name
from tests.browser.walk.registering import hr
from tests.browser.walk.stage import Screen, Stage
from tests.filing.rows import ELECTRICIAN
from tests.filing.world import SINCE
from tests.printing.files import xlsx

PLANNED, ENROLLING, CLOSED = date(2026, 4, 1), date(2026, 4, 8), date(2026, 4, 16)
FIRST, LAST = date(2026, 4, 28), date(2026, 4, 29)
PEOPLE = 60
BASICS = {
    "method": "test",
    "audiences": [Audience.OWN_STAFF.value],
    "enrol_from": "2026-04-07",
    "enrol_until": "2026-04-15",
    "first_on": f"{FIRST}",
    "last_on": f"{LAST}",
}
ROOMS = (("第一考场", THEORY, "30"), ("第二考场", THEORY, "30"))
ROOMS += (("一车间", PRACTICE, "30"), ("二车间", PRACTICE, "30"))
# (subject, day, from, until)
SESSIONS = ((THEORY, FIRST, "09:00", "10:30"), (PRACTICE, LAST, "09:00", "12:00"))
JUDGES = 16


def plan() -> Plan:
    return Plan.objects.get()


def at(page: str, *args) -> str:
    """The address of a page of the plan."""
    return reverse(page, args=[plan().number, *args])


def row(number: int, **cells) -> list:
    """Somebody with sixteen years of work."""
    values = [name(number), id_number(number), phone(number), "一车间操作工"]
    values += [Audience.OWN_STAFF.label, ELECTRICIAN, Level.FOUR.printed, "2010-03"]
    known = dict(zip(HEADS, [*values, *[""] * 5], strict=True))
    return list((known | cells).values())


def it_plans_an_assessment(stage: Stage) -> None:
    stage.turn_to(PLANNED)
    clerk = stage.desk(hr()).go("/desk/").go("/plans/start/").send({}).go(at("assessment:plan"))
    clerk.go(at("assessment:plan-basics")).send(BASICS)
    clerk.go(at("assessment:plan-texts")).send(TEXTS)
    clerk.go(at("assessment:plan-quality")).send({"quality": "质量督导员一名"})
    clerk.go(at("assessment:plan-items"))
    clerk.fill({"职业和等级": "6-31-01-03 电工  四级/中级工", "预计人数": "60"}).press("添加")
    clerk.follow("修改…").go(at("assessment:plan-announcement"))
    clerk.act(plan(), "file_plan")
    city = stage.desk(stage.world.staff["as"]).go("/desk/")
    city.act(plan(), "approve_plan")
    clerk = stage.desk(hr()).act(plan(), "announce")
    stage.turn_to(ENROLLING)
    stage.desk(hr()).act(plan(), "open_enrolment")
    stage.desk().go("/notices/").go(
        reverse("casework:public-notice", args=[plan().announcement_id])
    )


def sixty_people_are_enrolled(stage: Stage) -> None:
    """First with faults in the table, which keep everybody out; then without."""
    clerk = stage.desk(hr())
    good = [row(number) for number in range(1, PEOPLE + 1)]
    wrong = [*good[:-2], row(59, 等级="九级"), row(60, 联系电话="无")]
    roster_is_sent(stage, clerk, wrong).says("有 2 行不能导入，没有导入任何内容").look("faults")
    clerk.says("“九级”不是等级").picture("roster")
    assert Entry.objects.count() == 0
    roster_is_sent(stage, clerk, good).says(f"核对完毕，确认后导入 {PEOPLE} 人").look("good")
    clerk.press("确认导入")
    stage.work_off()
    clerk.go(clerk.page.url).says(f"已导入：新增 {PEOPLE} 人，变更 0 人").look("imported")
    everybody_has_a_photo(stage)
    clerk.go(at("assessment:entries")).fill({"all": True}).press("核准")
    assert set(Entry.objects.values_list("status", flat=True)) == {"approved"}
    stage.turn_to(CLOSED)
    stage.desk(hr()).go("/desk/").act(plan(), "close_enrolment")


def roster_is_sent(stage: Stage, clerk: Screen, rows: list[list]) -> Screen:
    clerk.go(at("assessment:rosters"))
    clerk.fill({"file": ("名册.xlsx", xlsx(HEADS, *rows))}).press("上传并核对")
    stage.work_off()
    return clerk.go(clerk.page.url)


def everybody_has_a_photo(stage: Stage) -> None:
    """One sees to it on a phone; the others did as well."""
    entries = list(Entry.objects.order_by("number"))
    clerk = stage.phone(hr())
    clerk.go(reverse("assessment:entry", args=[plan().number, entries[0].pk]))
    clerk.go(reverse("assessment:entry-photo", args=[plan().number, entries[0].pk]))
    clerk.send({"photo": ("照片.png", portrait())})
    picture = files.keep(portrait(), case=plan(), name="照片.png", kind="png", by=None)
    Entry.objects.filter(photo=None).update(photo=picture)


def they_are_seated(stage: Stage) -> None:
    clerk = stage.desk(hr())
    agency = Agency.objects.get()
    clerk.go("/sites/").go(reverse("assessment:site-add", args=[agency.code]))
    clerk.send({"address": "样例路 1 号", "name": "实训楼"})
    site = clerk.page.url
    for room, kind, capacity in ROOMS:
        clerk.go(f"{site}rooms/add/")
        clerk.send({"name": room, "kind": kind, "capacity": capacity, "cameras": "2"})
    for subject, day, begins, ends in SESSIONS:
        clerk.go(at("assessment:sessions")).go(at("assessment:session-add", subject))
        for group in ("items", "rooms"):
            for box in clerk.main.locator(f"[name={group}]").all():
                if box.is_visible():
                    box.check()
        clerk.send({"day": f"{day}", "begins": begins, "ends": ends})
    staff_is_there(clerk, agency)
    for session in plan().sessions.order_by("starts_at"):
        order = "lot" if session.subject == THEORY else "sequence"
        clerk.go(at("assessment:seats", session.pk)).send({"order": order})
        clerk.go(at("assessment:session-staff", session.pk))
    clerk.go(at("assessment:sessions")).press("按建议安排")
    clerk.go(at("assessment:sessions")).picture("sessions")
    clerk.act(plan(), "make_ready", dict(PREPARED) | DATES)
    tickets_are_printed(stage, clerk)


DATES = {"agreed_on": "2026-04-01", "trained_on": "2026-04-27", "venue": True, "complaints": True}


def staff_is_there(clerk: Screen, agency: Agency) -> None:
    """One typed, the others known from before; those who sign in have accounts of the agency."""
    clerk.go("/staff/").go(reverse("assessment:staff-add", args=[agency.code]))
    person = {"name": "考务1", "id_number": id_number(601), "certificate": "KP0001"}
    clerk.send({**person, "roles": ["chief"]})
    made = [Examiner(agency=agency, name="考务2", id_number=id_number(602), roles=["internal"])]
    for number in range(3, 3 + JUDGES):
        made.append(
            Examiner(
                agency=agency,
                name=f"考务{number}",
                id_number=id_number(600 + number),
                roles=["invigilator", "assessor"],
                certificate=f"KP{number:04}",
                user=colleague(agency, Role.ASSESSOR, f"考务{number}"),
            )
        )
    Examiner.objects.bulk_create(made)


def colleague(agency: Agency, role: Role, name: str) -> User:
    """Another person of the agency."""
    number = User.objects.count() + 1
    made = User.objects.create_user(f"user{number}", f"user{number}@example.com", name=name)
    owner = agency.organisation
    Membership.objects.create(user=made, organisation=owner, role=role, since=SINCE)
    return made


def tickets_are_printed(stage: Stage, clerk: Screen) -> None:
    clerk.go(at("assessment:prints")).send({"kind": "tickets"})
    stage.work_off()
    clerk.go(at("assessment:prints"))
