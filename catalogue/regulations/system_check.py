"""`manage.py check` names every regulation file that cannot be used."""

from pathlib import Path

from django.core.checks import Error, register

from catalogue.regulations.loader import FOLDER, RegulationError, files, read

REQUIRED = (
    "national-enterprise",
    "liaocheng-enterprise",
    "liaoning-enterprise",
    "jiangsu-enterprise",
    "hebei-commissioned",
    "shandong-social",
)


def problems(folder: Path = FOLDER) -> list[Error]:
    """One error for each wrong key of each file, and for each promised regime without a file."""
    errors, ids = [], set()
    for path in files(folder):
        ids.add(path.name.split(".")[0])
        try:
            read(path)
        except RegulationError as error:
            errors += [
                Error(f"{path.name} {key}：{reason}", obj=path.name, id="catalogue.E001")
                for key, reason in error.problems
            ]
    errors += [
        Error(f"缺少法规文件 {regulation_id}", id="catalogue.E002")
        for regulation_id in REQUIRED
        if regulation_id not in ids
    ]
    return errors


@register
def check_regulations(**_kwargs) -> list[Error]:
    """Django's entry to `problems`."""
    return problems()
