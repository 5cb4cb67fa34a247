"""One name for a request: in its answer, in the log, in its letters, on the page that says sorry."""

import make
import pytest
from structlog.testing import capture_logs

from eventapp.db import db
from eventapp.mail import deliver
from eventapp.mail.models import Message

HEADER = "X-Request-ID"


def test_each_answer_has_a_name_of_its_own(client):
    names = [client.get("/").headers[HEADER] for _ in range(2)]

    assert names[0] != names[1]
    assert all(len(name) == 16 for name in names)


@pytest.mark.parametrize(
    ("proxies", "given", "kept"),
    [
        (1, "4f2a-front-7", True),
        (0, "4f2a-front-7", False),
        (1, "short", False),
        (1, "x" * 65, False),
        (1, "<b>4f2a-front</b>", False),
    ],
)
def test_a_name_is_taken_only_from_a_proxy_that_is_believed(app, client, proxies, given, kept):
    app.config["TRUSTED_PROXIES"] = proxies

    answered = client.get("/", headers={HEADER: given}).headers[HEADER]

    assert (answered == given) is kept


def test_a_letter_is_logged_and_leaves_under_the_name_of_the_request_that_wrote_it(app, client):
    somebody = make.person(email="ines@example.org")
    answer = client.submit("/sign-in", email=somebody.email)

    message = db.session.scalars(db.select(Message)).one()
    with capture_logs() as lines:
        deliver.deliver_due()

    [line] = [line for line in lines if line["event"] == "letter"]
    [file] = (app.config["DATA_DIR"] / "mailbox").glob("*.eml")
    assert message.request_id == answer.headers[HEADER] == line["request_id"]
    assert f"X-Request-ID: {message.request_id}" in file.read_text()


def test_the_page_about_a_fault_of_ours_says_which_request_it_was(app, client, monkeypatch):
    def broken() -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(app.view_functions, "front.home", broken)

    with capture_logs() as lines:
        answer = client.get("/")

    [fault] = [line for line in lines if line["event"] == "fault"]
    assert answer.status_code == 500
    assert answer.headers[HEADER] in answer.text
    assert fault["exc_info"].args == ("broken",)


def test_what_is_turned_away_unread_has_a_name_of_its_own(client):
    names = [
        client.get("/").headers[HEADER],
        client.post("/sign-in", data={"email": "x" * 100_000}).headers[HEADER],
        client.get("/?q=" + "x" * 20_000).headers[HEADER],
    ]

    assert len(set(names)) == 3
