"""The program by which anybody repeats a draw, with everything that was published in it."""

from django.template.loader import render_to_string

from casework.models import Lot
from supervision.models import Draw

RULES = "supervision/inspections/repeat.txt"
RUN = """
def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


frame = json.loads(FRAME)
for (population, rule, secret), commitment, digest in (
    (OBJECTS, OBJECTS_COMMITMENT, frame["objects"]),
    (POOL, POOL_COMMITMENT, frame["pool"]),
):
    assert sha(population + "\\n" + rule) == digest, "名单与抽取前公布的摘要不一致"
    assert sha(secret) == commitment, "种子与抽取前公布的承诺不一致"
assert sha(FRAME) == DIGEST, "抽取框架与抽取前公布的摘要不一致"
objects, people = repeat(*OBJECTS, PUBLIC_VALUE), repeat(*POOL, PUBLIC_VALUE)
teams = deal(objects, people, FRAME)
assert teams == json.loads(TEAMS), "重新抽取的结果与公布的结果不一致"
for each in objects:
    print(each, *teams[each])
"""


def program(draw: Draw) -> str:
    """Python without any library, of a draw that was drawn: it prints each object with the numbers
    of its inspectors, and stops where something is not as it was published."""
    values = {
        "FRAME": draw.frame,
        "DIGEST": draw.digest,
        "OBJECTS": _published(draw.objects_lot),
        "OBJECTS_COMMITMENT": draw.objects_lot.commitment,
        "POOL": _published(draw.pool_lot),
        "POOL_COMMITMENT": draw.pool_lot.commitment,
        "PUBLIC_VALUE": draw.objects_lot.result.public_value,
        "TEAMS": draw.teams,
    }
    data = "\n".join(f"{name} = {value!r}" for name, value in values.items())
    return f"{render_to_string(RULES).rstrip()}\n\n\n{data}\n\n{RUN}"


def _published(lot: Lot) -> tuple[str, str, str]:
    return lot.population, lot.rule, lot.result.secret
