"""A bank as a file. It gives away what papers are made of, so each export is on record."""

from accounts.models import User
from config import clock
from papers.enums import QuestionStatus
from papers.exchange import writing
from papers.exchange.writing import Row
from papers.models import Bank, Export
from papers.services.banks import opened
from papers.services.questions import content_of


def export(bank: Bank, *, actor: User) -> bytes:
    """Every question that is not retired, as a workbook that can be imported again. Writers and
    managers of the agency; raises ForbiddenError for others."""
    with opened(bank, actor) as held:
        questions = list(
            held.questions.exclude(status=QuestionStatus.RETIRED)
            .select_related("point")
            .prefetch_related("criteria")
            .order_by("number")
        )
        made = writing.bank(
            Row(
                row.number,
                row.point.code,
                row.get_status_display(),
                row.image_id is not None,
                content_of(row),
            )
            for row in questions
        )
        Export.objects.create(
            bank=held, count=len(questions), exported_by=actor, exported_at=clock.now()
        )
    return made
