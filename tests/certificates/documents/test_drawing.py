"""The certificate as it is drawn (人社鉴发〔2021〕1号)."""

import io

import pikepdf
import pytest
import zxingcpp
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops

from certificates.documents.content import AGENCY_QUERY, CERTIFICATE_QUERY
from certificates.documents.drawing import DrawingError, draw
from certificates.documents.layouts import Layout, load
from printing import truetype
from tests.certificates.documents import one_pass
from tests.certificates.documents.making import LONG, NUMBER, content, photo
from tests.certificates.documents.reading import needs_poppler, picture, streams, words

RARE = "䶮"  # not in our fonts' GB2312 part, but in the full one
RAREST = "李𧒽\U0002ceb0\U00030edd明"  # extensions B, F and G: in the fonts of rare characters
MISSING = "𲎰"


def one(layout=Layout.A4, *, proof=False, **values) -> bytes | DrawingError:
    return draw([content(**values)], {NUMBER: photo()}, layout=layout, proof=proof)[0]


def test_every_field_can_be_searched_in_the_wording_of_the_rule():
    more = {"print_serial": "37A01", "remark": "补发", "province_query": "https://hrss.example/cx"}
    text = words(one(**more))
    fixed = (
        "职业技能等级证书CERTIFICATEOFVOCATIONALSKILLLEVEL"
        "本证书由评价机构颁发，表明持证人通过本机构组织的职业技能等级认定，"
        "具备该职业（工种）相应职业技能等级水平。"
        "姓名证件类型证件号码职业名称工种/职业方向职业技能等级证书编号评价机构发证日期扫码核验"
    )
    filled = (
        f"安宝成居民身份证370000199001020000电工--三级/高级工{NUMBER}东方机械有限公司2026年3月5日"
        f"证书信息查询网址：{CERTIFICATE_QUERY}证书印制流水码：37A01"
        f"机构信息查询网址：{AGENCY_QUERY}本省证书查询网址：https://hrss.example/cx备注：补发"
    )
    assert text == fixed + filled


def test_what_is_not_given_is_not_named():
    text = words(one())
    assert [word for word in ("本省", "流水码", "备注") if word in text] == []


def test_it_claims_no_more_than_it_may():
    assert [
        word for word in ("国家", "全国", "中国", "人民政府", "监制") if word in words(one())
    ] == []


@needs_poppler
@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("values", [{}, LONG, {"name": RAREST}], ids=["short", "long", "rare"])
def test_not_a_dot_differs_from_a_layout_in_one_pass(own_templates, tmp_path, layout, values):
    given, portrait = content(**values), photo()
    ours = draw([given], {NUMBER: portrait}, layout=layout)[0]
    theirs = one_pass.render(given, portrait, layout)
    difference = ImageChops.difference(picture(ours, tmp_path), picture(theirs, tmp_path))
    assert difference.getbbox() is None


@needs_poppler
@pytest.mark.parametrize("layout", Layout)
def test_the_code_on_paper_holds_the_address(tmp_path, layout):
    found = zxingcpp.read_barcodes(picture(one(layout), tmp_path, 150))
    assert [code.text for code in found] == [content().address]


@needs_poppler
def test_the_entries_of_preprinted_paper_stand_where_its_boxes_are(tmp_path):
    """FACTS 1.3: the middle of 192 + 70 mm, one below another from 67.6 mm on."""
    page = picture(one(Layout.OVERPRINT, name="一"), tmp_path, 254)  # ten dots a millimetre
    left, top, right, bottom = ImageChops.invert(page.crop((1920, 676, 2620, 796))).getbbox()
    assert abs((left + right) / 2 - 350) < 3
    assert abs((top + bottom) / 2 - 60) < 8
    beside = ImageChops.invert(page.crop((1200, 0, 1915, 2100))).getbbox()
    assert beside is None


@pytest.mark.parametrize(
    "name", ["阿依古丽·买买提", "阿" * 12 + "·" + "买" * 12, f"王{RARE}", RAREST]
)
def test_names_of_any_length_stand_whole_and_on_one_line(name):
    pdf = one(name=name)
    assert name in words(pdf)


def test_rare_characters_are_embedded_and_prepared_for_archives_as_the_others():
    with pikepdf.open(io.BytesIO(one(name=RAREST))) as document:
        held = document.pages[0].Resources.Font
        names = sorted(str(font.BaseFont).partition("+")[2] for font in held.values())
        assert names == [
            "JipingRareKai-Regular",
            "JipingRareSong-Regular",
            "NotoSerifSC-Regular",
        ]
        for font in held.values():
            small = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
            maxp = TTFont(io.BytesIO(small))["maxp"].numGlyphs
            assert (maxp < 100, "/ToUnicode" in font) == (True, True)


def test_a_name_without_rare_characters_brings_no_font_for_them():
    with pikepdf.open(io.BytesIO(one())) as document:
        assert list(document.pages[0].Resources.Font.keys()) == ["/Text"]


def test_long_texts_are_set_smaller_and_never_cut():
    pdf = one(**LONG)
    text = words(pdf)
    assert [key for key, value in LONG.items() if value not in text] == []


@needs_poppler
def test_nothing_runs_out_of_its_box(tmp_path):
    """Between entries and frame nothing is printed, however long the entries are."""
    short, long = (picture(one(**values), tmp_path, 50) for values in ({}, LONG))
    right = round(181 / 25.4 * 50)
    edges = [page.crop((right, 0, page.width, page.height)) for page in (short, long)]
    assert ImageChops.difference(*edges).getbbox() is None


def test_one_that_cannot_be_drawn_is_named_and_leaves_the_others():
    numbers = [NUMBER[:-1] + digit for digit in "1234"]
    given = [content(number=number) for number in numbers]
    given[1] = content(number=numbers[1], name=f"安{MISSING}")
    given[2] = content(number=numbers[2], work_type="很长" * 200)
    drawn = draw(given, {number: photo() for number in numbers[:3]})
    assert [type(each) for each in drawn] == [bytes, DrawingError, DrawingError, DrawingError]
    assert [str(each)[:20] for each in drawn[1:]] == [
        f"“{MISSING}”（U+323B0）没有可用的字形，无法"[:20],
        f"“{'很长' * 20}”太长"[:20],
        "没有照片，无法打印。请上传照片后重试。",
    ]


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff\xe0", photo()[:2000]])
def test_a_broken_photograph_fails_its_certificate(data):
    (failed,) = draw([content()], {NUMBER: data})
    assert str(failed) == "照片无法读取，请更换照片后重试。"


def test_the_same_certificate_gives_the_same_bytes_whoever_is_beside():
    other = content(number=NUMBER[:-1] + "9", name="舒海燕")
    photos = {NUMBER: photo(colour=(9, 90, 200)), other.number: photo()}
    alone = draw([content()], photos)[0]
    assert draw([other, content()], photos)[1] == alone
    assert draw([content(name="安宝明")], photos)[0] != alone


def test_a_file_holds_nothing_of_the_others_of_its_batch():
    other = content(number=NUMBER[:-1] + "9", name="舒海燕")
    theirs = photo(colour=(9, 90, 200))
    pdf = draw([other, content()], {NUMBER: photo(), other.number: theirs})[1]
    held = streams(pdf)
    assert theirs[400:900] not in b"".join(held)
    face = truetype.regular()
    for char in "舒海燕":
        start, end = face.offsets[face.glyph(char) : face.glyph(char) + 2]
        outline = face.file[face.start + start : face.start + end]
        assert [len(each) for each in held if outline in each] == []


def test_where_and_when_a_photograph_was_taken_is_left_out():
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    tagged = photo(exif=exif, comment=b"at home")
    held = b"".join(streams(draw([content()], {NUMBER: tagged})[0]))
    assert (b"Camera" in tagged, b"Camera" in held) == (True, False)
    assert (b"at home" in tagged, b"at home" in held) == (True, False)


def test_a_small_photograph_keeps_its_dots_and_a_large_one_is_made_smaller():
    small, large = photo((413, 579)), photo((2480, 3472))
    sizes = []
    for data in (small, large):
        held = [
            each
            for each in streams(draw([content()], {NUMBER: data})[0])
            if each[:2] == b"\xff\xd8"
        ]
        sizes.append(Image.open(io.BytesIO(held[0])).size)
    assert sizes == [(413, 579), (295, 413)]


def test_a_proof_says_so_and_leads_nowhere():
    pdf = one(proof=True)
    text = words(pdf)
    assert ("样张" in text, f"{NUMBER}（样张，未核发）" in text) == (True, True)
    assert content().address.encode() not in b"".join(streams(pdf))


@needs_poppler
def test_the_code_of_a_proof_is_no_address(tmp_path):
    found = zxingcpp.read_barcodes(picture(one(proof=True), tmp_path, 150))
    assert [code.text for code in found] == ["样张，不作为证书使用"]


def test_layouts_are_data_and_lie_on_their_paper():
    for layout in Layout:
        table = load(layout)
        width, height = table.page
        boxes = [table.photo, table.code, *(cell.box for cell in table.cells)]
        assert [b for b in boxes if b[0] + b[2] > width or b[1] + b[3] > height or min(b) < 0] == []
