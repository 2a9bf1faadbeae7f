"""A certificate is corrected, reissued, replaced, revoked: by two people, each edition kept."""

import hashlib
import io
import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from accounts.protection import fingerprint
from casework.models import Notice, StoredFile
from casework.services import door, files, integrity, materials
from certificates.documents.content import Content
from certificates.enums import CertificateStatus
from certificates.frames import lookup as lookup_frame
from certificates.models import Certificate, CertificateChange, StatusChange
from certificates.selectors import lookup
from certificates.services import standing
from certificates.signing import signer_for, verify
from tests.assessment.entering import id_number, portrait
from tests.certificates.life.steps import (
    TODAY,
    act,
    colleague,
    fresh,
    paper,
    proposed,
    sheet_file,
    with_document,
    work_off,
)
from tests.certificates.world import ISSUED, a_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(agencies):
    return agencies.clerk["lc"]


@pytest.fixture
def second(agencies):
    return colleague(agencies)


@pytest.fixture
def found(agencies):
    return with_document(agencies)


def editions(certificate) -> list[tuple]:
    rows = certificate.editions.order_by("sequence")
    return [(row.sequence, row.remark, row.print_serial, row.file_id is not None) for row in rows]


def test_a_name_is_corrected_by_two_and_every_edition_kept(found, clerk, second, client):
    case = proposed(found, clerk, "correction", "name", wanted={"name": "考生壹"}, evidence=paper())
    before = found.editions.latest("sequence")
    assert act(client, clerk, case, "agree").status_code == 403
    assert act(client, second, case, "agree").status_code == 302
    assert (fresh(case).state, fresh(found).name) == ("making", "考生1")
    work_off()
    assert (fresh(case).state, fresh(found).name) == ("decided", "考生壹")
    assert fresh(case).closed_at is not None
    assert editions(found) == [(1, "", "", False), (2, "", "", True), (3, "", "", True)]
    last = found.editions.latest("sequence")
    said, earlier = Content.from_json(last.content), Content.from_json(before.content)
    assert (said.name, said.number, said.remark) == ("考生壹", found.number, "")
    assert said.to_json() == earlier.to_json().replace("考生1", "考生壹")
    assert (last.photo_id, last.change_id, last.signed_by != "") == (before.photo_id, case.pk, True)
    assert list(integrity.verify()) == []


@pytest.mark.clause("LC-18", "SD-10")
def test_the_next_edition_is_a_signed_document(found, clerk, second, client):
    case = proposed(found, clerk, "reissue", "lost", print_serial="B0002")
    act(client, second, case, "agree")
    work_off()
    last = found.editions.latest("sequence")
    data = files.read(last.file)
    text = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert (found.number in text, "补发" in text, "B0002" in text) == (True, True, True)
    assert verify(data).good
    assert (last.sha256, last.signed_by) == (
        hashlib.sha256(data).hexdigest(),
        signer_for(found.agency).name,
    )


def test_an_id_number_is_found_by_the_new_one_only(found, clerk, second, client):
    new = id_number(77)
    case = proposed(
        found, clerk, "correction", "identity", wanted={"id_number": new}, evidence=paper()
    )
    act(client, second, case, "agree")
    work_off()
    assert Certificate.objects.get(id_hash=fingerprint("id_number", new)) == found
    assert not Certificate.objects.filter(id_hash=found.id_hash).exists()


def test_what_was_uploaded_is_to_be_uploaded_again_after_a_correction(found, clerk, second, client):
    Certificate.objects.update(upload="national", uploaded_on=TODAY, national_on=TODAY)
    case = proposed(found, clerk, "correction", "content", wanted={"employer": "第二机械厂"})
    act(client, second, case, "agree")
    work_off()
    now = fresh(found)
    assert (now.employer, now.upload, now.uploaded_on, now.national_on) == (
        "第二机械厂",
        "none",
        None,
        None,
    )


def test_a_photo_is_corrected(found, clerk, second, client):
    photo = sheet_file(portrait(skin=(90, 90, 200)), "新照片.png")
    case = proposed(found, clerk, "correction", "photo", photo=photo)
    act(client, second, case, "agree")
    work_off()
    last = found.editions.latest("sequence")
    assert last.photo == StoredFile.objects.get(case=case, name="新照片.png")


def test_a_reissue_keeps_the_number_with_another_print_serial(found, clerk, second, client):
    case = proposed(found, clerk, "reissue", "lost", print_serial="B0002")
    act(client, second, case, "agree")
    work_off()
    assert editions(found)[-1] == (3, "补发", "B0002", True)
    said = Content.from_json(found.editions.latest("sequence").content)
    assert (said.number, said.print_serial, said.remark) == (found.number, "B0002", "补发")
    with pytest.raises(ValidationError, match="已经用过"):
        proposed(found, clerk, "reissue", "damaged", print_serial="B0002")


def test_what_was_reissued_and_then_corrected_keeps_its_remark(found, clerk, second, client):
    case = proposed(found, clerk, "reissue", "lost", print_serial="B0002")
    act(client, second, case, "agree")
    work_off()
    photo = sheet_file(portrait(skin=(90, 90, 200)), "新照片.png")
    case = proposed(fresh(found), clerk, "correction", "photo", photo=photo)
    act(client, second, case, "agree")
    work_off()
    last = found.editions.latest("sequence")
    said = Content.from_json(last.content)
    assert (last.sequence, last.remark, said.remark) == (4, "补发", "补发")
    card = lookup_frame.of(lookup.shown([found.pk])[0])
    assert (card.printed["remark"], card.printed["print_serial"]) == ("补发", "B0002")


def test_a_replaced_certificate_points_to_the_new_one(agencies, found, clerk, second, client):
    new = a_certificate(found.agency, 2, name=found.name, id_number=found.id_number)
    case = proposed(found, clerk, "replacement", "number", successor=new.number)
    act(client, second, case, "agree")
    now = fresh(found)
    assert (now.status, now.replaced_by, now.standing_since) == ("replaced", new, TODAY)
    assert (fresh(case).state, fresh(new).status) == ("decided", "valid")
    assert list(found.history.values_list("status", "since", "reason")) == [
        ("replaced", TODAY, "编号有误，已另发证书"),
        ("valid", ISSUED, ""),
    ]


@pytest.mark.parametrize("whose", ["another person", "another agency", "itself", "nobody"])
def test_only_another_certificate_of_the_same_person_takes_its_place(agencies, found, clerk, whose):
    others = {
        "another person": lambda: a_certificate(found.agency, 2).number,
        "another agency": lambda: (
            a_certificate(agencies.agency["ln"], 3, id_number=found.id_number).number
        ),
        "itself": lambda: found.number,
        "nobody": lambda: "Y000037000001263999999",
    }
    with pytest.raises(ValidationError) as refused:
        proposed(found, clerk, "replacement", "old", successor=others[whose]())
    assert list(refused.value.message_dict) == ["successor"]
    assert not CertificateChange.objects.exists()


def test_a_revocation_holds_at_once_and_for_good(found, clerk, second, client):
    case = proposed(found, clerk, "revocation", "duplicate")
    act(client, second, case, "agree")
    now = fresh(found)
    assert (now.status, now.standing_since, fresh(case).state) == ("revoked", TODAY, "decided")
    last = StatusChange.objects.filter(certificate=found).latest("pk")
    assert (last.reason, last.by, last.case_id) == ("重复发放", second, case.pk)
    for purpose, cause in (("reissue", "lost"), ("revocation", "other")):
        with pytest.raises(ValidationError, match="这本证书已撤销，不能再次办理。"):
            proposed(now, clerk, purpose, cause)
    with pytest.raises(ValidationError, match="已撤销"):
        standing.revoke(now, actor=door.SYSTEM, reason="再次")


def test_the_agency_and_its_office_are_told_of_a_revocation_by_another_office(
    agencies, found, clerk, second, client
):
    office, other = agencies.world.staff["sd"], agencies.world.second["sd"]
    case = proposed(found, office, "revocation", "fraud", evidence=paper())
    assert (case.side, case.office, case.owner) == (
        agencies.world.offices["sd"],
        agencies.world.offices["sd"],
        found.agency.organisation,
    )
    assert act(client, clerk, case, "agree").status_code == 403
    Notice.objects.all().delete()
    act(client, other, case, "agree")
    told = set(Notice.objects.values_list("recipient", flat=True))
    issuer = {agencies.world.staff["lc"].pk, agencies.world.second["lc"].pk}
    assert told == {office.pk, clerk.pk, second.pk, *issuer}
    assert fresh(found).status == CertificateStatus.REVOKED


def test_the_second_person_refuses_and_nothing_changes(found, clerk, second, client):
    case = proposed(found, clerk, "revocation", "other")
    assert act(client, second, case, "refuse", note="").status_code == 422
    act(client, second, case, "refuse", note="事实不清")
    assert (fresh(case).state, fresh(found).status) == ("refused", "valid")
    again = proposed(found, clerk, "revocation", "other")
    assert act(client, second, again, "withdraw").status_code == 403
    act(client, clerk, again, "withdraw")
    assert (fresh(again).state, found.history.count()) == ("withdrawn", 1)


def test_nobody_decides_what_he_proposed_even_past_the_pages(found, clerk):
    case = proposed(found, clerk, "revocation", "other")
    with pytest.raises(door.ForbiddenError):
        door.perform(case, "agree", actor=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateChange.objects.filter(pk=case.pk).update(decided_by=clerk)


@pytest.mark.parametrize(
    ("purpose", "cause", "more", "at"),
    [
        ("correction", "name", {"wanted": {"name": "考生壹"}}, "evidence"),
        ("correction", "identity", {"wanted": {"id_number": "123"}, "evidence": True}, "id_number"),
        ("correction", "content", {"wanted": {"name": "考生壹"}}, "cause"),
        ("correction", "content", {"wanted": {"employer": "第一机械厂"}}, "__all__"),
        ("correction", "content", {"wanted": {"employer": "\ue000厂"}}, "__all__"),
        ("correction", "photo", {}, "photo"),
        ("correction", "lost", {}, "cause"),
        ("reissue", "holder", {}, "cause"),
        ("revocation", "fraud", {}, "evidence"),
        ("revocation", "irregular", {}, "evidence"),
    ],
)
def test_what_cannot_be_is_said_and_leaves_nothing(found, clerk, purpose, cause, more, at):
    more = {**more, **({"evidence": paper()} if more.get("evidence") else {})}
    with pytest.raises(ValidationError) as refused:
        proposed(found, clerk, purpose, cause, **more)
    errors = getattr(refused.value, "error_dict", {"__all__": refused.value.messages})
    assert list(errors) == [at]
    assert not CertificateChange.objects.exists()


def test_one_change_at_a_time_but_an_office_may_revoke_beside_it(
    agencies, found, clerk, second, client
):
    first = proposed(found, clerk, "correction", "content", wanted={"employer": "第二机械厂"})
    with pytest.raises(ValidationError, match=first.number):
        proposed(found, second, "reissue", "lost")
    office, other = agencies.world.staff["lc"], agencies.world.second["lc"]
    theirs = proposed(found, office, "revocation", "irregular", evidence=paper())
    with pytest.raises(ValidationError, match=theirs.number):
        proposed(found, agencies.world.staff["sd"], "revocation", "irregular", evidence=paper())
    act(client, second, first, "agree")
    act(client, other, theirs, "agree")
    work_off()
    assert (fresh(first).state, fresh(found).status) == ("making", "revoked")
    assert (found.editions.count(), fresh(found).employer) == (2, "第一机械厂")
    assert act(client, clerk, first, "draw_again").status_code == 422
    assert act(client, clerk, first, "give_up", note="证书已撤销").status_code == 302
    assert fresh(first).state == "refused"


def test_a_certificate_without_a_document_is_corrected_in_its_data(agencies, clerk, second, client):
    found = a_certificate(agencies.agency["lc"], origin="legacy")
    case = proposed(found, clerk, "correction", "content", wanted={"work_type": "装配电工"})
    act(client, second, case, "agree")
    assert (fresh(case).state, fresh(found).work_type) == ("decided", "装配电工")
    assert editions(found) == [(1, "", "", False), (2, "", "", False)]
    assert json.loads(found.editions.latest("sequence").content)["work_type"] == "装配电工"


@pytest.mark.clause("HB-08")
def test_the_evidence_of_a_change_is_kept_for_five_years(agencies, found, client):
    officer, second = agencies.world.staff["lc"], agencies.world.second["lc"]
    case = proposed(found, officer, "revocation", "fraud", evidence=paper())
    act(client, second, case, "agree")
    assert materials.start_retention() == 1
    evidence = case.materials.get()
    assert evidence.keep_until == date(2031, 7, 10)
    with pytest.raises(materials.MaterialError):
        materials.destroy(evidence, actor=second, under=case)


def test_an_edition_and_the_history_cannot_be_rewritten(found):
    edition = found.editions.latest("sequence")
    for write in (
        lambda: found.editions.filter(pk=edition.pk).update(remark="改"),
        lambda: found.history.update(reason="改"),
        lambda: found.history.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
