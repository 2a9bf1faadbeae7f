"""The SQL by which people are counted as sums (`portal.models.holders`): the valid certificates of
some people with their marks, and what is true now."""

TIERS = (2, 4, 6)
SPLITS = ((), ("c.level",), ("c.occupation",), ("c.level", "c.occupation"))
COLUMNS = "certificate_id, person, division_id, occupation, level, first"
TOUCHED = "SELECT person FROM portal_holdertouch"


def _marks() -> str:
    """The sum of the bits, in the order of `portal.models.holders.bit_of`."""
    terms, bit = [], 1
    for digits in TIERS:
        for split in SPLITS:
            alike = ", ".join(("c.id_hash", f"substr(d.code, 1, {digits})", *split))
            number = f"row_number() OVER (PARTITION BY {alike} ORDER BY c.id)"
            terms.append(f"CASE WHEN {number} = 1 THEN {bit} ELSE 0 END")
            bit *= 2
    return " + ".join(terms)


def marked(people: str) -> str:
    """The valid certificates of some people (a list or a query), each with its marks."""
    return (
        "SELECT c.id AS certificate_id, c.id_hash AS person, c.division_id, c.occupation, "  # noqa: S608
        f"c.level, {_marks()} AS first FROM certificates_certificate c "
        "JOIN catalogue_division d ON d.id = c.division_id "
        f"WHERE c.status = 'valid' AND c.id_hash IN ({people})"
    )


# The tally, without the people touched since, and these as they are: one statement, so that no
# marking comes between its parts.
NOW = f"""SELECT division_id, occupation, level, first, count FROM portal_holdertally
UNION ALL
SELECT division_id, occupation, level, first, -1 FROM portal_holdermark
WHERE person IN ({TOUCHED})
UNION ALL
SELECT division_id, occupation, level, first, 1 FROM ({marked(TOUCHED)}) AS touched"""  # noqa: S608


SETTLED = "SELECT division_id, occupation, level, first, count FROM portal_holdertally"


def counted(by: str, bit: int, where: str, *, settled: bool = False) -> str:
    """(value, people, certificates) of each value of an expression over `f`, the figures, and `d`,
    their divisions; without an expression of all together, under "". `settled`: as everybody was
    last marked, whoever was touched since."""
    source = SETTLED if settled else NOW
    value, grouped = (by, f"GROUP BY {by}") if by else ("''", "")
    return (
        f"SELECT {value}, SUM(CASE WHEN f.first & {bit} <> 0 THEN f.count ELSE 0 END), "  # noqa: S608
        f"SUM(f.count) FROM ({source}) AS f JOIN catalogue_division d ON d.id = f.division_id "
        f"WHERE {where} {grouped} HAVING SUM(f.count) <> 0"
    )
