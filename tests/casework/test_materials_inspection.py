"""Uploads are hostile until proven: what is taken, what is refused, and what the person is told."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFile

from casework.services.inspection import RefusedFile, inspect, names, probes
from printing import engine
from tests.casework.files import office, pdfs, pictures


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(RefusedFile) as refused:
        inspect(SimpleUploadedFile(name, data))
    return refused.value.message


@pytest.mark.parametrize(
    ("make", "name", "kind", "pages"),
    [
        (lambda: pdfs.plain(3), "证明.PDF", "pdf", 3),
        (pdfs.opening_at_a_page, "证明.pdf", "pdf", 1),
        (pdfs.with_a_link, "证明.pdf", "pdf", 1),
        (pictures.jpg, "照片.jpeg", "jpg", None),
        (pictures.png, "截图.png", "png", None),
        (office.docx, "方案.docx", "docx", None),
        (office.xlsx, "名册.xlsx", "xlsx", None),
        (
            lambda: office.with_relation("hyperlink", "https://example.org/"),
            "方案.docx",
            "docx",
            None,
        ),
    ],
)
def test_ordinary_files_are_taken(make, name, kind, pages):
    data = make()
    found = inspect(SimpleUploadedFile(name, data))
    assert (found.name, found.kind, found.pages, found.data) == (name, kind, pages, data)


SCRIPT, ACTION, INSIDE = "带有脚本", "带有自动执行的动作", "里面嵌有其他文件或多媒体"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (pdfs.script_on_opening, SCRIPT),
        (pdfs.script_behind_a_button, SCRIPT),
        (pdfs.named_script, SCRIPT),
        (pdfs.launching, ACTION),
        (pdfs.acting_on_a_page, ACTION),
        (pdfs.submitting, ACTION),
        (pdfs.launching_in_the_end, ACTION),
        (pdfs.launching_behind_another_key, ACTION),
        (pdfs.with_an_attachment, INSIDE),
        (pdfs.with_video, INSIDE),
        (pdfs.xfa, "是动态表单（XFA）"),
        (pdfs.encrypted, "设有密码或权限限制"),
        (lambda: pdfs.encrypted(user=""), "设有密码或权限限制"),
        (pdfs.without_pages, "没有页面"),
        (lambda: pdfs.plain(501), "超过 500 页"),
        (lambda: pdfs.plain()[:-60], "不完整或已损坏"),
        (lambda: pdfs.plain()[:300], "不完整或已损坏"),
    ],
)
def test_a_pdf_with_anything_but_pages_is_refused(make, said):
    told = refusal(make(), "证明.pdf")
    assert told.startswith(f"“证明.pdf”{said}")
    assert "请" in told


def test_a_pdf_that_unpacks_to_gigabytes_takes_no_memory_of_ours(monkeypatch):
    monkeypatch.setattr(probes, "MEMORY", 400_000_000)
    assert inspect(SimpleUploadedFile("证明.pdf", pdfs.padded(1_000_000))).pages == 1
    bomb = pdfs.padded(500_000_000)
    assert len(bomb) < 4_000_000
    assert refusal(bomb, "证明.pdf").startswith("“证明.pdf”")


MACRO, LINKED, DAMAGED = "带有宏", "里嵌有或链接了其他文件", "不完整或已损坏"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: office.docx(word__vbaProject_dot_bin=b"x"), MACRO),
        (lambda: office.docx(main=MACRO_TYPE), MACRO),
        (lambda: office.docx(word__activeX__activeX1_dot_xml="<a/>"), MACRO),
        (lambda: office.docx(word__embeddings__oleObject1_dot_bin=b"x"), LINKED),
        (lambda: office.with_relation("attachedTemplate", "https://example.org/x.dotm"), LINKED),
        (lambda: office.with_relation("oleObject", "file:///c:/x.xls"), LINKED),
        (lambda: office.with_relation("image", "https://example.org/x.png"), LINKED),
        (office.dde_in_pieces, LINKED),
        (lambda: office.docx('<w:p><w:fldSimple w:instr="DDE c x"/></w:p>'), LINKED),
        (office.bomb, "解压后过大"),
        (office.lying_directory, DAMAGED),
        (lambda: office.packed_otherwise(zipfile.ZIP_LZMA), DAMAGED),
        (lambda: office.packed_otherwise(zipfile.ZIP_BZIP2), DAMAGED),
        (lambda: office.docx()[:-30], DAMAGED),
        (lambda: office.docx("<w:p>"), DAMAGED),
        (lambda: office.docx(word__styles_dot_xml='<!DOCTYPE a [<!ENTITY b "c">]><a/>'), DAMAGED),
        (lambda: office.zipped({"a.txt": "a"}), "不是Word 文档"),
        (office.xlsx, "其实是Excel 工作簿"),
    ],
)
def test_an_office_file_with_anything_that_runs_or_reaches_out_is_refused(make, said):
    told = refusal(make(), "方案.docx")
    assert told.startswith(f"“方案.docx”{said}")
    assert "请" in told


def test_links_to_other_workbooks_are_refused():
    data = office.xlsx(xl__externalLinks__externalLink1_dot_xml="<a/>")
    assert refusal(data, "名册.xlsx").startswith(f"“名册.xlsx”{LINKED}")


@pytest.mark.parametrize(
    ("make", "name", "said"),
    [
        (lambda: pictures.jpg()[:-200], "照片.jpg", DAMAGED),
        (lambda: pictures.png()[:60], "照片.png", DAMAGED),
        (pictures.huge_png, "照片.png", "的像素过多"),
        (pictures.animated, "照片.png", "是动态图片"),
        (pictures.png, "照片.jpg", "的内容是 png 格式，与扩展名 jpg 不符"),
        (lambda: b"MZ" + b"\0x" * 500, "照片.jpg", "的内容"),
        (lambda: b"<html><script>1</script>", "证明.pdf", "的内容不是 PDF 文档"),
        (lambda: b"\n%PDF-1.7", "证明.pdf", "的内容不是 PDF 文档"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "表.xlsx", "设有打开密码"),
        (lambda: b"", "空.pdf", "是空文件"),
        (lambda: b"\0" * 4096, "空.pdf", "是空文件"),
    ],
)
def test_damaged_and_forged_files_are_refused(make, name, said):
    told = refusal(make(), name)
    assert told.startswith(f"“{name}”{said}")
    assert "请" in told


def test_a_picture_cut_off_is_refused_whatever_the_printing_library_lets_pass():
    engine.draw("<p>", {})
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True
    assert DAMAGED in refusal(pictures.png()[:60], "照片.png")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.zip", "不接收zip 格式，只接收 pdf、jpg、png、docx、xlsx。"),
        ("a.exe", "不接收exe 格式，"),
        ("名册", "不接收没有扩展名的文件，"),
        ("名册.xls", "不接收 xls 格式，请用 Office 或 WPS 另存为 xlsx "),
        ("方案.docm", "“方案.docm”是可以带宏的格式，不予接收。请另存为 docx "),
        ("证明.pdf.exe", "不接收exe 格式，"),
    ],
)
def test_other_kinds_are_refused_with_the_way_out(name, said):
    assert refusal(b"x" * 100, name).startswith(said)


def test_a_file_over_the_limit_is_refused_without_being_read_whole(settings):
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024

    class Endless(io.RawIOBase):
        name = "大.pdf"
        asked = 0

        def read(self, size=-1):
            self.asked = size
            return b"%PDF" * (size // 4 + 1)

    file = Endless()
    with pytest.raises(RefusedFile) as refused:
        inspect(file)
    assert refused.value.message.startswith("“大.pdf”超过 1 MB。")
    assert file.asked == 1024 * 1024 + 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("㛃䶮𠮷·阿依古丽.pdf", "㛃䶮𠮷·阿依古丽.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("c:\\temp\\证明.pdf", "证明.pdf"),
        ("证\0明\r\n.pdf", "证明.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("证　明\u2028 1 .pdf", "证 明 1.pdf"),
        (".htaccess", "htaccess"),
        ("..", "未命名"),
        ("", "未命名"),
        ("葛󠄀城.png", "葛󠄀城.png"),
        ("长" * 200 + ".pdf", "长" * 83 + ".pdf"),
    ],
)
def test_names_are_kept_for_people_and_are_no_paths(typed, kept):
    assert names.clean(typed) == kept


@given(st.text(max_size=400))
def test_any_name_comes_out_harmless_and_stays_as_it_is(typed):
    kept = names.clean(typed)
    assert kept
    assert names.clean(kept) == kept
    assert len(kept.encode()) <= 255
    assert not set(kept) & set("/\\\0\n\u202e\u2066")
