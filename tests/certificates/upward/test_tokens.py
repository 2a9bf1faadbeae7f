"""Provincial systems read with tokens: only what a token opens, only its territory, on record."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from casework.services import door
from certificates.models import ApiCall, ApiToken, Edition
from certificates.services import standing, tokens
from config import clock
from tests.certificates.life.steps import TODAY, fresh
from tests.certificates.upward.steps import several
from tests.filing.granting import on

pytestmark = pytest.mark.django_db
CERTIFICATES, STATISTICS = "/api/v1/regional/certificates/", "/api/v1/regional/statistics/"
BOTH = ["read:certificates", "read:statistics"]


@pytest.fixture
def make(agencies):
    """Makes a token of Liaoning's bureau and answers its secret."""

    def made(scopes=BOTH, key: str = "ln", days: int = 30) -> str:
        world = agencies.world
        _, secret = tokens.create(
            world.offices[key],
            name="省查询系统",
            scopes=list(scopes),
            valid_until=TODAY + timedelta(days=days),
            actor=world.staff[key],
        )
        return secret

    return made


def call(client, address: str, secret: str = "", **query):
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return client.get(address, query, headers=headers)


@pytest.mark.clause("LN-10", "JS-11")
def test_a_province_reads_the_certificates_of_its_territory(agencies, make, client):
    first, second = several(agencies.agency["ln"], 2)
    several(agencies.agency["lc"], 1, first=3)
    standing.revoke(second, actor=door.SYSTEM, reason="违规")
    answer = call(client, CERTIFICATES, make())
    assert answer.status_code == 200
    found = answer.json()["results"]
    assert [(row["number"], row["status"]) for row in found] == [
        (first.number, "valid"),
        (second.number, "revoked"),
    ]
    assert (found[0]["name"], found[0]["id_number"]) == (first.name, first.id_number)


def test_a_system_that_asks_each_day_misses_no_change(agencies, make, client):
    with on(date(2026, 7, 1)):
        old, corrected, revoked = several(agencies.agency["ln"], 3)
    standing.revoke(revoked, actor=door.SYSTEM, reason="违规")
    Edition.objects.create(
        certificate=corrected, sequence=2, content="{}", content_sha256="0", made_at=clock.now()
    )
    answer = call(client, CERTIFICATES, make(), changed_from="2026-07-10")
    numbers = [row["number"] for row in answer.json()["results"]]
    assert numbers == [corrected.number, revoked.number]
    answer = call(client, CERTIFICATES, make(), changed_from="2026-06-30")
    assert old.number in [row["number"] for row in answer.json()["results"]]


def test_it_reads_the_figures(agencies, make, client):
    several(agencies.agency["ln"], 2)
    found = call(client, STATISTICS, make()).json()
    assert (found["people"], found["certificates"]) == (2, 2)
    assert found["by_place"] == [{"label": "鞍山市", "people": 2, "certificates": 2}]


def test_a_scope_opens_its_own_alone(make, client):
    answer = call(client, CERTIFICATES, make(["read:statistics"]))
    assert (answer.status_code, answer.json()["detail"]) == (403, "令牌没有读取这项数据的范围。")
    assert call(client, STATISTICS, make(["read:certificates"])).status_code == 403


def test_whatever_is_wrong_with_a_token_gets_one_answer(agencies, make, client):
    stopped, expired = make(), make(days=0)
    token = ApiToken.objects.get(digest=tokens.digest(stopped))
    tokens.revoke(token, actor=agencies.world.staff["ln"])
    ApiToken.objects.filter(digest=tokens.digest(expired)).update(
        valid_until=TODAY - timedelta(days=1)
    )
    answers = [call(client, CERTIFICATES, secret) for secret in (stopped, expired, "jpt_none")]
    assert {(a.status_code, a.content, a["WWW-Authenticate"]) for a in answers} == {
        (401, answers[0].content, "Bearer")
    }
    assert call(client, CERTIFICATES).status_code == 401
    client.force_login(agencies.world.staff["ln"])
    assert call(client, CERTIFICATES).status_code == 401


def test_every_call_is_on_record_and_cannot_be_struck(agencies, make, client):
    several(agencies.agency["ln"], 2)
    secret = make(["read:certificates"])
    call(client, CERTIFICATES, secret, issued_from="2026-06-01")
    call(client, STATISTICS, secret)
    calls = ApiCall.objects.order_by("pk").values_list("path", "query", "status", "count")
    assert list(calls) == [
        (CERTIFICATES, "issued_from=2026-06-01", 200, 2),
        (STATISTICS, "", 403, 0),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiCall.objects.all().delete()


def test_calls_are_limited_for_each_token(make, client, settings):
    settings.REGIONAL_API_LIMIT = "2/minute"
    first, other = make(), make()
    answers = [call(client, STATISTICS, first).status_code for _ in range(3)]
    assert (answers, call(client, STATISTICS, other).status_code) == ([200, 200, 429], 200)


def test_a_manager_makes_a_token_and_sees_it_once(agencies, client):
    officer = agencies.world.staff["ln"]
    client.force_login(officer)
    asked = {
        "office": agencies.world.offices["ln"].pk,
        "name": "省查询系统",
        "scopes": ["read:certificates"],
        "valid_until": "2026-12-31",
    }
    answer = client.post(reverse("certificates:token-new"), asked)
    token = ApiToken.objects.get()
    secret = answer.context["secret"]
    assert (answer["Cache-Control"], secret in answer.content.decode()) == ("no-store", True)
    assert (token.digest, secret.startswith(token.head)) == (tokens.digest(secret), True)
    page = client.get(reverse("certificates:tokens")).content.decode()
    assert (token.head in page, secret in page) == (True, False)
    client.post(reverse("certificates:token-revoke", args=[token.pk]))
    first = fresh(token).revoked_at
    client.post(reverse("certificates:token-revoke", args=[token.pk]))
    assert (fresh(token).revoked_by, fresh(token).revoked_at) == (officer, first)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ({"name": " "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["write:all"]}, "scopes"),
        ({"valid_until": TODAY - timedelta(days=1)}, "valid_until"),
        ({"valid_until": TODAY + timedelta(days=400)}, "valid_until"),
    ],
)
def test_a_token_that_cannot_be(agencies, said, at):
    asked = {"name": "省系统", "scopes": BOTH, "valid_until": TODAY, **said}
    world = agencies.world
    with pytest.raises(ValidationError) as refused:
        tokens.create(world.offices["ln"], actor=world.staff["ln"], **asked)
    assert list(refused.value.message_dict) == [at]


@pytest.mark.parametrize(
    ("who", "status"),
    [("ln", 200), ("as", 200), ("dcf", 403), ("clerk", 403), ("clerk of ln", 403)],
)
def test_who_keeps_tokens(agencies, client, who, status):
    world = agencies.world
    people = {
        "clerk": lambda: agencies.clerk["ln"],
        "clerk of ln": lambda: world.member(world.offices["ln"], "reviewer"),
    }
    client.force_login(people.get(who, lambda: world.staff[who])())
    assert client.get(reverse("certificates:tokens")).status_code == status
    assert client.get(reverse("certificates:token-new")).status_code == status
    own = client.get(reverse("accounts:members")).content.decode()
    assert (reverse("certificates:tokens") in own) == (status == 200)


def test_a_foreign_token_is_not_there(agencies, make, client):
    make()
    token = ApiToken.objects.get()
    client.force_login(agencies.world.staff["sd"])
    assert client.get(reverse("certificates:token-calls", args=[token.pk])).status_code == 404
    assert client.post(reverse("certificates:token-revoke", args=[token.pk])).status_code == 404
