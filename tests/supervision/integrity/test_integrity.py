"""What must not change is looked at each night; the daily digest proves that yesterday stands."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from casework.models import Event, Lot, LotResult
from casework.services import files, lots
from casework.services.lots import Ticket
from certificates.documents.drawing import draw
from certificates.models import Edition
from certificates.signing import signer_for
from config import clock
from config.triggers import lift
from supervision.models import ChainDigest, IntegrityFault
from supervision.services.integrity import digests, nightly, parts
from tests.certificates.documents.making import NUMBER, content, photo
from tests.certificates.world import a_certificate
from tests.plugins.kept_worlds import kept
from tests.supervision.keeping.world import build, fresh, note_on

pytestmark = pytest.mark.django_db


@kept
def over(agencies):
    """A plan with a timeline and files."""
    return build(agencies)


@pytest.fixture
def file(over):
    """A file with its bytes in the folder of this test; no other is on disk."""
    return files.keep(
        b"as it was", case=over.plan, name="张三身份证.pdf", kind="pdf", by=over.clerk
    )


def rewritten(table: str, **columns) -> None:
    """Rewrite rows past their trigger, as a superuser of the database can."""
    lift(table, connection.schema_editor())
    with connection.cursor() as cursor:
        for name, value in columns.items():
            cursor.execute(f'UPDATE {table} SET "{name}" = %s', [value])  # noqa: S608 - ours


def later() -> clock:
    return clock.travel(clock.now() + timedelta(hours=1))


def test_a_file_changed_on_disk_is_named_by_the_next_look(over, file, caplog):
    with later():
        files.path_of(file.pk).write_bytes(b"as it is now")
        run = nightly.look()
    [fault] = IntegrityFault.objects.filter(name__contains=str(file.pk))
    assert (fault.problem, fault.expected, fault.case.pk) == (
        "文件内容被改动",
        file.sha256,
        over.plan.pk,
    )
    assert fault.found != file.sha256 and len(fault.found) == 64
    assert "张三" not in fault.name
    assert any(
        record.levelname == "ERROR" and "integrity_fault" in str(record.msg)
        for record in caplog.records
    )
    with pytest.raises(CommandError), later():
        call_command("verify_integrity", stdout=StringIO(), stderr=StringIO())
    assert run.ended_at is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        IntegrityFault.objects.all().delete()


def test_a_timeline_rewritten_past_its_trigger_is_named(over, file):
    event = Event.objects.filter(case=over.plan).first()
    rewritten("casework_event", facts='{"altered":true}')
    run = nightly.look()
    problems = run.faults.filter(part="timeline", case=over.plan)
    assert f"{over.plan.number} 第 {event.sequence} 条" in {row.name for row in problems}
    assert {row.problem for row in problems} == {"内容被改动"}


@pytest.mark.clause("LC-16")
def test_a_signature_that_does_not_cover_the_file_is_named(over, settings, tmp_path):
    """A file exchanged together with its row: the digests agree, the signature does not."""
    settings.SIGNING_KEY_DIR = tmp_path / "keys"
    plain = draw([content()], {NUMBER: photo()})[0]
    signed = signer_for(over.plan.agency).sign(plain, reason="签发证书", at=clock.now())
    forged = signed.replace(b"/Lang (zh-CN)", b"/Lang (zh-TW)")
    assert forged != signed
    cut = signed[: len(signed) // 2]
    lift("certificates_edition", connection.schema_editor())
    said = {}
    for number, data in enumerate((signed, forged, plain, cut, b"no PDF"), 1):
        certificate = a_certificate(over.plan.agency, number)
        said[certificate.number] = number
        file = files.keep(data, case=over.plan, name=f"{number}.pdf", kind="pdf", by=over.clerk)
        Edition.objects.filter(certificate=certificate).update(
            file=file, sha256=file.sha256, signed_by="AB12"
        )
    run = nightly.look()
    found = {
        said[row.name.split()[0]]: row.problem for row in run.faults.filter(part="certificate")
    }
    assert found == {
        2: "证书的签名与内容不符",
        3: "证书没有签名",
        4: "证书的签名读不出来",
        5: "证书的签名读不出来",
    }


def test_a_draw_that_does_not_follow_from_its_seed_is_named(over):
    tickets = [Ticket(str(n), f"第{n}家") for n in range(5)]
    lot = lots.fix(purpose="抽查", population=tickets, count=2, actor=None)
    result = lots.draw(lot, actor=None)
    rewritten("casework_lotresult", drawn=json.dumps(json.loads(result.drawn)[::-1]))
    run = nightly.look()
    assert run.faults.filter(part="lot").count() == 1
    assert Lot.objects.count() == LotResult.objects.count() == 1


def test_out_of_time_it_goes_on_where_it_was(over, file, monkeypatch):
    monkeypatch.setattr(parts, "BATCH", 1)
    with later():
        run = nightly.look(seconds=-1)
        assert (run.ended_at, run.checked) == (None, {})
        run = nightly.look()
        assert run.ended_at is not None
        before = dict(run.checked)
        assert nightly.look().checked == before  # a day that is done is not looked at twice
    tomorrow = clock.now() + timedelta(days=1)
    with clock.travel(tomorrow):
        again = nightly.look()
    # Nothing is new, so it is the share of one night: one of each of these few.
    assert again.pk != run.pk
    assert again.checked["file"] < before["file"]


@pytest.mark.clause("LC-16")
def test_a_published_digest_proves_that_yesterday_stands(over, client):
    tomorrow = clock.now() + timedelta(days=1)
    with clock.travel(tomorrow):
        first = digests.make()
        assert digests.make().pk == first.pk
    with clock.travel(tomorrow + timedelta(days=1)):
        second = digests.make()
    assert (second.sequence, second.previous) == (first.sequence + 1, first.digest)
    assert second.digest == digests.digest_of(second)
    assert first.digest in client.get(reverse("supervision:digests")).text
    told = client.get(reverse("supervision:digests-data")).json()["digests"]
    assert [row["digest"] for row in told] == [second.digest, first.digest]
    out = StringIO()
    call_command("verify_digest", first.digest, stdout=out)
    assert "摘要成立" in out.getvalue()
    assert not digests.prove("0" * 64).holds

    # Events and heads rewritten together, past the triggers, so that each chain is whole again.
    rewritten("casework_event", digest="f" * 64)
    problems = digests.prove(first.digest).problems
    assert any("被改写" in problem for problem in problems)


@pytest.mark.clause("LC-16")
def test_what_was_rewritten_after_it_was_published_shows_although_each_chain_is_whole(over):
    """Also where the next digest was made of it before anybody looked; one that is rewritten as
    well does not follow from the one before."""
    published = clock.now() + timedelta(days=1)
    with clock.travel(published):
        first = digests.make()
        assert not nightly.look().faults.filter(part="timeline").exists()
    note_on(over.plan, over.clerk)  # as if it had been there the day before
    with clock.travel(published + timedelta(days=1)):
        second = digests.make()
        run = nightly.look()
    found = run.faults.filter(part="timeline").values_list("name", "problem", "expected")
    assert list(found) == [(f"每日摘要 {first.day}", "当日以前的办理记录被改写", first.anchor)]
    rewritten("supervision_chaindigest", anchor="0" * 64)
    with clock.travel(published + timedelta(days=2)):
        run = nightly.look()
    assert set(run.faults.filter(problem__contains="不衔接").values_list("name", flat=True)) == {
        f"每日摘要 {row.day}" for row in (first, second)
    }


def test_a_digest_is_never_changed(over):
    row = digests.make()
    with pytest.raises(IntegrityError), transaction.atomic():
        ChainDigest.objects.filter(pk=row.pk).update(cases=0)


def test_who_reads_what_was_found(over, agencies, client, django_user_model):
    nightly.look()
    page = reverse("supervision:integrity")
    for user, status in (
        (over.clerk, 403),
        (over.officer, 403),
        (django_user_model.objects.create_superuser("root", name="管理员"), 200),
    ):
        client.force_login(fresh(user))
        assert client.get(page).status_code == status
