"""`manage.py check` names every kind of case that has moves nobody declared."""

from django.core.checks import Error, register

from casework import kinds


@register
def kinds_are_whole(**_) -> list[Error]:
    return [
        Error(f"{code}：状态机的动作没有声明：{'、'.join(odd)}", id="casework.E001")
        for code, odd in kinds.incomplete().items()
    ]
