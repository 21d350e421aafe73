"""Text messages: signed as the gateway wants it, urgent ones only, never many."""

from tests.messages.fakes import FakeGateway, Wall
from tests.messages.office import Office
from yipanqi.close.events import CrewLost
from yipanqi.desk.message_ports import Address, Later, Sent
from yipanqi.desk.permissions import Scope
from yipanqi.ground.ids import CrewId, OpeningId
from yipanqi.messages.sms import AliyunAccount, AliyunGateway, TextMessages

ADDRESS = Address("duty phone", "commander", Scope(), "zh", urgent_only=True)
ACCOUNT = AliyunAccount("LTAI", "a key's secret", "街道办", "SMS_1")


def gateway(fake: FakeGateway) -> AliyunGateway:
    return AliyunGateway(ACCOUNT, now=Wall(), nonce=lambda: "n", client=fake.client)


def test_a_call_signed_with_the_right_key_is_taken() -> None:
    fake = FakeGateway(ACCOUNT.key_secret)
    assert gateway(fake).send(["13800000000"], "封控队退出: 3 队*~ &=") == Sent()
    assert fake.sent[0]["PhoneNumbers"] == "13800000000"
    assert "封控队退出" in fake.sent[0]["TemplateParam"]


def test_one_signed_with_another_key_is_not() -> None:
    fake = FakeGateway("another")
    outcome = gateway(fake).send(["13800000000"], "hello")
    assert isinstance(outcome, Later)
    assert "SignatureDoesNotMatch" in outcome.why


def test_only_what_is_urgent_is_sent(office: Office) -> None:
    fake = FakeGateway(ACCOUNT.key_secret)
    office.open([TextMessages(ADDRESS, ["13800000000"], gateway(fake))])
    office.find(OpeningId("barn"))
    office.say(CrewLost(CrewId("north-1"), "van broken down"))
    office.go_round_until_quiet()
    assert len(fake.sent) == 1
    assert "North 1" in fake.sent[0]["TemplateParam"]


def test_a_gateway_that_says_too_many_is_asked_again_later(office: Office) -> None:
    fake = FakeGateway(ACCOUNT.key_secret)
    fake.code = "isv.BUSINESS_LIMIT_CONTROL"
    office.open([TextMessages(ADDRESS, ["13800000000"], gateway(fake))])
    office.say(CrewLost(CrewId("north-1")))
    assert office.postman.round() >= 0
    assert office.waiting() == 1
    fake.code = "OK"
    assert office.go_round_until_quiet() >= 500
    assert len(fake.sent) == 1
