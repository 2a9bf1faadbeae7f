"""Many PDFs bound into one."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path


def bind(parts: Sequence[Path], target: Path, *, title: str) -> int:
    """Write the pages of `parts` in their order to `target`; answers how many there are."""
    # Here, because it logs a line when it is loaded, and only workers bind.
    import pikepdf

    with pikepdf.new() as bound:
        sources = [pikepdf.open(part) for part in parts]
        try:
            for source in sources:
                bound.pages.extend(source.pages)
            bound.docinfo["/Title"] = title
            bound.Root.Lang = pikepdf.String("zh-CN")
            bound.save(target, deterministic_id=True)
            return len(bound.pages)
        finally:
            for source in sources:
                source.close()


def joined(parts: Sequence[bytes], *, title: str) -> bytes:
    """The same in memory, for what is small."""
    import pikepdf

    with pikepdf.new() as bound:
        sources = [pikepdf.open(io.BytesIO(part)) for part in parts]
        for source in sources:
            bound.pages.extend(source.pages)
        bound.docinfo["/Title"] = title
        bound.Root.Lang = pikepdf.String("zh-CN")
        target = io.BytesIO()
        bound.save(target, deterministic_id=True)
        return target.getvalue()


def numbered(parts: Iterable[bytes], *, title: str, margins: tuple[float, float]) -> bytes:
    """One document of parts that are drawn one after the other, so that only one is laid out at a
    time. On every page stands which of how many it is, in the corner of the margins (mm at the
    right and at the bottom), which the parts leave free."""
    import pikepdf

    from printing import leaves

    with pikepdf.new() as bound:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as source:
                bound.pages.extend(source.pages)
        leaves.number_pages(bound, *margins)
        bound.docinfo["/Title"] = title
        bound.Root.Lang = pikepdf.String("zh-CN")
        target = io.BytesIO()
        bound.save(target, deterministic_id=True)
        return target.getvalue()
