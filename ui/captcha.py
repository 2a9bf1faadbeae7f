"""A question that a program cannot easily answer, asked without any third party.

A challenge is a signed token and nothing else: what it asks follows from the token by a key, so
showing one writes nothing, and a flood of them fills no table (django-simple-captcha keeps a row
for each, and speaks to the blind only through a program to be installed). A token serves once and
ends after five minutes. Who cannot see the picture asks for a sum in words instead: that keeps out
less, so whoever asks a captcha limits the visitor as well (`ui.limits`).
"""

import hashlib
import hmac
import io
import random
import secrets
import unicodedata
from base64 import b64encode
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.core import cache as caching
from django.core import signing
from PIL import Image, ImageDraw, ImageFont

from printing import fonts

SALT = "ui.captcha"
SECONDS = 5 * 60
PICTURE, WORDS = "picture", "words"
# None of them is taken for another.
LETTERS = "ACDEFHJKMNPRTUVWXY3479"
LENGTH = 4
SIZE, FONT, FONT_SIZE = (168, 60), "NotoSerifSC-Bold-GB2312.ttf", 38
DIGITS = "零一二三四五六七八九十"
SUMS = (
    ("{}加{}等于几", lambda a, b: a + b),
    ("{}与{}的和是多少", lambda a, b: a + b),
    ("先有{}个，又来{}个，一共几个", lambda a, b: a + b),
    ("{}减{}等于几", lambda a, b: a - b),
    ("从{}里拿走{}，还剩多少", lambda a, b: a - b),
)
SPENT = "captcha:"


@dataclass(frozen=True)
class Challenge:
    """What is asked. `question` is the sum in words; else `picture` is a data address."""

    token: str
    question: str = ""
    picture: str = ""


def ask(way: str = PICTURE) -> Challenge:
    """A new challenge."""
    way = WORDS if way == WORDS else PICTURE
    nonce = secrets.token_urlsafe(12)
    token = signing.dumps([way, nonce], salt=SALT)
    if way == WORDS:
        return Challenge(token, question=_sum(nonce)[0])
    drawn = b64encode(_drawn(_letters(nonce))).decode()
    return Challenge(token, picture=f"data:image/png;base64,{drawn}")


def is_solved(token: str, answer: str) -> bool:
    """Whether that is the answer to the challenge, which is spent thereby, right or wrong."""
    try:
        way, nonce = signing.loads(token[:200], salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return False
    if not caching.cache.add(SPENT + nonce, 1, SECONDS):
        return False
    given = "".join(unicodedata.normalize("NFKC", answer[:40]).split()).upper()
    if way == WORDS:
        return given in _spellings(_sum(nonce)[1])
    return secrets.compare_digest(given.encode(), _letters(nonce).encode())


def way_of(token: str) -> str:
    """In which way a challenge was asked, so that the next is asked likewise."""
    try:
        return signing.loads(token[:200], salt=SALT)[0]
    except signing.BadSignature:
        return PICTURE


def _dice(nonce: str) -> random.Random:
    """Falls the same for the same token, and as nobody without the key can tell."""
    key = settings.SECRET_KEY.encode()
    return random.Random(hmac.new(key, f"{SALT}\0{nonce}".encode(), hashlib.sha256).digest())  # noqa: S311


def _letters(nonce: str) -> str:
    return "".join(_dice(nonce).choices(LETTERS, k=LENGTH))


def _sum(nonce: str) -> tuple[str, int]:
    dice = _dice(nonce)
    text, reckon = dice.choice(SUMS)
    larger, smaller = dice.randint(5, 10), dice.randint(1, 5)
    return f"{text.format(DIGITS[larger], DIGITS[smaller])}？", reckon(larger, smaller)


def _spellings(number: int) -> set[str]:
    tens, ones = divmod(number, 10)
    written = DIGITS[ones] if not tens else f"十{DIGITS[ones] if ones else ''}"
    return {str(number), written, f"一{written}" if tens else written}


def _drawn(text: str) -> bytes:
    """The letters, each turned and set off, under lines that cross them."""
    dice = random.Random()  # noqa: S311 how it looks may be guessed; what it says may not
    picture = Image.new("L", SIZE, 255)
    width = SIZE[0] // LENGTH
    for place, letter in enumerate(text):
        tile = Image.new("L", (width + 18, SIZE[1]), 0)
        ImageDraw.Draw(tile).text((12, 2), letter, font=_font(), fill=255)
        tile = tile.rotate(dice.uniform(-24, 24), resample=Image.Resampling.BICUBIC)
        at = (place * width - 6 + dice.randint(-3, 3), dice.randint(-6, 4))
        picture.paste(dice.randint(20, 70), at, tile)
    _cross(ImageDraw.Draw(picture), dice)
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


def _cross(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    wide, high = SIZE
    for _ in range(3):
        points = [(x, dice.randint(6, high - 6)) for x in range(0, wide + 1, wide // 4)]
        pen.line(points, fill=dice.randint(60, 130), width=dice.choice((1, 2)), joint="curve")
    for _ in range(160):
        pen.point((dice.randrange(wide), dice.randrange(high)), fill=dice.randint(90, 180))


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.FOLDER / FONT), FONT_SIZE)
