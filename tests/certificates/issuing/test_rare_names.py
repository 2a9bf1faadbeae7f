"""People whose names are not in the font of all others."""

import io

import pytest
from pypdf import PdfReader

from assessment.models import Entry
from casework.services import files, jobs
from certificates.enums import Verdict
from certificates.models import Certificate, Edition
from certificates.services import file_checks, issuing, making
from certificates.signing import verify
from config import clock
from tests.certificates.issuing.world import DAY, NOW, at, fresh, reserved

RARE = "李𧒽\U0002ceb0\U00030edd"  # extensions B, F and G, in two fonts
NOBODYS = "\U000323b0"  # extension J: in none of our fonts


@pytest.mark.clause("LC-18")
def test_a_rare_name_is_issued_signed_and_read_back_and_a_missing_character_is_named(
    agencies, client
):
    day = reserved(agencies, "js", 3)
    Entry.objects.filter(pk=day.entries[0].pk).update(name=RARE)
    Entry.objects.filter(pk=day.entries[1].pk).update(name=f"王{NOBODYS}")
    client.force_login(day.arbiter)
    with clock.travel(NOW):
        page = client.get(at("issue", day.plan)).content.decode()
        assert page.count("没有可用的字形。") == 1
        assert f"“{NOBODYS}”（U+323B0）没有可用的字形。" in page
        batch = issuing.begin(day.plan, issued_on=DAY, actor=day.arbiter)
        jobs.work_off()
        batch.refresh_from_db()
    said = "“\U000323b0”（U+323B0）没有可用的字形。"
    assert making.failures(batch) == {day.entries[1].pk: said}
    assert fresh(day.plan).state == "confirmed"
    edition = Edition.objects.get(certificate__entry=day.entries[0])
    data = files.read(edition.file)
    assert RARE in PdfReader(io.BytesIO(data)).pages[0].extract_text().split()
    assert verify(data).good
    assert Certificate.objects.filter(entry=day.entries[2]).count() == 1
    # As a file that somebody touched is read field by field.
    touched = file_checks.check(data + b"\n", lambda _: None)
    assert (touched.verdict, touched.differing) == (Verdict.FORGED, [])
    assert [each.printed for each in touched.compared if each.key == "name"] == [RARE]
