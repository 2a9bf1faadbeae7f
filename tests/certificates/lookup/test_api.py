"""The API: the same answers and limits as the pages (CONTRACT.md)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessment.entering import id_number
from tests.certificates.world import a_certificate

pytestmark = pytest.mark.django_db
LOOKUP = "/api/v1/certificates/lookup/"


def ask(client, **given):
    return client.post(LOOKUP, given, content_type="application/json")


def test_two_exact_things_get_the_certificate(client, certificate):
    answer = ask(client, name="考生1", certificate_number=certificate.number)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json() == {
        "results": [
            {
                "certificate_number": certificate.number,
                "status": "valid",
                "status_since": "2026-06-30",
                "name": "考生1",
                "document": "居民身份证",
                "id_number": "0000**********0018",
                "occupation": "电工",
                "work_type": "--",
                "level": "三级/高级工",
                "agency": certificate.agency_name,
                "issued_on": "2026-06-30",
                "print_serial": "",
                "remark": "",
                "edition": 1,
                "history": [{"since": "2026-06-30", "status": "有效", "reason": ""}],
            }
        ]
    }
    assert ask(client, name="考生1", id_number=id_number(1)).json() == answer.json()


def test_whatever_was_wrong_is_one_and_the_same_404(client, certificate):
    other, answers = a_certificate(certificate.agency, 2), []
    for given in (
        {"name": "无此人", "certificate_number": certificate.number},
        {"name": "考生1", "certificate_number": other.number},
        {"name": "考生1", "certificate_number": "Y000037000001263000777"},
        {"name": "考生1", "certificate_number": id_number(1)},
        {"name": "考生1", "id_number": certificate.number},
    ):
        with CaptureQueriesContext(connection) as caught:
            answer = ask(client, **given)
        answers.append((answer.status_code, answer.content, len(caught)))
    assert set(answers) == {
        (404, '{"detail":"没有与姓名和号码同时一致的证书。"}'.encode(), 1),
    }


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"name": "考生1"},
        {"certificate_number": "Y000037000001263000001"},
        {"name": "考生1", "certificate_number": "1", "id_number": "1"},
        {"name": ["考生1"], "id_number": {"$ne": ""}},
        {"name": "考" * 51, "id_number": "1"},
    ],
)
def test_what_is_not_asked_rightly_is_400(client, certificate, given):
    assert ask(client, **given).status_code == 400


def test_after_the_free_tries_it_is_429(client, certificate):
    codes = [ask(client, name="无此人", id_number=id_number(9)).status_code for _ in range(6)]
    assert codes == [404] * 5 + [429]
    answer = ask(client, name="考生1", certificate_number=certificate.number)
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 3000) == (429, True)


def test_a_status_holds_nothing_personal(client, certificate):
    answer = client.get(f"/api/v1/certificates/{certificate.number.lower()}/status/")
    assert set(answer.json()) == {"certificate_number", "status", "status_since"}
    assert client.get("/api/v1/certificates/Y000037000001263000777/status/").status_code == 404
    assert client.get("/api/v1/certificates/x/status/").status_code == 404


def test_the_schema_tells_it_all(client):
    schema = client.get("/api/v1/schema/", headers={"accept": "application/json"}).json()
    public = "/api/v1/certificates/"  # what takes a token stands elsewhere
    paths = {path: set(each) for path, each in schema["paths"].items() if path.startswith(public)}
    assert paths == {
        "/api/v1/certificates/lookup/": {"post"},
        "/api/v1/certificates/verify-file/": {"post"},
        "/api/v1/certificates/{number}/status/": {"get"},
    }
    answers = {
        path: sorted(next(iter(each.values()))["responses"])
        for path, each in schema["paths"].items()
        if path in paths
    }
    assert answers == {
        "/api/v1/certificates/lookup/": ["200", "400", "404", "413", "429"],
        "/api/v1/certificates/verify-file/": ["200", "400", "413", "429"],
        "/api/v1/certificates/{number}/status/": ["200", "404", "429"],
    }
