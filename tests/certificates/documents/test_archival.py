"""Prepared for PDF/A-2b: what its parts say (there is no validator to ask)."""

import io

import pikepdf
import pytest
from lxml import etree

from certificates.documents.drawing import draw
from certificates.documents.layouts import Layout
from tests.certificates.documents.making import NUMBER, content, photo

PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
DESCRIPTION = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"


@pytest.fixture(params=Layout)
def document(request):
    (pdf,) = draw([content()], {NUMBER: photo()}, layout=request.param)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        yield opened


def test_metadata_says_what_it_is(document):
    stream = document.Root.Metadata
    told = etree.fromstring(stream.read_raw_bytes()).find(f".//{DESCRIPTION}")
    assert (told.get(f"{PDFA}part"), told.get(f"{PDFA}conformance")) == ("2", "B")
    assert "/Filter" not in stream


def test_metadata_and_information_agree(document):
    told = etree.fromstring(document.Root.Metadata.read_bytes())
    titles = [each.text for each in told.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li")]
    info = {key: str(value) for key, value in document.trailer.Info.items()}
    assert info == {
        "/Title": f"职业技能等级证书 {NUMBER}",
        "/Producer": "Jiping",
        "/Keywords": "",
    }
    assert titles[0] == info["/Title"]


def test_colours_have_a_profile(document):
    (intent,) = document.Root.OutputIntents
    assert (intent.S, intent.DestOutputProfile.N) == ("/GTS_PDFA1", 3)
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"


def test_every_font_is_embedded(document):
    fonts = [each for each in document.objects if _is(each, "/Font") and "/FontDescriptor" in each]
    held = [
        str(each.FontDescriptor.FontName) for each in fonts if "/FontFile2" in each.FontDescriptor
    ]
    assert (len(held), len(set(held))) == (len(fonts), len(fonts))
    assert [name for name in held if not name[1:7].isupper() or name[7] != "+"] == []
    assert {str(each.CIDToGIDMap) for each in fonts} == {"/Identity"}


def test_nothing_is_see_through_encrypted_or_alive(document):
    root = document.Root
    assert not document.is_encrypted
    assert [key for key in ("/AcroForm", "/Names", "/OpenAction", "/AA") if key in root] == []
    opaque = [
        value
        for each in document.objects
        if isinstance(each, pikepdf.Dictionary)
        for key, value in each.items()
        if key in ("/ca", "/CA")
    ]
    assert [value for value in opaque if value != 1] == []
    images = [each for each in document.objects if _is(each, "/XObject")]
    assert [each for each in images if "/SMask" in each or each.get("/Interpolate", False)] == []


def test_the_file_has_an_identity_of_its_own(document):
    first, second = document.trailer.ID
    (other,) = draw([content(name="安宝明")], {NUMBER: photo()})
    with pikepdf.open(io.BytesIO(other)) as opened:
        assert bytes(opened.trailer.ID[1]) != bytes(second)
    assert (len(bytes(first)), document.pdf_version) == (16, "1.7")


def _is(each, kind: str) -> bool:
    found = isinstance(each, pikepdf.Dictionary | pikepdf.Stream)
    return found and each.get("/Type") == kind
