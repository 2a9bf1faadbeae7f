"""The house's rules as functions: text in, faults out (line number and what is wrong)."""

import ast
import re
from datetime import date

LONGEST_FUNCTION = 40

# Neither inside a longer number, a hash, a decimal fraction nor a name.
PHONE = re.compile(r"(?<![\w.-])1[3-9]\d{9}(?![\w-])")
ID_NUMBER = re.compile(r"(?<![\w.-])[1-9]\d{16}[\dXx](?![\w-])")
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

# Written in pieces, so that this file holds none of them.
PLACES = ["/wo" + "rk/", "/tmp/" + "helpers", "/ro" + "ot/", "/ho" + "me/"]
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry.npm" + "js",
    "deb.debian" + ".org",
    "archive.ubuntu" + ".com",
    "mirrors" + ".",
    "extra-index" + "-url",
]
OUT_OF_PLACE = re.compile("|".join(map(re.escape, PLACES + REGISTRIES)))

INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "htmx code": re.compile(r"\shx-on|=[\"']js:|=[\"']javascript:", re.I),
    "unescaped output": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"),
}
STATE_UPDATE = re.compile(r"\.update\(\s*(?:[^()]|\([^()]*\))*?\bstate\s*=")
STATE_ASSIGNMENT = re.compile(
    r"\.state\s*=(?!=)|setattr\([^,]+,\s*[\"']state[\"']|bulk_update\([^)]*[\"']state[\"']"
)
BY_DOOR = re.compile(r"\bby_door\s*=\s*True|\bsave_base\(")
OTHER_CLOCK = re.compile(
    r"\btimezone\.(?:now|localdate|localtime)\(\s*\)|\b(?:date\.today|datetime\.(?:now|utcnow))\("
)


def _found(pattern: re.Pattern, text: str) -> list[str]:
    return [
        f"{text.count(chr(10), 0, match.start()) + 1}: {match.group().strip()[:60]}"
        for match in pattern.finditer(text)
    ]


def long_functions(code: str) -> list[str]:
    return [
        f"{node.lineno}: {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]


def inline_code(template: str) -> list[str]:
    """What a strict Content-Security-Policy forbids, and output that skips escaping."""
    return [f"{what} {where}" for what, rule in INLINE.items() for where in _found(rule, template)]


def state_updates(code: str) -> list[str]:
    """A state moves through its machine; an update of the column goes past every guard."""
    return _found(STATE_UPDATE, code)


def state_assignments(code: str) -> list[str]:
    return _found(STATE_ASSIGNMENT, code)


def doors(code: str) -> list[str]:
    """Where a case is saved with its state: in the door alone."""
    return _found(BY_DOOR, code)


def other_clocks(code: str) -> list[str]:
    return _found(OTHER_CLOCK, code)


def machine_traces(text: str) -> list[str]:
    return _found(OUT_OF_PLACE, text)


def personal_numbers(text: str) -> list[str]:
    """Mobile numbers, and ID numbers that could be someone's: a real date, a right check digit."""
    return _found(PHONE, text) + [
        found for found in _found(ID_NUMBER, text) if _could_be_an_id(found.partition(": ")[2])
    ]


def _could_be_an_id(number: str) -> bool:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    try:
        date(year, month, day)
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, ID_WEIGHTS, strict=False))
    return 1900 <= year <= 2100 and number[-1].upper() == "10X98765432"[total % 11]
