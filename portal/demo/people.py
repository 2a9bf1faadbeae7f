"""People who do not exist: names of chance syllables, ID numbers of places that never were.

The same seed makes the same people in the same order.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.cn import ric

FAMILY = "安白蔡程邓方冯高郭韩何胡黄贾江李梁林刘陆罗马孟潘齐任沈宋孙唐田王魏吴谢徐许杨叶袁张赵周朱"
MEN = ("刚", "建军", "志强", "国梁", "海涛", "永康", "文斌", "立新", "德顺", "春生", "明远")
MEN += ("广田", "树林", "长河", "振东", "家驹", "宝山", "庆余", "连城", "守信", "传玺", "凯")
WOMEN = ("敏", "秀兰", "丽华", "静怡", "晓燕", "桂芝", "雪梅", "红霞", "亚楠", "雨晴", "淑贞")
WOMEN += ("玉洁", "思远", "若溪", "月华", "春燕", "海棠", "佳宁", "慧", "倩", "文静", "巧云")
PLACES = range(20, 90)  # no division begins with 00
OLDEST, DAYS = date(1966, 1, 1), 8_700  # old enough for fifteen years at work


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    name: str
    id_number: str
    phone: str
    is_woman: bool


class People:
    """One after the other, none twice."""

    def __init__(self, seed: str):
        self.dice = random.Random(seed)  # noqa: S311 - invented people, no secrets
        self.known: set[str] = set()

    def one(self) -> Person:
        """Another person."""
        while True:
            made = self._made()
            if made.id_number not in self.known:
                self.known.add(made.id_number)
                return made

    def many(self, count: int) -> list[Person]:
        """So many others."""
        return [self.one() for _ in range(count)]

    def _made(self) -> Person:
        dice = self.dice
        is_woman = dice.random() < 0.35
        serial = dice.randrange(100, 998) // 2 * 2 + (0 if is_woman else 1)
        born = OLDEST + timedelta(days=dice.randrange(DAYS))
        base = f"0000{dice.choice(PLACES)}{born:%Y%m%d}{serial:03}"
        return Person(
            name=dice.choice(FAMILY) + dice.choice(WOMEN if is_woman else MEN),
            id_number=base + ric.calc_check_digit(base + "0"),
            # No subscriber's number begins with a nought.
            phone=f"0635-0{dice.randrange(10**6):06}",
            is_woman=is_woman,
        )
