#!/bin/sh
# One would guess: in a quoted parameter a backslash is a sign like any other (RFC 5545, 3.1 and 3.2: QSAFE-CHAR), so CN="Bob\" is the
#   name 'Bob\', and every reader that knows the standard reads the same guest.
# True is: libical 3.0.16 (Evolution, KMail, KOrganizer) takes \" for an escaped quote. It finds no end of the name, gives no parameter at
#   all, and takes the rest of the line for the guest's address. The same line without the backslash is read right. It says no word of it.
# Why it matters here: such a guest's own program doesn't find them in the invite and shows no buttons to answer with. So backslashes
#   stay out of the names that we write.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq libical3=3.0.16-1+b1 libicu72 libdb5.3 libglib2.0-0 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
cat >look.py <<'PY'
import ctypes

library = ctypes.CDLL("libical.so.3")
for name in ("icalparser_parse_string", "icalcomponent_get_first_component", "icalcomponent_get_first_property"):
    getattr(library, name).restype = ctypes.c_void_p
for name in ("icalproperty_get_parameter_as_string", "icalproperty_get_value_as_string"):
    getattr(library, name).restype = ctypes.c_char_p
EVENT = library.icalcomponent_string_to_kind(b"VEVENT")
ATTENDEE = library.icalproperty_string_to_kind(b"ATTENDEE")


def read(name):
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", "METHOD:REQUEST", "BEGIN:VEVENT", "UID:7@tables.example",
        "DTSTAMP:20261120T090000Z", "DTSTART:20261126T183000Z", "DTEND:20261126T210000Z", "ORGANIZER:mailto:t@tables.example",
        f'ATTENDEE;CN="{name}";RSVP=TRUE:mailto:bob@mail.example', "END:VEVENT", "END:VCALENDAR", "",
    )
    whole = ctypes.c_void_p(library.icalparser_parse_string("\r\n".join(lines).encode()))
    event = ctypes.c_void_p(library.icalcomponent_get_first_component(whole, EVENT))
    guest = ctypes.c_void_p(library.icalcomponent_get_first_property(event, ATTENDEE))
    params = [library.icalproperty_get_parameter_as_string(guest, one) for one in (b"CN", b"RSVP")]
    return params, library.icalproperty_get_value_as_string(guest)


plain, odd = read("Bob"), read("Bob\\")
print("CN and RSVP, and the address:")
print("  Bob   ", *plain)
print("  Bob\\  ", *odd)
assert plain == ([b"Bob", b"TRUE"], b"mailto:bob@mail.example")
assert odd == ([None, None], b'CN="Bob\\";RSVP=TRUE:mailto:bob@mail.example'), "it reads the name by now"
PY
dpkg-deb -f libical3_*.deb Package Version
LD_LIBRARY_PATH=$(dirname "$(find "$folder/root" -name 'libical.so.3' | head -n 1)") python3 look.py
echo "As described: a name that ends in a backslash takes the guest's address with it."
