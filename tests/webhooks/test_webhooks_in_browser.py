"""An owner adds a webhook, sees its secret, tries it and reads the log: at any size, by day and night."""

import re
from collections.abc import Callable

import looks
import make
import pytest
from door_builders import cookie
from flask import Flask
from playwright.sync_api import Page, expect
from standardwebhooks import Webhook
from webhook_builders import receiving, send, waits

from eventapp.clock import now
from eventapp.db import db
from eventapp.webhooks.models import WebhookEndpoint


@pytest.mark.browser
def test_a_webhook_from_its_address_to_its_log(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    host = make.community(name="Data Kitchen")
    owner = make.member(host, first_name="Odile")
    page = open_browser(width=1280)
    page.context.add_cookies([cookie(app, owner, page_server)])
    db.session.commit()
    with receiving() as receiver:
        app.config["WEBHOOK_HOSTS"] |= {f"127.0.0.1:{receiver.port}"}
        page.goto(f"{page_server}/desk/{host.slug}/settings")
        page.get_by_role("link", name="Webhooks", exact=True).click()
        assert looks.faults(page, "webhooks empty") == []
        page.get_by_label("Address").fill("http://10.0.0.1/")
        page.get_by_label("Somebody has a place").check()
        page.get_by_role("button", name="Add it").click()
        expect(page.get_by_role("alert")).to_contain_text("Begin with https://")
        page.get_by_label("Address").fill(receiver.address)
        page.get_by_role("button", name="Add it").click()
        expect(page.locator(".hook-secret")).to_have_text(re.compile("whsec_"))
        secret = page.locator(".hook-secret").inner_text()
        assert looks.faults(page, "webhook new") == []
        page.get_by_role("button", name="Send a test").click()
        send()
        receiver.answers, receiver.says = [500], b'{"error": "the database is away for a moment"}'
        made = db.session.scalars(db.select(WebhookEndpoint)).one()
        waits(made, kind="rsvp.going")
        send()
        waits(made, kind="arrival.checked_in", state="failed", tries=10, status=302, tried_at=now())
        page.reload()
        expect(page.get_by_text("Answered 200")).to_be_visible()
        assert Webhook(secret).verify(receiver.came[0].body, receiver.came[0].headers)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.reload()
            assert looks.faults(page, "webhook log") == []
        page.get_by_role("link", name="Webhooks", exact=True).first.click()
        assert looks.faults(page, "webhooks") == []
