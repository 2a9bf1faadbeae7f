"""Long jobs: what is done stands in the database, so nothing is lost and nothing done twice."""

from datetime import timedelta

import pytest
from celery import current_app
from django.db import transaction
from django.urls import reverse
from kombu.exceptions import OperationalError

from casework.enums import JobState, WorkStatus
from casework.models import Job, JobItem, Notice
from casework.services import jobs, leases, waking
from config import clock
from tests.casework.working.kinds import PLAIN, SLOW
from tests.casework.working.models import Effect

pytestmark = pytest.mark.django_db


@pytest.fixture
def start(clerk):
    """`start({"n": 1}, …)`: a job of these items by the clerk."""
    return lambda *payloads, kind=PLAIN: jobs.start(kind, payloads, created_by=clerk)


def effects() -> list[int]:
    return sorted(Effect.objects.values_list("item", flat=True))


def items(job) -> list[JobItem]:
    return list(job.items.order_by("pk"))


def states(job) -> list[str]:
    return [item.status for item in items(job)]


def make_due():
    JobItem.objects.filter(status=WorkStatus.WAITING).update(due_at=clock.now())


def expire():
    past = clock.now() - timedelta(seconds=1)
    JobItem.objects.filter(status=WorkStatus.RUNNING).update(lease_until=past)


def test_every_item_is_done_once_and_its_author_told(start, clerk):
    job = start({"n": 1}, {"n": 2}, {"n": 3})
    assert jobs.work_off() == 3
    assert effects() == [item.pk for item in items(job)]
    assert [item.result for item in items(job)] == [{"number": 1}, {"number": 2}, {"number": 3}]
    job.refresh_from_db()
    assert (job.status, job.message) == (JobState.DONE, "共 3 项，完成 3 项。")
    notice = Notice.objects.get()
    assert (notice.recipient, notice.subject) == (clerk, "样例任务已处理完毕")
    assert notice.link == reverse("casework:job", args=[job.pk])
    assert jobs.work_off() == 0
    assert Notice.objects.count() == 1


def test_a_job_of_nothing_ends_at_once(start):
    job = start()
    jobs.work_off()
    job.refresh_from_db()
    assert (job.status, job.message) == (JobState.DONE, "共 0 项，完成 0 项。")


def test_a_job_whose_act_is_rolled_back_never_was(clerk):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.start(PLAIN, [{}], created_by=clerk)
        raise ZeroDivisionError
    assert (Job.objects.count(), jobs.work_off()) == (0, 0)


def test_work_is_called_for_after_commit(start, django_capture_on_commit_callbacks, monkeypatch):
    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: sent.append(name))
    with django_capture_on_commit_callbacks() as callbacks:
        start({})
    assert sent == []
    for callback in callbacks:
        callback()
    assert sent == ["casework.work_off"]


def test_what_fails_leaves_no_effect_and_is_tried_again_later(start):
    job = start({"fail": 1}, {})
    jobs.work_off()
    assert states(job) == ["waiting", "done"]
    (bad, good) = items(job)
    assert effects() == [good.pk]
    assert bad.error == "处理这一项时出现系统错误，错误已经记录。"
    make_due()
    jobs.work_off()
    assert (states(job), effects()) == (["done", "done"], [bad.pk, good.pk])
    assert items(job)[0].error == ""


def test_what_fails_each_time_ends_as_failed_and_the_job_goes_on(start):
    job = start({"fail": 99}, {})
    for _ in range(PLAIN.most_attempts):
        make_due()
        jobs.work_off()
    make_due()
    assert jobs.work_off() == 0
    job.refresh_from_db()
    assert (states(job), job.status) == (["failed", "done"], JobState.DONE)
    assert job.message == "共 2 项，完成 1 项。未成功 1 项，请查看原因。"


def test_what_is_refused_is_not_tried_again(start):
    job = start({"refuse": True})
    assert (jobs.work_off(), jobs.work_off()) == (1, 0)
    (item,) = items(job)
    assert (item.status, item.error) == ("failed", "这一行的姓名为空，请补填后重新导入")
    assert effects() == []


def test_an_item_of_a_dead_worker_is_taken_over_after_its_lease(start):
    job = start({})
    leases.claim(JobItem.objects.all(), seconds=60, most_attempts=9)
    assert jobs.work_off() == 0
    expire()
    assert jobs.work_off() == 1
    assert (states(job), effects()) == (["done"], [job.items.get().pk])


def test_whoever_lost_the_lease_saves_neither_outcome_nor_effect(start):
    start({})
    (late,) = leases.claim(JobItem.objects.all(), seconds=-1, most_attempts=9)
    jobs.work_off()
    jobs._work(PLAIN, late)  # it wakes up after all
    assert effects() == [late.pk]


def test_what_killed_its_worker_too_often_is_given_up(start):
    job = start({}, {})
    for _ in range(PLAIN.most_attempts):
        leases.claim(JobItem.objects.filter(pk=items(job)[0].pk), seconds=60, most_attempts=9)
        expire()
    assert jobs.work_off() == 1
    job.refresh_from_db()
    assert (states(job), job.status) == (["failed", "done"], JobState.DONE)
    assert items(job)[0].error == leases.KILLED


def test_what_is_prepared_outside_is_used_inside(start):
    job = start({"n": 7}, kind=SLOW)
    jobs.work_off()
    assert Effect.objects.get(item=job.items.get().pk).value == "prepared 7"


def test_a_small_job_does_not_wait_for_a_big_one(start):
    start(*[{}] * 20)
    small = start({}, kind=SLOW)
    jobs.work_off(seconds=0.0001)
    make_due()
    assert states(small) == ["waiting"] or effects().index(small.items.get().pk) <= 1
    jobs.work_off()
    taken = list(Effect.objects.order_by("pk").values_list("item", flat=True))
    assert taken.index(small.items.get().pk) <= 3


def test_time_that_is_up_leaves_the_rest_for_the_next_word(start):
    job = start({}, {}, {})
    assert jobs.work_off(seconds=0) == 0
    assert states(job) == ["waiting"] * 3


def test_cancelled_work_does_not_begin_and_what_is_in_work_ends(start):
    job = start({}, {}, {})
    (busy,) = leases.claim(JobItem.objects.all(), seconds=60, most_attempts=9)
    assert jobs.cancel(job)
    assert jobs.work_off() == 0
    jobs._work(PLAIN, busy)
    assert (states(job), effects()) == (["done", "cancelled", "cancelled"], [busy.pk])
    job.refresh_from_db()
    assert job.status == JobState.CANCELLED
    assert not jobs.cancel(job)


def test_a_broker_that_is_down_does_not_undo_what_was_done(
    start, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        job = start({})
    assert jobs.work_off() == 1  # beat says it again
    assert states(job) == ["done"]


def test_beat_calls_for_tasks_that_there_are(settings):
    current_app.loader.import_default_modules()
    named = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {waking.JOBS, waking.DELIVERIES, "casework.sweep"} <= named
    assert named - set(current_app.tasks) == set()


# --- The page ----------------------------------------------------------------------------------


@pytest.fixture
def page(client, clerk):
    client.force_login(clerk)
    return lambda job, **headers: client.get(
        reverse("casework:job", args=[job.pk]), headers=headers
    )


def test_its_author_sees_how_far_it_is(start, page):
    job = start({}, {"refuse": True}, {})
    waiting = page(job)
    assert "0 / 3 项" in waiting.text
    assert 'hx-trigger="every 2s"' in waiting.text
    jobs.work_off()
    ended = page(job, HX_Request="true")
    assert "3 / 3 项" in ended.text
    assert "共 3 项，完成 2 项。未成功 1 项，请查看原因。" in ended.text
    assert "第 2 项：这一行的姓名为空，请补填后重新导入" in ended.text
    assert "hx-get" not in ended.text
    assert "<html" not in ended.text


def test_to_anybody_else_it_is_nowhere(start, client, acceptor):
    job = start({})
    client.force_login(acceptor)
    assert client.get(reverse("casework:job", args=[job.pk])).status_code == 404
    assert client.post(reverse("casework:job-cancel", args=[job.pk])).status_code == 404
    job.refresh_from_db()
    assert job.is_open


def test_its_author_may_cancel_it(start, page, client):
    job = start({}, {})
    address = reverse("casework:job-cancel", args=[job.pk])
    first = client.post(address, follow=True) if page(job) else None
    assert "已取消，尚未开始的部分不再处理。" in first.text
    assert "已取消 2 项" in first.text
    assert "已经结束" in client.post(address, follow=True).text


@pytest.mark.parametrize("length", [1, 30])
def test_the_page_asks_as_little_for_a_long_job(start, page, django_assert_max_num_queries, length):
    job = start(*[{"refuse": True}] * length)
    jobs.work_off()
    page(job)
    with django_assert_max_num_queries(9):
        page(job)


def test_a_job_of_a_kind_that_is_gone_keeps_no_other_from_ending(acceptor):
    gone = Job.objects.create(kind="gone", created_at=clock.now(), created_by=acceptor)
    jobs.finish_ended()
    gone.refresh_from_db()
    assert gone.is_open
