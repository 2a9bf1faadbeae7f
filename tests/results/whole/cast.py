"""Who comes to the exam, what happens to them, and how each has to come out."""

from tests.results.whole.walk import Walk

THEORY, PRACTICE = "theory", "practice"
# By the number of the person.
SHORT_BY_ONE, MISSING, DIFFERING, BREACH, WAIVED, CARRIED, ASKING = range(2, 9)
EARLIER = 82  # what the one who carries theory had before


def marks(number: int) -> dict[str, int | None]:
    """What everybody's work is worth; None: did not come."""
    found: dict[str, int | None] = {
        THEORY: 60 + number * 7 % 40,
        PRACTICE: 60 + number * 3 % 30,
    }
    if number == SHORT_BY_ONE:
        found[THEORY] = 59
    if number == MISSING:
        found[PRACTICE] = None
    if number == DIFFERING:
        found[THEORY] = 71  # the first clerk misreads it as 70
    if number == ASKING:
        found[PRACTICE] = 58
    return found


def expected(walk: Walk, *, waives: bool, corrected: bool) -> dict[str, tuple]:
    """By ticket how everybody has to come out: the outcome, and of each subject its own and the
    mark. `waives`: theory was waived for one, beside those whom the plan spares it (`spared`);
    `corrected`: the objection changed a mark."""
    return {
        entry.ticket: _one(
            number,
            spared=number in walk.spared or (waives and number == WAIVED),
            corrected=corrected,
        )
        for number, entry in walk.entries.items()
    }


def _one(number: int, *, spared: bool, corrected: bool) -> tuple:
    found = {}
    for subject, mark in marks(number).items():
        word = "absent" if mark is None else "passed" if mark >= 60 else "failed"
        found[subject] = (word, mark)
    if number == SHORT_BY_ONE and corrected:
        found[THEORY] = ("passed", 61)
    if number == BREACH:
        found[THEORY] = ("void", None)
    if spared:
        found[THEORY] = ("exempt", None)
    if number == CARRIED:
        found[THEORY] = ("carried", EARLIER)
    good = all(word in ("passed", "exempt", "carried") for word, _ in found.values())
    return ("qualified" if good else "unqualified", found)
