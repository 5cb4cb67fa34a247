"""What everybody and everything in the sample site is called: numbers, so that each is found again."""


def words(number: int) -> dict[str, object]:
    return {
        "title": f"20{number}", "summary": "21", "description": "22", "place_name": "23",
        "place_address": "24", "map_url": "https://example.org/25", "online_url": "https://example.org/26",
    }  # fmt: skip


def said(number: int) -> dict[str, object]:
    return {
        "first_name": f"40{number}", "last_name": f"41{number}", "pronouns": "42", "stage": "early",
        "industry": "43", "organization": "44", "ask": "45 71", "offer": "46 72",
        "access_needs": "47", "food": "48",
    }  # fmt: skip
