import make, os
from datetime import timedelta
from eventapp import clock
from eventapp.db import db
from conftest import visitor
from stubs_tmp import stub
import pytest
from browser import axe
from eventapp.mail.models import Message
NAMES="Adaeze Zoë Mateo Grace Noor Yusuf Ines Ahmed Agnieszka Alma Søren Tomáš 美咲 Владимир Bartholomew".split()
@pytest.fixture
def app2(app):
    stub(app); return app
@pytest.mark.browser
def test_shots(app2, app, open_browser, page_server):
    c=make.community(name="Leith Table"); me=make.member(c, first_name="Ines")
    soon=(clock.now()+timedelta(days=3)).replace(hour=17,minute=0)
    e=make.event(community=c,capacity=24,seats=4,title="Coffee & Careers: people who work with data",starts_at=soon,ends_at=soon+timedelta(hours=2,minutes=30))
    d=make.draft(community=c,title="Climate jobs breakfast", summary="", place_name=""); p=make.past_event(community=c,title="Autumn open tables")
    make.event(community=c,title="Winter open tables",starts_at=soon+timedelta(days=9),ends_at=soon+timedelta(days=9,hours=2))
    for i in range(27):
        r=make.rsvp(e, first_name=NAMES[i%15], last_name="Abara", organization="Edinburgh Uni" if i%2 else "Freelance", letter="invite", access_needs="step-free" if i==2 else "", pronouns="she/her" if i==1 else "")
    from eventapp.db import db as D
    ms=D.session.scalars(D.select(Message)).all()
    for k,m in enumerate(ms):
        m.state="sent"; m.sent_at=clock.now()
        if k in (3,7): m.state="failed"; m.trouble="The mail server answered 550."
        if k==9: m.state="queued"
    v=visitor(app); make.sign_in(v,me); 
    D.session.commit()
    B=f"/desk/{c.slug}"; E=f"{B}/events/{e.slug}"; DD=f"{B}/events/{d.slug}"
    cookie=v.get_cookie("eventapp")
    pages={"home":B,"events":f"{B}/events","new":f"{B}/events/new","what":f"{DD}/plan","when":f"{DD}/plan?step=when","room":f"{DD}/plan?step=room","dreview":f"{DD}/plan?step=review","plan":f"{E}/plan","cancel":f"{E}/cancellation","people":f"{E}/people","add":f"{E}/people/new","import":f"{E}/people/import","messages":f"{E}/messages","mailbox":"/dev/mailbox","settings":f"{B}/settings","roles":f"{B}/roles","member":f"{B}/members/new"}
    D.session.commit(); D.session.remove()
    only=os.environ.get("ONLY","").split(",") if os.environ.get("ONLY") else list(pages)
    os.makedirs("/tmp/shots",exist_ok=True)
    bad=[]
    for name,opts in {"":dict(width=1280),"-m":dict(width=390),"-320d":dict(width=320,color_scheme="dark")}.items():
        page=open_browser(**opts)
        page.context.add_cookies([{"name":"eventapp","value":cookie.value,"url":page_server}])
        for k in only:
            if k not in pages: continue
            page.goto(page_server+pages[k]); 
            page.screenshot(path=f"/tmp/shots/{k}{name}.png",full_page=True)
            wide=page.evaluate("document.documentElement.scrollWidth>innerWidth+1")
            if wide: bad.append((k,name,"sideways", page.evaluate("[...document.querySelectorAll('main *')].filter(e=>e.getBoundingClientRect().right>innerWidth+1).slice(0,4).map(e=>e.tagName+'.'+e.className)")))
            bad += [(k,name,x) for x in axe(page)]
        # flows
        if "review" in only or not os.environ.get("ONLY"):
            page.goto(page_server+pages["plan"]); page.fill("#starts_at","17:30"); page.fill("#place_name","Café Søren"); page.fill("#capacity","26"); page.click(".savebar .btn")
            page.screenshot(path=f"/tmp/shots/review{name}.png",full_page=True); bad += [("review",name,x) for x in axe(page)]
            if page.evaluate("document.documentElement.scrollWidth>innerWidth+1"): bad.append(("review",name,"sideways"))
            page.goto(page_server+pages["import"]); page.set_input_files("#file","/work/shared/data/attendees-eventbrite-export.csv"); page.click("main button")
            page.screenshot(path=f"/tmp/shots/check{name}.png",full_page=True); bad += [("check",name,x) for x in axe(page)]
            if page.evaluate("document.documentElement.scrollWidth>innerWidth+1"): bad.append(("check",name,"sideways", page.evaluate("[...document.querySelectorAll('main *')].filter(e=>e.getBoundingClientRect().right>innerWidth+1).slice(0,4).map(e=>e.tagName+'.'+e.className)")))
            page.goto(page_server+pages["plan"]); page.fill("#title",""); page.fill("#ends_at","01:00"); page.click(".savebar .btn")
            page.screenshot(path=f"/tmp/shots/errors{name}.png",full_page=True); bad += [("errors",name,x) for x in axe(page)]
    print("\n".join(map(str,bad)))
    assert not bad
