"""Notices: written with the act, sent after commit, each once."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse

from casework import channels
from casework.enums import Channel, WorkStatus
from casework.kinds import Message
from casework.models import Delivery, Notice, NoticePreference
from casework.services import deliveries, door, leases, notices
from config import clock
from ui import ports

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(petition, clerk, acceptor):
    """The author's notice that the petition was accepted."""
    door.perform(petition, "submit", actor=clerk)
    door.perform(petition, "accept", actor=acceptor)
    return Notice.objects.get()


def deliveries_of(user) -> list[str]:
    return [d.channel for d in Delivery.objects.filter(notice__recipient=user).order_by("pk")]


def test_an_act_writes_its_notice_and_the_delivery_sends_it_once(told, clerk):
    assert mail.outbox == []
    assert deliveries.work_off() == 1
    (sent,) = mail.outbox
    assert sent.to == [clerk.email]
    assert sent.subject == f"【技评通】{told.subject}"
    assert "请等待技术评估。" in sent.body
    assert "/desk/notices/" in sent.body
    assert deliveries.work_off() == 0
    assert len(mail.outbox) == 1
    assert Delivery.objects.get().status == WorkStatus.DONE


def test_an_act_that_is_rolled_back_tells_nobody(petition, clerk, acceptor):
    door.perform(petition, "submit", actor=clerk)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        door.perform(petition, "accept", actor=acceptor)
        raise ZeroDivisionError
    assert (Notice.objects.count(), Delivery.objects.count(), deliveries.work_off()) == (0, 0, 0)


def test_everybody_once_and_by_the_channels_they_want(clerk, acceptor):
    NoticePreference.objects.create(user=acceptor, email=False, sms=True)
    acceptor.phone = "1" + "3" * 10
    acceptor.save()
    notices.tell([Message([clerk, acceptor, clerk], "停机通知", "今晚维护。")])
    assert Notice.objects.count() == 2
    assert (deliveries_of(clerk), deliveries_of(acceptor)) == ([Channel.EMAIL], [Channel.SMS])


def test_who_cannot_be_reached_is_told_in_the_portal_only(clerk):
    clerk.email = ""
    clerk.save()
    notices.tell([Message([clerk], "停机通知", "")])
    assert (notices.unread(clerk), deliveries_of(clerk)) == (1, [])


class Gateway:
    """A provider for the tests: keeps what it was given, or refuses."""

    sent: list[tuple[str, str]] = []
    refusal: Exception | None = None

    def send(self, phone, text):
        if self.refusal:
            raise self.refusal
        self.sent.append((phone, text))


@pytest.fixture
def gateway(settings, monkeypatch):
    settings.SMS_BACKEND = f"{__name__}.Gateway"
    monkeypatch.setattr(Gateway, "sent", [])
    return Gateway


@pytest.fixture
def by_sms(clerk, gateway):
    clerk.phone = "1" + "3" * 10
    clerk.save()
    NoticePreference.objects.create(user=clerk, email=False, sms=True)
    notices.tell([Message([clerk], "资料已退回", "很长的正文不进短信。")])
    return Delivery.objects.get()


def test_an_sms_goes_through_the_adapter_of_the_settings(by_sms, gateway, clerk):
    deliveries.work_off()
    assert gateway.sent == [(clerk.phone, "【技评通】资料已退回")]


def test_the_console_gateway_logs_no_number(capsys, caplog, clerk):
    number = "1" + "3" * 10
    with caplog.at_level("INFO"):
        channels.ConsoleSms().send(number, "资料已退回")
    said = caplog.text + "".join(capsys.readouterr())
    assert ("资料已退回" in said, number in said) == (True, False)


def test_a_provider_that_is_down_is_tried_again_later_and_not_for_ever(
    by_sms, gateway, monkeypatch
):
    monkeypatch.setattr(gateway, "refusal", OSError("connection refused"))
    deliveries.work_off()
    by_sms.refresh_from_db()
    assert (by_sms.status, by_sms.attempts) == (WorkStatus.WAITING, 1)
    assert by_sms.error == "发送服务暂时不可用"
    assert deliveries.work_off() == 0  # not yet
    for _ in range(deliveries.MOST_ATTEMPTS - 1):
        Delivery.objects.update(due_at=clock.now())
        assert deliveries.work_off() == 1
    Delivery.objects.update(due_at=clock.now())
    assert deliveries.work_off() == 0
    assert Delivery.objects.get().status == WorkStatus.FAILED


def test_what_will_never_arrive_is_not_tried_again(by_sms, gateway, monkeypatch):
    monkeypatch.setattr(gateway, "refusal", channels.UndeliverableError("号码不存在"))
    assert (deliveries.work_off(), deliveries.work_off()) == (1, 0)
    assert Delivery.objects.values_list("status", "error").get() == ("failed", "号码不存在")


def test_an_address_that_the_mail_server_refuses_is_not_tried_again(told, monkeypatch):
    def refuse(self):
        raise smtplib.SMTPRecipientsRefused({})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    deliveries.work_off()
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.error) == ("failed", "邮件服务器不接受这个收件地址")


def test_a_subject_cannot_smuggle_in_a_header(clerk):
    notices.tell([Message([clerk], "标题\nBcc: x@example.com", "正文")])
    deliveries.work_off()
    (sent,) = mail.outbox
    assert (sent.subject, sent.bcc) == ("【技评通】标题 Bcc: x@example.com", [])


def test_a_claim_that_was_lost_saves_nothing(told):
    (first,) = leases.claim(Delivery.objects.all(), seconds=-1, most_attempts=9)
    (second,) = leases.claim(Delivery.objects.all(), seconds=60, most_attempts=9)
    with transaction.atomic():
        assert leases.held(first) is None
        assert leases.held(second) == second
    assert not leases.failed(first, "太迟", most_attempts=1)
    assert Delivery.objects.get().status == WorkStatus.RUNNING


@pytest.mark.parametrize(("attempts", "pause"), [(1, 30), (2, 60), (5, 480), (8, 3600), (99, 3600)])
def test_pauses_grow(attempts, pause):
    assert leases.pause_after(attempts) == pause


def test_the_bell_counts_what_was_not_read(told, clerk, acceptor):
    assert (ports.unread_notices(clerk), ports.unread_notices(acceptor)) == (1, 0)
    assert (notices.mark_read(acceptor, [told.pk]), notices.unread(clerk)) == (0, 1)
    assert (notices.mark_read(clerk, [told.pk]), notices.unread(clerk)) == (1, 0)
    assert notices.mark_read(clerk) == 0
    assert Notice.objects.get().read_at <= clock.now() + timedelta(seconds=1)


# --- How one is told ---------------------------------------------------------------------------


def test_one_chooses_how_one_is_told(client, clerk):
    client.force_login(clerk)
    address = reverse("casework:notice-settings")
    assert re.search(r'name="email"[^>]*checked', client.get(address).text)
    clerk.phone = "1" + "3" * 10
    clerk.save()
    response = client.post(address, {"sms": "on"}, follow=True)
    assert "已保存" in response.text
    assert NoticePreference.objects.values_list("user", "email", "sms").get() == (
        clerk.pk,
        False,
        True,
    )
    notices.tell([Message([clerk], "停机通知", "")])
    assert deliveries_of(clerk) == [Channel.SMS]


def test_sms_needs_a_number(client, clerk):
    client.force_login(clerk)
    response = client.post(reverse("casework:notice-settings"), {"sms": "on"})
    assert "您还没有登记手机号码" in response.text
    assert not NoticePreference.objects.exists()
