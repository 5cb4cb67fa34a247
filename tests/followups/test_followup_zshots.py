import importlib.util, pathlib
spec = importlib.util.spec_from_file_location("fb", pathlib.Path(__file__).parent/"test_followup_browser.py")
fb = importlib.util.module_from_spec(spec); spec.loader.exec_module(fb)
import evenings, make, pytest
@pytest.mark.parametrize(("width","scheme"),[(390,"dark"),(1280,"light")])
def test_shots(app, client, page_server, open_browser, width, scheme):
    event, people = fb.three_tables()
    aiko, amara, mateo, ewa, kofi = people[:5]
    for r in people[:9]:
        evenings.tick(r)
    for x,y in ((amara,aiko),(kofi,mateo),(mateo,kofi),(ewa,kofi),(kofi,ewa)):
        pass
    evenings.tick(amara, aiko); evenings.tick(aiko, amara, kofi, line="Thanks for the honest bit about cover letters!")
    make.sign_in(client, make.member(event.community, "organizer"))
    cookie = client.get_cookie("eventapp")
    page = open_browser(width=width, color_scheme=scheme)
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page_server}])
    from eventapp.followups.models import Card
    for name, a in {"card":evenings.path_of(aiko),"un":evenings.unsubscribe_path(aiko),"look":f"/desk/{event.community.slug}/events/{event.slug}/lookback","closed":"/c/xx"}.items():
        page.goto(page_server+a); page.screenshot(path=f"/tmp/fu/{name}-{width}.png", full_page=True)
