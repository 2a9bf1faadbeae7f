"""`manage.py issue_signing_key`: a new signing key for an agency; the one in use is retired."""

from django.core.management.base import BaseCommand, CommandError

from certificates import vault
from certificates.signing import keys
from filing.models import Agency


class Command(BaseCommand):
    help = "为评价机构签发新的签名密钥；在用的随即停用，以前的签名仍然有效。"

    def add_arguments(self, parser):
        parser.add_argument("code", help="机构代码")

    def handle(self, *args, code: str, **options):
        agency = Agency.objects.filter(code=code).first()
        if agency is None:
            raise CommandError(f"目录里没有机构代码“{code}”。")
        try:
            key = keys.issue(agency)
        except vault.MissingKeyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{agency}：新密钥有效期至 {key.valid_until:%Y-%m-%d}。")
