"""Many documents that differ in a few lines: certificates, cards.

What is the same on all of them is drawn once, by WeasyPrint, as a sheet (`Sheet`). A leaf is the
sheet with lines of text and pictures set upon it at their places, which takes a hundredth of the
time of laying a page out. It holds nothing of other leaves: its fonts have the glyphs of its own
lines and no others (`printing.truetype`); a rare character is set in a font of its own. The same
leaf gives the same bytes.

Every leaf is prepared for PDF/A-2b: metadata, output intent, embedded fonts, no transparency.
"""

import hashlib
import io
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from printing import truetype

# As WeasyPrint does, we count in CSS pixels from the upper left corner, so that both round alike.
MM, POINT, UNIT = 96 / 25.4, 96 / 72, 72 / 96
PRODUCER = "Jiping"
# The number of a page: its size, how far its base line is under the text (mm), its grey.
NUMBER_SIZE, NUMBER_DOWN, NUMBER_COLOUR = 9, 6, (0.27, 0.27, 0.27)
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 pdfaid:part="2" pdfaid:conformance="B" pdf:Producer="{producer}" pdf:Keywords="{keywords}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""

Frame = tuple[float, float, float, float]  # x, y, width, height in mm from the upper left corner


@dataclass(frozen=True)
class Line:
    """A text in Regular, its rare characters in the fonts of those: where its base line begins (mm
    from the upper left), its size in points, its colour as red, green and blue from 0 to 1."""

    text: str
    x: float
    y: float
    size: float
    colour: tuple[float, float, float] = (0, 0, 0)


@dataclass(frozen=True)
class Picture:
    """An image, its data as the filter wants it, and the frame that it fills."""

    data: bytes
    width: int
    height: int
    frame: Frame
    filter: str = "DCTDecode"
    colours: str = "DeviceRGB"
    bits: int = 8


def bitmap(side: int, bits: bytes, frame: Frame) -> Picture:
    """A square of `side` by `side` black and white dots, rows of whole bytes, 1 for white."""
    return Picture(zlib.compress(bits), side, side, frame, "FlateDecode", "DeviceGray", 1)


class Sheet:
    """What all leaves of a kind have in common: size, background, output intent."""

    def __init__(self, pdf: bytes):
        """`pdf` is an untagged PDF of ours whose only page is the background."""
        with pikepdf.open(io.BytesIO(pdf)) as drawn, pikepdf.new() as made:
            size = [float(side) for side in drawn.pages[0].mediabox[2:]]
            form = made.copy_foreign(drawn.pages[0].as_form_xobject())
            form.write(zlib.compress(form.read_bytes(), 9), filter=Name.FlateDecode)
            made.add_blank_page(page_size=tuple(size))
            made.pages[0].Resources = Dictionary(XObject=Dictionary(Sheet=form), Font=Dictionary())
            made.Root.Lang = pikepdf.String("zh-CN")
            made.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
            made.Root.OutputIntents = Array([made.make_indirect(_intent(made))])
            self.height, self.file = size[1], _saved(made)

    def leaf(
        self,
        lines: Sequence[Line],
        pictures: Mapping[str, Picture],
        *,
        title: str,
        keywords: str = "",
    ) -> bytes:
        """The file of these lines and pictures on the sheet. Raises ValueError for a character
        without a glyph."""
        with pikepdf.open(io.BytesIO(self.file)) as made:
            page = made.pages[0].obj
            content = b"q /Sheet Do Q\n%s 0 0 -%s 0 %s cm\n" % tuple(
                _number(part).encode() for part in (UNIT, UNIT, self.height)
            )
            if lines:
                numbers = _fonts(made, page.Resources.Font, (line.text for line in lines))
                content += b"BT\n%s\nET\n" % b"\n".join(_set(each, numbers) for each in lines)
            for name, picture in pictures.items():
                page.Resources.XObject[f"/{name}"] = _image(made, picture)
                content += _placed(name, picture)
            page.Contents = _packed(made, content)
            _describe(made, title, keywords)
            return _saved(made)


def number_pages(made: pikepdf.Pdf, right: float, bottom: float) -> None:
    """Write on each page which of how many it is, where its margins (mm) meet."""
    total, held = len(made.pages), Dictionary()
    texts = [f"第 {at} 页 / 共 {total} 页" for at in range(1, total + 1)]
    numbers = _fonts(made, held, texts)
    for page, text in zip(made.pages, texts, strict=True):
        width, height = (float(side) for side in page.mediabox[2:])
        run = truetype.run(text, pixels(NUMBER_SIZE))
        line = Line(
            text,
            width / UNIT / MM - right - run / MM,
            height / UNIT / MM - bottom + NUMBER_DOWN,
            NUMBER_SIZE,
            NUMBER_COLOUR,
        )
        for name, font in held.items():
            page.add_resource(font, Name.Font, Name(name))
        # What the page did to its measures is undone first.
        page.contents_add(b"q\n", prepend=True)
        turn = b"\nQ q %s 0 0 -%s 0 %s cm BT\n" % tuple(
            _number(part).encode() for part in (UNIT, UNIT, height)
        )
        page.contents_add(turn + _set(line, numbers) + b"\nET Q\n")


def pixels(points: float) -> float:
    """A font size in pixels, cut to 1024ths as Pango does."""
    return int(points * POINT * 1024) / 1024


def _set(line: Line, numbers: Mapping[str, tuple[str, int]]) -> bytes:
    colour = " ".join(map(_number, line.colour))
    size, x, y = map(_number, (pixels(line.size), line.x * MM, line.y * MM))
    said, placed = f"{colour} rg", f" 1 0 0 -1 {x} {y} Tm"
    # The first part is placed; each of the others begins where the one before it ended.
    for font, part in groupby((numbers[char] for char in line.text), itemgetter(0)):
        glyphs = "".join(f"{number:04x}" for _, number in part)
        said, placed = f"{said} /{font} {size} Tf{placed} <{glyphs}> Tj", ""
    return said.encode()


def _placed(name: str, picture: Picture) -> bytes:
    x, y, width, height = (_number(side * MM) for side in picture.frame)
    box = f"{x} {y} {width} {height} re W n"  # else a viewer may fill all dots that it touches
    return f"q {box} 1 0 0 1 {x} {y} cm {width} 0 0 -{height} 0 {height} cm /{name} Do Q\n".encode()


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _describe(made: pikepdf.Pdf, title: str, keywords: str) -> None:
    """The same in both places where a PDF says what it is."""
    told = {"Title": title, "Producer": PRODUCER, "Keywords": keywords}
    made.trailer.Info = made.make_indirect(
        Dictionary({f"/{key}": pikepdf.String(value) for key, value in told.items()})
    )
    metadata = XMP.format(**{key.lower(): escape(value) for key, value in told.items()})
    made.Root.Metadata = Stream(made, metadata.encode(), Type=Name.Metadata, Subtype=Name.XML)


def _saved(made: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    made.save(
        target,
        deterministic_id=True,
        min_version="1.7",
        compress_streams=False,
        fix_metadata_version=False,  # it would write the metadata anew
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return target.getvalue()


def _fonts(
    made: pikepdf.Pdf, resources: Dictionary, texts: Iterable[str]
) -> dict[str, tuple[str, int]]:
    """Fonts of the glyphs of these texts alone, put among the resources; for each character the
    name of its font there and its number in it."""
    held: dict[truetype.Face, dict[str, int]] = {truetype.regular(): {}}
    for text in texts:
        for face, part in truetype.runs(text):
            held.setdefault(face, {}).update((char, face.glyph(char)) for char in part)
    found = {}
    for at, (face, glyphs) in enumerate(held.items()):
        if glyphs:
            name = f"Text{at or ''}"
            resources[f"/{name}"], numbers = _font(made, face, glyphs)
            found |= {char: (name, numbers[glyph]) for char, glyph in glyphs.items()}
    return found


def _font(
    made: pikepdf.Pdf, face: truetype.Face, glyphs: Mapping[str, int]
) -> tuple[Dictionary, dict[int, int]]:
    """A font of these characters' glyphs alone, and the number of each glyph in it."""
    program, numbers = face.program(glyphs.values())
    name = Name(f"/{_tag(program)}+{face.name}")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=6,  # symbolic, with serifs
        FontBBox=Array([face.thousandths(side) for side in face.box]),
        ItalicAngle=0,
        Ascent=face.thousandths(face.ascent),
        Descent=face.thousandths(face.descent),
        CapHeight=face.thousandths(face.cap_height),
        StemV=80,
        FontFile2=_packed(made, program, Length1=len(program)),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        CIDToGIDMap=Name.Identity,
        W=Array([0, Array([face.advance(old) for old in numbers])]),
        FontDescriptor=made.make_indirect(descriptor),
    )
    said = {numbers[glyph]: char for char, glyph in glyphs.items()}
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=name,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([made.make_indirect(descendant)]),
        ToUnicode=_packed(made, _cmap(dict(sorted(said.items())))),
    )
    return made.make_indirect(font), numbers


def _tag(program: bytes) -> str:
    """Six letters that tell a font's parts apart, as PDF asks of every subset."""
    return "".join(chr(65 + byte % 26) for byte in hashlib.sha256(program).digest()[:6])


def _cmap(said: Mapping[int, str]) -> bytes:
    """What each glyph says, so that the text can be searched and copied."""
    rows = [f"<{number:04x}> <{text.encode('utf-16-be').hex()}>" for number, text in said.items()]
    parts = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    body = "\n".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts
    )
    return f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end""".encode()


def _image(made: pikepdf.Pdf, picture: Picture) -> Stream:
    return Stream(
        made,
        picture.data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name("/" + picture.colours),
        BitsPerComponent=picture.bits,
        Filter=Name("/" + picture.filter),
    )


def _packed(made: pikepdf.Pdf, data: bytes, **more) -> Stream:
    return Stream(made, zlib.compress(data), Filter=Name.FlateDecode, **more)


def _intent(made: pikepdf.Pdf) -> Dictionary:
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=b"sRGB IEC61966-2.1",
        Info=b"sRGB IEC61966-2.1",
        DestOutputProfile=_packed(made, _srgb(), N=3),
    )


@cache
def _srgb() -> bytes:
    """The profile that WeasyPrint brings along; found without loading it."""
    return (Path(find_spec("weasyprint").origin).parent / "pdf" / "sRGB2014.icc").read_bytes()
