"""Many PDFs bound into one."""

import io
from collections.abc import Sequence
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
