#!/bin/sh
# One would guess: a verifier of 2023 knows Ed25519 signatures (RFC 8463 is of 2018), or says "neutral" of what it can't check, as the words
#   for results have it (RFC 8601, 2.7.1: signed, but not able to be processed).
# True is: Mail::DKIM 1.20230212 (Debian 12, what SpamAssassin checks with) knows RSA alone. Of a mail whose only signature is a good
#   Ed25519 one it says "invalid (unsupported algorithm ed25519-sha256)" without asking for the key. The same mail with an RSA signature
#   beside it passes.
# Why it matters here: "invalid" is a word for forgeries, too. An answer that can't be checked isn't forged, so it must not be thrown away
#   for that; and letters that are signed with Ed25519 need an RSA signature as well.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dkimpy==1.1.8 PyNaCl==1.5.0 2>/dev/null
apt-get download -qq libmail-dkim-perl=1.20230212-2~deb12u1 libcrypt-openssl-rsa-perl libcrypt-openssl-bignum-perl libmailtools-perl \
    libmail-authenticationresults-perl libnet-dns-perl liberror-perl libhtml-parser-perl libjson-perl 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
openssl genrsa -traditional -out rsa.pem 2048 2>/dev/null
openssl rsa -in rsa.pem -pubout -outform DER -out rsa.der 2>/dev/null
cat >sign.py <<'PY'
import base64
from pathlib import Path

import dkim
from nacl.signing import SigningKey

pair = SigningKey.generate()
private = {"ed": base64.b64encode(pair.encode()), "rsa": Path("rsa.pem").read_bytes()}
public = {"ed": base64.b64encode(pair.verify_key.encode()), "rsa": base64.b64encode(Path("rsa.der").read_bytes())}
kinds = {"ed": ("ed25519", b"ed25519-sha256"), "rsa": ("rsa", b"rsa-sha256")}
records = {f"{name}._domainkey.mail.example": f"v=DKIM1; k={kinds[name][0]}; p={public[name].decode()}" for name in kinds}
fields = (
    "From: Aiko Sato <aiko@mail.example>", "To: t@tables.example", "Subject: Yes", "Date: Thu, 19 Nov 2026 10:00:00 +0000",
    "Message-ID: <1@mail.example>", "", "See you on Thursday.", "",
)
mail = "\r\n".join(fields).encode()


def signed(name):
    chosen = [b"from", b"to", b"subject", b"date", b"message-id"]
    said = dkim.sign(
        mail, name.encode(), b"mail.example", private[name], signature_algorithm=kinds[name][1], include_headers=chosen
    )
    assert dkim.verify(said + mail, dnsfunc=lambda asked, **_: records[asked.decode().rstrip(".")].encode())
    return said


Path("ed.eml").write_bytes(signed("ed") + mail)
Path("both.eml").write_bytes(signed("ed") + signed("rsa") + mail)
Path("records").write_text("".join(f"{name} {text}\n" for name, text in records.items()))
print("dkimpy 1.1.8 finds both signatures good.")
PY
cat >look.pl <<'PL'
use strict;
use warnings;
use Net::DNS;
use Mail::DKIM::DNS;
use Mail::DKIM::Verifier;

# A name server that holds the two keys.
package Records;
our (%of, @asked);
sub new { open my $file, '<', 'records'; while (<$file>) { chomp; my ($name, $text) = split ' ', $_, 2; $of{$name} = $text; } bless {} }
sub errorstring { 'NXDOMAIN' }
sub send { my (undef, $name, $type) = @_; push @asked, $name; my $said = Net::DNS::Packet->new($name, $type);
    $said->push(answer => Net::DNS::RR->new(name => $name, type => 'TXT', txtdata => [$of{$name} =~ /(.{1,200})/g])) if $of{$name}; $said }
sub query { my ($self, @asked) = @_; $self->send(@asked) }

package main;
print "Mail::DKIM ", Mail::DKIM::Verifier->VERSION // '', "\n";
Mail::DKIM::DNS::resolver(Records->new);
for my $name ('ed.eml', 'both.eml') {
    @Records::asked = ();
    my $verifier = Mail::DKIM::Verifier->new;
    open my $file, '<:raw', $name or die;
    local $/;
    $verifier->PRINT(scalar <$file>);
    $verifier->CLOSE;
    print "$name: ", $verifier->result_detail, "; of each: ", join(', ', map { $_->result_detail } $verifier->signatures),
        "; keys asked for: ", scalar @Records::asked, "\n";
}
PL
venv/bin/python sign.py
dpkg-deb -f libmail-dkim-perl_*.deb Package Version
version=$(perl -MConfig -e 'print join ".", (split /\./, $Config{version})[0, 1]')
perl5=$(find "$folder/root/usr/lib" -path "*/perl5/$version" | head -n 1)
perl -I"$folder/root/usr/share/perl5" -I"$perl5" look.pl | tee said
unknown="invalid (unsupported algorithm ed25519-sha256)"
grep -qF "ed.eml: $unknown; of each: $unknown; keys asked for: 0" said || { echo "It says something else by now."; exit 1; }
grep -q "^both.eml: pass;" said
echo "As described: a good signature that it doesn't know is called invalid."
