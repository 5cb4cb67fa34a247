#!/bin/sh
# One would guess: a class called LMTP answers a mail as LMTP wants it: one reply for each recipient that was taken (RFC 2033, 4.2), so
#   that the sender knows for whom it must come again.
# True is: aiosmtpd 1.4.6's LMTP differs from its SMTP in the greeting alone. After the last line of a mail for two it gives the one reply
#   of handle_DATA. The sender takes the next word, here the reply to NOOP, for the second recipient's.
# Why it matters here: with two recipients a mail server counts wrong from then on, or waits for a reply until its time is over and brings
#   the mail again to both. So our handler gives its reply as often as there are recipients, line by line.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aiosmtpd==1.4.6 2>/dev/null
cat >"$folder/look.py" <<'PY'
import asyncio
from importlib.metadata import version

from aiosmtpd.lmtp import LMTP

MAIL = b"From: aiko@mail.example\r\nTo: t@tables.example\r\nSubject: Yes\r\n\r\nSee you.\r\n.\r\n"


class Keeper:
    async def handle_DATA(self, server, session, envelope):
        print("  a mail for", *envelope.rcpt_tos)
        return "250 2.0.0 Kept"


async def replies(recipients):
    server = await asyncio.get_running_loop().create_server(lambda: LMTP(Keeper(), hostname="tables.example"), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())

    async def reply():
        while True:
            line = (await reader.readline()).decode().strip()
            if line[3:4] != "-":
                return line

    async def said(line):
        writer.write(line)
        return await reply()

    await reply()
    await said(b"LHLO mx.mail.example\r\n")
    await said(b"MAIL FROM:<aiko@mail.example>\r\n")
    for recipient in recipients:
        assert (await said(f"RCPT TO:<{recipient}>\r\n".encode())).startswith("250")
    assert (await said(b"DATA\r\n")).startswith("354")
    writer.write(MAIL)
    first = await reply()
    writer.write(b"NOOP\r\n")
    heard = [first, await reply()]
    writer.write(b"QUIT\r\n")
    while not heard[-1].startswith("221"):
        heard.append(await reply())
    writer.close()
    server.close()
    for line in heard:
        print("    ", line)
    return heard


print("aiosmtpd", version("aiosmtpd"))
one = asyncio.run(replies(["a@tables.example"]))
two = asyncio.run(replies(["a@tables.example", "b@tables.example"]))
assert one.count("250 2.0.0 Kept") == 1
assert two.count("250 2.0.0 Kept") == 1, "it answers for each by now"
assert two == one
PY
"$folder/venv/bin/python" "$folder/look.py"
echo "As described: two recipients, one reply."
