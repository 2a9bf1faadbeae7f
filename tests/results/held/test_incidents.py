"""Incidents: written once with their proofs, the consequence of the tier, taken back."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from casework.models import Event, StoredFile
from catalogue.regulations.terms import PlanStep
from config import clock
from results import conduct
from results.enums import Consequence
from results.models import Incident
from results.selectors import held
from results.services import incidents
from results.services.incidents import Given
from tests.casework.test_views import count_queries
from tests.results.held.doing import errors, facts, told, url
from tests.results.world import AFTER, EXAM

RULES = conduct.rules()


def add(client, day, **fields):
    return client.post(url(day.theory, "incident-add"), told(**fields))


def an_incident(day, entry=None, consequence="none", session=None, **columns) -> Incident:
    session = session or day.theory
    given = {
        "session": session,
        "entry": entry,
        "conduct": "phone" if entry else "",
        "consequence": consequence,
        "subject": session.subject if entry else "",
        "facts": "经过",
        "recorded_by": day.arbiter,
        "recorded_at": EXAM,
        **columns,
    }
    return Incident.objects.create(**given)


@pytest.mark.clause("LC-15", "LC-23")
def test_a_breach_is_written_down_with_its_proof(client, day, watcher, picture):
    client.force_login(watcher)
    first = day.entries[0]
    given = {
        "entry": first.pk,
        "room": day.watch.room.pk,
        "conduct": "phone",
        "witnesses": "监考乙",
        "signed": "on",
        "file_1": picture(),
    }
    assert add(client, day, **given).url == url(day.theory, "incidents")
    row = Incident.objects.get()
    assert (row.entry, row.conduct, row.consequence, row.subject) == (
        first,
        "phone",
        "all",
        "theory",
    )
    assert (row.signed, row.witnesses, row.recorded_by) == (True, "监考乙", watcher)
    (event,) = Event.objects.filter(case=day.plan, act="record_incident")
    assert (event.actor, facts(event)) == (
        watcher,
        {"incident": row.pk, "session": day.theory.pk, "consequence": "all"},
    )
    page = client.get(url(day.theory, "incidents")).content.decode()
    assert ("全部科目成绩无效" in page, "使用手机" in page) == (True, True)
    proof = client.get(url(day.theory, "incident-file", row.files.get().pk))
    assert (proof.status_code, proof["Content-Type"]) == (200, "image/png")
    assert "sandbox" in proof["Content-Security-Policy"]
    assert "全部科目成绩无效" in client.get(url(day.theory)).content.decode()


def test_the_same_form_sent_twice_is_one_incident(client, day, watcher):
    client.force_login(watcher)
    form = told(entry=day.entries[0].pk, conduct="notes")
    for _ in range(2):
        assert client.post(url(day.theory, "incident-add"), form).status_code == 302
    assert Incident.objects.count() == 1


def test_what_concerns_nobody_is_noted_too(client, day, watcher):
    client.force_login(watcher)
    assert add(client, day, facts="9:05 停电两分钟。").status_code == 302
    row = Incident.objects.get()
    assert (row.entry, row.conduct, row.consequence, row.subject) == (None, "", "none", "")


@pytest.mark.parametrize(
    ("fields", "where", "said"),
    [
        ({"conduct": "phone"}, "entry", "请选择考生"),
        ({"entry": 1, "consequence": "all"}, "conduct", "请选择违纪情形"),
        ({"entry": 1, "conduct": "seat"}, "warned", "须先警告"),
        ({"entry": 1, "conduct": "seat", "consequence": "all"}, "consequence", "不能重于"),
        ({"entry": 1, "conduct": "phone", "consequence": "none"}, "lessened", "请写明从轻"),
        ({"facts": ""}, "facts", "请填写经过"),
        ({"facts": "x" * 1201}, "facts", "1200"),
        ({"entry": 99999}, "entry", ""),
        ({"entry": "1e5"}, "entry", ""),
        ({"conduct": "hanging"}, "conduct", ""),
        ({"consequence": "hanging"}, "consequence", ""),
        ({"room": 99999}, "room", ""),
        ({"token": "x"}, "token", ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(client, day, watcher, fields, where, said):
    client.force_login(watcher)
    if fields.get("entry") == 1:
        fields = fields | {"entry": day.entries[0].pk}
    answer = add(client, day, **fields)
    found = errors(answer)
    assert (answer.status_code, list(found)) == (422, [where])
    assert said in "".join(found[where])
    assert Incident.objects.count() == 0


HOSTILE = [
    ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "格式"),
    ("x.png", b"<html><script>alert(1)</script>", "不符"),
    ("x.jpg", b"\xff\xd8\xff\xe0" + b"0" * 50, "x.jpg"),
    ("../../x.png", b"", "空"),
    ("x.exe", b"MZ" + b"0" * 99, "格式"),
]


@pytest.mark.parametrize(("name", "data", "said"), HOSTILE)
def test_hostile_proofs_are_refused(client, day, watcher, name, data, said):
    client.force_login(watcher)
    answer = add(client, day, file_2=SimpleUploadedFile(name, data))
    assert answer.status_code == 422
    assert said in "".join(errors(answer)["file_2"])
    assert (Incident.objects.count(), StoredFile.objects.filter(case=day.plan).count()) == (0, 0)


def test_what_is_less_or_was_warned_of_stands_in_the_facts(day, watcher):
    first = day.entries[0].pk

    def kept(**given) -> tuple[str, str]:
        return incidents.judged(Given(facts="经过", entry=first, **given))

    warned = kept(conduct="seat", warned="9:05 主考口头警告")
    assert warned == ("subject", "经过\n先行警告：9:05 主考口头警告")
    less = kept(conduct="phone", consequence=Consequence.SUBJECT, lessened="未开机")
    assert less == ("subject", "经过\n从轻处理（规定为“全部科目成绩无效”）：未开机")
    only_warning = kept(conduct="seat", consequence=Consequence.NONE, lessened="首次，警告")
    assert only_warning[0] == "none"


@given(
    breach=st.sampled_from(RULES.conducts),
    wanted=st.none() | st.sampled_from(list(Consequence)),
    lessened=st.sampled_from(["", "理由"]),
    warned=st.sampled_from(["", "警告"]),
)
def test_no_consequence_is_graver_than_its_tier_or_less_without_a_reason(
    breach, wanted, lessened, warned
):
    told_of = Given("经过", 1, None, breach.key, wanted, lessened, warned)
    limit = RULES.tier(breach).consequence
    try:
        taken, text = incidents.judged(told_of)
    except ValidationError:
        return
    assert conduct.not_graver(taken, limit)
    assert taken == limit or lessened in text


def test_consequences_are_the_gravest_and_spread(day):
    first, second, third = day.entries
    an_incident(day, first, "subject")
    an_incident(day, first, "cheating")
    an_incident(day, second, "all")
    an_incident(day, third, "all", revoked_by=day.arbiter, revoked_at=EXAM, revoked_for="查无实据")
    an_incident(day, third, "none")
    an_incident(day)
    assert held.consequences(day.plan) == {
        (first.pk, "theory"): "cheating",
        **{(second.pk, subject): "all" for subject in ("theory", "practice", "review")},
    }


def test_the_manager_takes_an_incident_back(client, day, watcher):
    row = an_incident(day, day.entries[0], "all")
    address = url(day.theory, "incident-revoke", row.pk)
    for user in (watcher, day.clerks[1]):
        client.force_login(user)
        assert client.post(address, {"reason": "查无实据，系误记"}).status_code == 403
    client.force_login(day.arbiter)
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "查无实据，系误记"}).status_code == 302
    row.refresh_from_db()
    assert (row.revoked_by, row.revoked_for) == (day.arbiter, "查无实据，系误记")
    assert held.consequences(day.plan) == {}
    again = client.post(address, {"reason": "查无实据，系误记"})
    assert (again.status_code, "已经撤销" in again.content.decode()) == (422, True)
    assert Event.objects.filter(case=day.plan, act="revoke_incident").count() == 1


def test_once_scores_are_computed_nothing_is_added_or_taken_back(client, agencies, day):
    row = an_incident(day, day.entries[0], "all")
    codes = {}
    for state in (PlanStep.READY, PlanStep.HELD, PlanStep.SCORED, PlanStep.PUBLICITY):
        type(day.plan).objects.filter(pk=day.plan.pk).update(state=state)
        with clock.travel(AFTER):
            client.logout()
            client.force_login(day.arbiter)
            codes[state] = [
                client.get(url(day.theory, "incident-add")).status_code,
                client.get(url(day.theory, "incident-revoke", row.pk)).status_code,
                client.get(url(day.theory, "incidents")).status_code,
            ]
    assert codes == {
        "ready": [200, 200, 200],
        "held": [200, 200, 200],
        "scored": [403, 403, 200],
        "publicity": [403, 403, 200],
    }


def test_a_file_is_found_under_its_own_session_alone(client, day, watcher, picture):
    client.force_login(watcher)
    add(client, day, file_1=picture())
    pk = Incident.objects.get().files.get().pk
    client.force_login(day.assessors[0].examiner.user)
    assert client.get(url(day.theory, "incident-file", pk)).status_code == 403
    assert client.get(url(day.practice, "incident-file", pk)).status_code in (403, 404)
    client.force_login(day.arbiter)
    assert client.get(url(day.theory, "incident-file", pk)).status_code == 200


def test_a_page_costs_the_same_for_one_and_for_thirty(client, day):
    client.force_login(day.arbiter)
    an_incident(day, day.entries[0], "all")
    client.get(url(day.theory, "incidents"))
    for_one = count_queries(client, url(day.theory, "incidents"))
    for _ in range(29):
        an_incident(day, day.entries[1], "subject")
    assert count_queries(client, url(day.theory, "incidents")) == for_one <= 20
