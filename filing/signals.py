"""What the register does when an organisation changes."""

from django.db.models.signals import post_save

from accounts.models import Organisation
from filing.services import register


def listen() -> None:
    """Called once, when the app is ready."""
    post_save.connect(
        follow_organisation, sender=Organisation, dispatch_uid="filing.follow_organisation"
    )


def follow_organisation(sender, instance: Organisation, created: bool, raw: bool, **_) -> None:
    """Renamed, merged or closed: in the transaction of the change itself."""
    if not (created or raw or instance.is_bureau):
        register.follow(instance)
