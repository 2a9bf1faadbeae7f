"""Plans with results, and what people do with them on the pages."""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from django.urls import reverse

from assessment.models import Plan
from casework.models import Objection, Publication
from casework.services import jobs, publications
from catalogue.regulations.terms import PlanStep
from results.enums import Outcome, SubjectOutcome
from results.models import Correction, Result, SubjectResult
from tests.assessment.commissioning.steps import scan
from tests.assessment.entering import id_number, phone
from tests.filing.granting import on
from tests.results.world import AFTER, ZONE, Day, a_day

MARKS = {"theory": [80, 59, 70], "practice": [75, 90, None]}
FRIDAY = date(2026, 6, 5)  # the day after the last session
CLOSES = date(2026, 6, 12)  # the fifth working day
OVER = date(2026, 6, 15)  # the Monday after


def scored(agencies, key: str, marks=MARKS, people: int = 3) -> Day:
    """A plan whose results are computed: the first is good in both subjects, the second failed
    theory by a mark, the third did not come to practice."""
    day = a_day(agencies, key, people, state=PlanStep.SCORED)
    for place, entry in enumerate(day.entries):
        given = {subject: values[place % 3] for subject, values in marks.items()}
        a_result(day.plan, entry, given)
    return day


def a_result(plan: Plan, entry, marks: dict) -> Result:
    """Somebody's result, from marks; None is absent."""
    outcomes = {subject: _outcome(mark) for subject, mark in marks.items()}
    good = all(each == SubjectOutcome.PASSED for each in outcomes.values())
    made = Result.objects.create(
        plan=plan,
        entry=entry,
        outcome=Outcome.QUALIFIED if good else Outcome.UNQUALIFIED,
        computed_at=AFTER,
    )
    for subject, mark in marks.items():
        SubjectResult.objects.create(
            result=made,
            subject=subject,
            outcome=outcomes[subject],
            mark=None if mark is None else Decimal(str(mark)),
        )
    return made


def _outcome(mark) -> str:
    if mark is None:
        return SubjectOutcome.ABSENT
    return SubjectOutcome.PASSED if mark >= 60 else SubjectOutcome.FAILED


def fresh(plan: Plan) -> Plan:
    """As it stands now."""
    return Plan.objects.get(pk=plan.pk)


def address(plan: Plan, act: str) -> str:
    return reverse("casework:act", args=[plan.number, act])


def act(client, user, plan: Plan, name: str, **values):
    """Do an act on its page, as somebody."""
    return send(client, user, address(plan, name), **values)


def send(client, user, url: str, **values):
    """Fill in the form of a page and send it, as somebody; what it proposes is taken."""
    sit(client, user)
    opened = client.get(url)
    if opened.status_code != 200:
        return opened
    form = opened.context["form"]
    return client.post(url, {**form.initial, **values})


def sit(client, user) -> None:
    """Somebody sits down at the browser; a session of another day has run out."""
    client.logout()
    client.force_login(user)


def page(client, user, plan: Plan) -> str:
    """The page of the plan, as somebody sees it."""
    sit(client, user)
    return client.get(reverse("casework:case", args=[plan.number])).content.decode()


def errors(response) -> list[str]:
    """What the page says is wrong with the form that was sent."""
    form = response.context["form"]
    return [text for texts in form.errors.values() for text in texts]


def publicised(agencies, client, key: str, **values) -> Day:
    """A plan whose results are public since the Friday after the exam."""
    day = scored(agencies, key)
    with on(FRIDAY):
        answer = act(client, agencies.clerk[key], day.plan, "publicise", working_days=5, **values)
        assert answer.status_code == 302, errors(answer)
    return day


def cleared(agencies, client, key: str) -> Day:
    """A plan whose publicity is over without objection."""
    day = publicised(agencies, client, key)
    sweep(OVER)
    assert fresh(day.plan).state == "publicised"
    return day


def sweep(day: date) -> list[Publication]:
    """What the clock does every day."""
    with on(day):
        return publications.close_due()


def objected(publication: Publication, text: str = "成绩登记有误") -> Objection:
    """Somebody objects."""
    publications.object_to(publication, text=text, token=uuid4())
    return publication.objections.latest("pk")


def proposed(client, user, day: Day, place: int = 1, **values):
    """A correction of the theory of the second, as the page sends it."""
    given = {
        "ticket": day.entries[place].ticket,
        "subject": "theory",
        "becomes": "mark",
        "mark": "61",
        "cause": "own",
        "reason": "第三大题漏加 2 分，已重新核对答卷。",
        "evidence": scan(),
        **values,
    }
    return send(
        client, user, reverse("results:correction-propose", args=[day.plan.number]), **given
    )


def decided(client, user, plan: Plan, answer: str = "agree", **values):
    """The newest correction answered on its page."""
    newest = Correction.objects.filter(plan=plan).latest("pk")
    url = reverse(f"results:correction-{answer}", args=[plan.number, newest.pk])
    return send(client, user, url, **values)


def corrected(client, day: Day, **values) -> None:
    """A correction proposed by a clerk and agreed to by the manager."""
    assert proposed(client, day.clerks[1], day, **values).status_code == 302
    assert decided(client, day.arbiter, day.plan).status_code == 302


def submitted(agencies, client, key: str) -> Day:
    """Results that lie with the first reviewer, their forms printed."""
    day = cleared(agencies, client, key)
    with on(OVER):
        answer = act(client, agencies.clerk[key], day.plan, "submit_results")
        assert answer.status_code == 302, errors(answer)
    jobs.work_off(seconds=120)
    return day


def moment(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def personal(day: Day) -> list[str]:
    """Numbers that must stand on no public page."""
    return [id_number(n + 1) for n in range(len(day.entries))] + [
        phone(n + 1) for n in range(len(day.entries))
    ]
