"""What the setting of the inbox says, and what it can't say."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.mail.incoming import inbox_address as ours

words = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=20)


@given(st.sampled_from(sorted(ours.READ)), words, words, words.filter(lambda w: w.strip("/")))
def test_whatever_stands_in_a_password_is_read_as_it_was_meant(scheme, user, password, folder):
    said = [quote(word, safe="") for word in (user, password, folder)]

    place = ours.place(f"{scheme}://{said[0]}:{said[1]}@127.0.0.1/{said[2]}")

    assert (place.user, place.password, place.folder) == (user, password, folder)
    assert place.port == ours.READ[scheme]
    assert place.is_read


@given(words)
def test_the_password_is_not_shown(word):
    password = f"s3cret-{word}"

    place = ours.place(f"imaps://ada:{quote(password, safe='')}@mail.example.org")

    assert "s3cret" not in repr(place) + place.name


def test_an_address_to_listen_on_is_not_reached_from_outside_unless_it_says_so():
    assert ours.place("lmtp://:2424").host == "127.0.0.1"
    assert ours.place("smtp://0.0.0.0:25").host == "0.0.0.0"
    assert not ours.place("lmtp://:2424").is_read


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("pop3://a:b@example.org", "give imaps://"),
        ("imaps://", "give imaps://"),
        ("imaps://mail.example.org", "name user and password"),
        ("imaps://ada@mail.example.org", "name user and password"),
        ("imaps://ada:pass#word@mail.example.org", "name user and password|write"),
        ("imaps://ada:pass@mail.example.org/A?b", "write"),
        ("imap://ada:pass@mail.example.org", "could be read"),
        ("lmtp://127.0.0.1", "give a port"),
        ("lmtp://user:word@127.0.0.1:24", "give a port"),
        ("imaps://ada:pass@mail.example.org:port", "ort"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_with_what_to_do(setting, said):
    with pytest.raises(ValueError, match=said):
        ours.form(setting)
