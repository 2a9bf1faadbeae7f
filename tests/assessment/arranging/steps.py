"""A plan with people, rooms, seats and duties, driven from the enrolment to the exam."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from assessment.models import Plan
from assessment.services import arranging
from casework.services import jobs
from catalogue.regulations.terms import PlanStep
from tests.assessment.entering import a_plan, an_entry, commissioned
from tests.assessment.staffing.world import duty, examiner, rooms, seat, session

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = datetime(2026, 5, 25, 10, tzinfo=ZONE)  # a Monday; the first session is on 3 June
FIRST = date(2026, 6, 3)
COLUMNS = {
    "contact": "培训中心 0635-8200000",
    "complaints": "0635-8200001",
    "schedule": "分两批进行。",
}
PREPARED = {
    "papers": "printed",
    "printer": "第一印刷厂",
    "agreed_on": "2026-05-20",
    "venue": "on",
    "trained_on": "2026-06-02",
    "complaints": "on",
}
AUDIENCE = {"sd": "public", "hb": "commissioned"}


def moment(on: date, hour: int) -> datetime:
    """That hour of a day."""
    return datetime(on.year, on.month, on.day, hour, tzinfo=ZONE)


def day(month: int, number: int, hour: int = 10) -> datetime:
    """A moment of that day."""
    return datetime(2026, month, number, hour, tzinfo=ZONE)


def enrolled(
    agencies, key: str, people: int = 3, state=PlanStep.ENROLMENT, first: date = FIRST
) -> Plan:
    """A plan of three days with so many approved people for 电工 四级."""
    audience = AUDIENCE.get(key, "own_staff")
    columns = {**COLUMNS, "first_on": first, "last_on": first + timedelta(2)}
    if key == "hb":
        plan = commissioned(agencies, state=state, **columns)
    else:
        plan = a_plan(agencies, key, [audience], state, **columns)
    item = agencies.item(plan)
    decided = {"status": "approved", "decided_by": agencies.clerk[key], "decided_at": TODAY}
    for number in range(1, people + 1):
        an_entry(plan, item, number, audience=audience, **decided)
    return fresh(plan)


def arrange(plan: Plan) -> Plan:
    """Theory on the first day, practice on the next, with seats and everybody who is needed."""
    people = [int(number[-5:]) for number in plan.entries.values_list("number", flat=True)]
    agency = plan.agency
    chief, internal = examiner(agency, 1, "chief"), examiner(agency, 2, "internal")
    for place, (subject, until) in enumerate((("theory", 11), ("practice", 12))):
        room = rooms(agency, 30, kind=subject)[0]
        on = plan.first_on + timedelta(place)
        times = {name: moment(on, hour) for name, hour in (("starts_at", 9), ("ends_at", until))}
        made = session(plan, [room], subject, **times)
        seat(made, room, *people)
        duty(made, chief, "chief")
        duty(made, internal, "internal")
        for number in (10, 11, 12):
            role = "invigilator" if subject == "theory" else "assessor"
            who = examiner(agency, number + 10 * place, role, senior=True, codes=["6-31-01-03"])
            duty(made, who, role, room)
    return plan


def ready_to_file(agencies, key: str, people: int = 3, first: date = FIRST) -> Plan:
    """A plan whose roster is closed and whose arrangement is whole."""
    plan = arrange(enrolled(agencies, key, people, PlanStep.ROSTER, first))
    arranging._give_tickets(plan)
    return plan


def fresh(plan: Plan) -> Plan:
    """As it stands now."""
    return Plan.objects.get(pk=plan.pk)


def act(client, user, plan: Plan, name: str, **values):
    """Do an act on its page, as somebody."""
    client.logout()  # a session of another day has run out
    client.force_login(user)
    address = reverse("casework:act", args=[plan.number, name])
    form = client.get(address).context["form"]
    sent = {"version": form["version"].value(), "token": form["token"].value(), **values}
    return client.post(address, sent)


def printed() -> None:
    """Let the forms be made."""
    jobs.work_off()


def page(client, user, plan: Plan) -> str:
    """The page of the plan, as somebody sees it."""
    client.force_login(user)
    return client.get(reverse("casework:case", args=[plan.number])).content.decode()
