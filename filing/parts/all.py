"""The parts in their order on the page."""

from accounts.models import User
from filing.models import Filing
from filing.parts import MakePart, Part, bureau, experts, register, route, selection

PARTS: tuple[MakePart, ...] = (
    bureau.desk,
    route.part,
    bureau.told,
    experts.part,
    selection.part,
    register.part,
)


def parts_for(filing: Filing, user: User) -> list[Part]:
    """What this person sees of a filing."""
    return [part for make in PARTS if (part := make(filing, user))]
