"""The letter that tells owners of an endpoint that was switched off."""

from datetime import datetime

from flask import current_app

from eventapp import languages
from eventapp.communities.models import Membership
from eventapp.db import db
from eventapp.mail import outbox
from eventapp.webhooks.models import WebhookEndpoint
from eventapp.webhooks.words import OFF


def tell_owners(endpoint: WebhookEndpoint, *, now: datetime) -> None:
    """Say to each owner which endpoint is off, why, and where it is switched on again."""
    community = endpoint.community
    owners = db.session.scalars(
        db.select(Membership)
        .filter_by(community_id=community.id, right="owner")
        .options(db.joinedload(Membership.person))
        .order_by(Membership.id)
    )
    for owner in owners:
        with languages.spoken(*owner.person.languages, community.language):
            outbox.post(
                "webhook-off",
                key=f"webhook-off:{endpoint.id}:{owner.id}:{int(now.timestamp())}",
                about=f"webhook:{endpoint.id}",
                to=owner.person.email or "",
                to_name=owner.name,
                sender_name=current_app.config["SITE_NAME"],
                context={
                    "name": owner.name,
                    "community": community.name,
                    "address": endpoint.address,
                    "why": str(OFF[endpoint.trouble]),
                    "link": outbox.address_of(
                        "webhooks.show", community=community.slug, number=endpoint.id
                    ),
                },
                now=now,
            )
