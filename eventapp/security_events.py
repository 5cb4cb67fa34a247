"""Which requests whoever watches over a site looks for in its log (pure)."""

# What is done there, whether or not it was let.
SIGNING_IN = {
    "people.request_link": "sign-in letter asked for",
    "people.use_link": "sign-in letter used",
    "people.sign_out": "sign-out",
    "passkeys.sign_in": "sign-in by passkey",
    "passkeys.confirm": "passkey after the letter",
    "passkeys.recover": "recovery code",
    "passkeys.add": "passkey added",
    "passkeys.remove": "passkey removed",
    "passkeys.require": "passkey required",
    "passkeys.release": "passkey not required",
    "passkeys.make_codes": "recovery codes made",
    "sign_ins.end": "browser signed out",
    "sign_ins.everywhere": "all other browsers signed out",
    "preferences.ask_address": "address change asked for",
    "preferences.ask_my_address": "address change asked for",
    "preferences.confirm": "address changed",
    "door_link.begin": "door device begun",
    "kiosk.begin": "kiosk begun",
    "team.accept": "right accepted",
    "team_desk.invite": "right offered",
    "team_desk.change": "right changed",
    "team_desk.remove": "right taken",
    "api_desk.make": "API token made",
    "api_desk.revoke": "API token revoked",
    "front.erase": "erasure",
}
REFUSED = {
    400: "form refused",
    401: "no access",
    403: "no access",
    413: "too large",
    414: "too large",
    429: "too often",
    431: "too large",
}


def of(endpoint: str, *, method: str, status: int, signed_in: bool) -> dict[str, object]:
    """What a request's line says beside the rest; nothing for most."""
    if method == "POST" and endpoint in SIGNING_IN:
        return {"security": SIGNING_IN[endpoint], "refused": status >= 400}
    if status in REFUSED:
        return {"security": REFUSED[status], "refused": True}
    # What somebody may not see is not there for them.
    if status == 404 and signed_in:
        return {"security": "no access", "refused": True}
    return {}
