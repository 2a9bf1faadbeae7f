"""`manage.py verify_digest <摘要>`: do today's timelines extend those of a published digest?"""

from django.core.management.base import BaseCommand, CommandError

from supervision.services.integrity import digests


class Command(BaseCommand):
    help = "用以前公布的每日摘要核验：当日以前的办理记录没有被改写；有问题时退出码为 1。"

    def add_arguments(self, parser):
        parser.add_argument("digest", metavar="摘要", help="/digests/ 公布的 64 位摘要")

    def handle(self, *args, digest: str, **options):
        proof = digests.prove(digest)
        for problem in proof.problems:
            self.stderr.write(problem)
        if not proof.holds:
            raise CommandError(f"共发现 {len(proof.problems)} 处问题。")
        self.stdout.write(
            f"{proof.row.day} 的摘要成立：{proof.row.cases} 件的记录从那天起只增不改。"
        )
