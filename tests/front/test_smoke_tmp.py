import make
from eventapp.db import db
from conftest import visitor
import pytest
from stubs_tmp import stub
def test_all(app):
    stub(app)
    c=make.community(); me=make.member(c); e=make.event(community=c,capacity=3); d=make.draft(community=c,title="A draft"); p=make.past_event(community=c)
    for i in range(5): make.rsvp(e, letter="invite", access_needs="ramp" if i==2 else "")
    v=visitor(app); make.sign_in(v,me)
    B=f"/desk/{c.slug}"; E=f"{B}/events/{e.slug}"; D=f"{B}/events/{d.slug}"
    for u in ["/desk",B,f"{B}/events",f"{B}/events/new",f"{D}/plan",f"{D}/plan?step=when",f"{D}/plan?step=room",f"{D}/plan?step=review",f"{D}/preview",f"{D}/cancellation",f"{E}/plan",f"{E}/cancellation",f"{E}/people",f"{E}/people?q=guest&sort=role&state=waitlisted",f"{E}/people.csv",f"{E}/people/new",f"{E}/people/import",f"{E}/messages","/dev/mailbox",f"{B}/settings",f"{B}/roles",f"{B}/members/new"]:
        r=v.get(u); print(r.status_code,u, r.headers.get("Location",""))
        assert r.status_code<400,(u,r.text[-3000:])
