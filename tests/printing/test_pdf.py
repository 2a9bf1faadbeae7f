"""What comes out on paper, and what must never get in."""

import io
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from printing import engine, pdf, qr

pytestmark = pytest.mark.usefixtures("own_templates")
ROOT = Path(__file__).parent.parent.parent
PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】〔〕——……·～￥％①②③ⅠⅡ→≥≤×÷°℃㎡№"
GUIDE = {
    "title": "企业技能人才自主评价办事指南",
    "text": "登记注册、依法经营的企业。",
    "rows": ["营业执照"] * 40,
    "printed_on": date(2026, 11, 21),
}
CODE = {"qr.svg": qr.svg("https://example.invalid/verify/Y000037000123192650000001/?t=0123456789")}


def printed(text: str = "", extra: str = "", **resources: bytes) -> bytes:
    context = {"text": text, "extra": extra}
    return pdf.render("printing_tests/text.html", context, resources=resources)


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_a_guide_prints_with_header_footer_and_page_numbers():
    reader = PdfReader(io.BytesIO(pdf.render("printing_tests/guide.html", GUIDE, resources=CODE)))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        assert f"第 {number} 页 / 共 2 页" in page
        assert "技评通 · 企业技能人才自主评价办事指南" in page
        assert "打印于 2026年11月21日" in page
        assert "序号" in page  # the table repeats its head
    assert "依据：鲁人社字〔2020〕50号 三（二）" in pages[0]
    assert reader.metadata.title == GUIDE["title"]
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


def test_only_the_shipped_fonts_are_used_and_embedded():
    reader = PdfReader(io.BytesIO(pdf.render("printing_tests/guide.html", GUIDE, resources=CODE)))
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            name = font["/BaseFont"].partition("+")[2]
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            fonts[name] = "/FontFile2" in descriptor
    assert fonts == {"Noto-Serif-SC": True, "Noto-Serif-SC-Bold": True}


def test_punctuation_comes_out_as_itself():
    assert PUNCTUATION in text_of(printed(PUNCTUATION))


def test_rare_names_are_printed_and_bold_borrows_from_regular():
    names = "䶮𬍛㛃喆堃昇翀犇珺玥镕欧阳·娜娜𧒽\U0002ceb0\U00030edd"
    content = text_of(printed(names, extra=f"<h2>{names}</h2>"))
    assert content.count(names) == 2


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("李𲎰", "“𲎰”（U+323B0）"),
        ("赵\ue863", "“\ue863”（U+E863）"),
        ("王𲎰\ue863𲎰", "“𲎰”（U+323B0）、“\ue863”（U+E863）"),
    ],
)
def test_a_character_without_a_glyph_stops_the_document_and_is_named(text, named):
    with pytest.raises(pdf.PrintError) as caught:
        printed(text)
    assert str(caught.value) == (
        f"{named}没有可用的字形，无法打印。请核对用字；确为人名生僻字的，请联系系统管理员补充字体。"
    )


def test_a_character_that_only_the_engine_sees_is_named_too():
    with pytest.raises(pdf.PrintError, match=r"“𲎰”（U\+323B0）"):
        printed(extra="<p>&#x323B0;</p>")


@pytest.mark.parametrize(
    "extra",
    [
        '<img src="https://example.com/a.png">',
        '<img src="http://127.0.0.1:1/a.png">',
        '<img src="file:///etc/hostname">',
        '<img src="/etc/hostname">',
        '<img src="/static/../../../etc/hostname">',
        '<img src="/static/%2e%2e/%2e%2e/manage.py">',
        '<img src="//example.com/static/a.png">',
        '<img src="data:image/svg+xml,%3Csvg/%3E">',
        '<img src="resource:nothing.png">',
        '<img src="/static/printing/nothing.png">',
        '<link rel="stylesheet" href="https://example.com/a.css">',
        "<style>@import url(file:///etc/hostname);</style>",
        "<style>p { background: url(ftp://example.com/a) }</style>",
        '<link rel="attachment" href="file:///etc/hostname">',
        '<object data="file:///etc/hostname"></object>',
    ],
)
def test_nothing_but_our_own_files_is_reachable(extra):
    with pytest.raises(pdf.PrintError, match=r"^打印用到的文件“.*”不可用。"):
        printed(extra=extra)


def test_a_picture_cannot_reach_further_than_the_document():
    hostile = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>'
    with pytest.raises(pdf.PrintError, match="不可用"):
        printed(extra='<img src="resource:a.svg">', **{"a.svg": hostile})


def test_a_broken_picture_stops_the_document():
    with pytest.raises(pdf.PrintError, match=r"“resource:a\.png”"):
        printed(extra='<img src="resource:a.png">', **{"a.png": b"no picture"})


def test_pictures_are_embedded():
    content = printed(extra='<img class="qr" src="resource:q.png">', **{"q.png": qr.png("abc")})
    (picture,) = PdfReader(io.BytesIO(content)).pages[0].images
    assert picture.image.size == (8 * 29, 8 * 29)


@pytest.mark.parametrize(
    "template", ["{{ nobody }}", "{{ text.nothing }}", "{{ nobody|default:1 }}"]
)
def test_a_missing_variable_stops_the_document(template):
    with pytest.raises(pdf.UndefinedVariableError, match=r"打印模板用到的“.+”没有提供"):
        pdf._engine().from_string(template).render({"text": ""})


def test_asking_whether_a_variable_is_there_is_allowed():
    assert pdf._engine().from_string("{% if nobody %}a{% else %}b{% endif %}").render({}) == "b"


def test_markup_in_data_is_text():
    assert "<b>张三</b>" in text_of(printed("<b>张三</b>"))


def test_the_same_input_gives_the_same_bytes():
    assert printed("同一份") == printed("同一份")
    assert b"CreationDate" not in printed("同一份")


def test_memory_does_not_grow_with_the_number_of_documents():
    """A font configuration of its own for each document would make many."""
    before = engine._font_configuration
    for number in range(3):
        printed(f"第{number}份")
    assert engine._font_configuration is before


def test_weasyprint_is_loaded_by_the_first_pdf_only():
    """`manage.py check` must be able to say that its libraries are missing."""
    code = (
        "import django, sys; django.setup(); import printing.pdf, printing.fonts; "
        "from django.core.checks import run_checks; "
        "print(len(run_checks()), 'weasyprint' in sys.modules)"
    )
    result = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["0", "False"]


def test_one_module_imports_weasyprint():
    sources = [path for path in ROOT.glob("*/**/*.py") if ".venv" not in path.parts]
    importing = re.compile(r"^\s*(from|import) weasyprint", re.M)
    found = [path.relative_to(ROOT) for path in sources if importing.search(path.read_text())]
    assert found == [Path("printing/engine.py")]
