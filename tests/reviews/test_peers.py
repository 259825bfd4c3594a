"""Colleagues who write about somebody: suggested, agreed to, asked; given, returned or declined; read as the cycle says (PRACTICE 3 to 5)."""
import html
import re
from datetime import timedelta
from fractions import Fraction

import pytest

from perf.keeping import queries as keeping
from perf.keeping import requests
from perf.keeping.models import FileDecision
from perf.kernel.errors import Refused
from perf.notices.models import Notice
from perf.people import actions as people
from perf.questions import queries as questions
from perf.questions.models import Answer, Sheet, Template
from perf.reviews import actions, frames, peers, queries
from perf.reviews.models import Cycle, PeerForm, Review
from perf.roles.models import Role
from tests import world
from tests.reviews import cases

WORDS = ("Quiet and exact.", "Always there early.", "Knows every family.", "Bold in meetings.")
PAGES = ("/reviews/{0}", "/reviews/{0}/packet", "/reviews/{0}/peers", "/notices/")


@pytest.fixture(scope="module")
def running(house):
    with cases.stage(house):
        yield launched(world.member("hana"), peer_mode="named")


@pytest.fixture
def app(house, running):
    with world.undone():
        yield house.app


@pytest.fixture
def asked(app, running, mara):
    """Gives a function that asks some of the cast about Tomas, in a cycle of this kind: (review, {name: PeerForm})."""
    def asked(names=("zora",), mode="unnamed", **more):
        Cycle.update(peer_mode=mode, **more).where(Cycle.id == running.id).execute()
        review = Review.get(Review.cycle == running)
        return review, {name: form_of(peers.nominate(review, world.member(name), by=mara)) for name in names}
    return asked


def launched(hana, **more):
    """For case workers alone, of whom Tomas is the only one; with a short form."""
    plan = {"template": Template.get(Template.kind == "midyear"), "peer_template_id": questions.templates_asking("peer")[0].id,
            "picked": {"roles": [Role.get(Role.title == "Case Worker").id]}}
    return world.launched(hana, "With colleagues", 1, **{**plan, **more})


def form_of(form):
    return PeerForm.get_by_id(form.id)


def hand_in(form, rating=4, text="Seen in daily work."):
    world.fill(form_of(form).sheet, rating, text)
    actions.submit_form(form.review, form_of(form).sheet, by=form.peer)


def shared(review, rating=4):
    world.submit(review, "manager", rating)
    actions.share(world.fresh(review), by=review.manager)
    return world.fresh(review)


def said(browser, address):
    reply = browser.get(address)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", reply.text)).split()) if reply.status_code == 200 else ""


def told(person):
    return [one.sentence for one in Notice.select().where(Notice.person_id == person.id).order_by(Notice.id)]


def state_of(form):
    return form_of(form).state, form_of(form).sheet and form_of(form).sheet.state


# suggested, agreed, asked

def test_employee_suggests_the_manager_agrees_and_the_colleague_is_asked(asked, tomas, mara, zora, browser_of):
    review, _forms = asked(())
    address = f"/reviews/{review.id}/peers"
    assert browser_of("tomas").post(address, data={"peer": "0"}).status_code == 422 and not PeerForm.select().exists()
    assert browser_of("tomas").post(address, data={"peer": zora.id}).status_code == 303
    form = PeerForm.get()
    assert state_of(form) == ("nominated", None) and "Zora Demir was suggested" in told(mara)[-1] and not [one for one in told(zora) if "Your view" in one]
    asks = "Say which colleagues write about Tomas Lindqvist"
    assert asks in browser_of("mara").get("/").text and asks not in browser_of("tomas").get("/").text
    assert browser_of("tomas").post(f"/reviews/peers/{form.id}/ask").status_code == 404
    assert browser_of("mara").post(f"/reviews/peers/{form.id}/ask").status_code == 303
    assert asks not in browser_of("mara").get("/").text
    assert "1 colleague has not written yet" in browser_of("mara").get(f"/reviews/{review.id}/check/manager").text
    assert state_of(form) == ("asked", "not started") and "Your view on the work of Tomas Lindqvist is asked for" in told(zora)[-1]
    page = browser_of("zora").get(f"/questions/sheets/{form_of(form).sheet_id}")
    assert page.status_code == 200 and "you write as a colleague" in page.text
    with pytest.raises(Refused, match="asked already"):
        peers.ask(form, by=mara)


def test_colleague_has_as_long_as_the_manager_where_the_plan_does_not_say(asked, today, browser_of):
    review, forms = asked()
    assert Cycle.get_by_id(review.cycle_id).peers_due is None and review.peers_due == review.manager_due
    assert browser_of("zora").get(f"/questions/sheets/{forms['zora'].sheet_id}").status_code == 200


@pytest.mark.parametrize("name, status", [("tomas", 200), ("mara", 200), ("hana", 200), ("ines", 404), ("zora", 404), ("piet", 404), ("adam", 404)])
def test_list_of_colleagues_is_for_the_two_and_hr(asked, browser_of, name, status):
    review, _forms = asked()
    assert browser_of(name).get(f"/reviews/{review.id}/peers").status_code == status


@pytest.mark.parametrize("whom, field", [("tomas", "peer"), ("mara", "peer"), ("zora", "peer")])
def test_neither_of_the_two_nor_anybody_twice(asked, mara, whom, field):
    review, _forms = asked()
    with pytest.raises(Refused) as no:
        peers.nominate(review, world.member(whom), by=mara)
    assert no.value.field == field and PeerForm.select().count() == 1


def test_who_has_left_is_not_suggested_and_not_asked(asked, mara, tomas, piet, zora, today):
    review, _forms = asked(())
    form = peers.nominate(review, piet, by=tomas)
    for person in (piet, zora):
        people.let_go(person, last_day=today - timedelta(days=1))
    with pytest.raises(Refused, match="has left"):
        peers.nominate(review, world.member("zora"), by=tomas)
    with pytest.raises(Refused, match="has left"):
        peers.ask(form, by=mara)
    assert state_of(form) == ("nominated", None)


def test_ten_are_the_most(asked, mara):
    review, _forms = asked(())
    for number in range(11):
        person = people.add_person("Extra", f"Person {number}")
        if number == 10:
            with pytest.raises(Refused, match="Ten colleagues"):
                peers.nominate(review, person, by=mara)
            peers.remove(PeerForm.select().first(), by=mara)
        peers.nominate(review, person, by=mara)


def test_nobody_is_asked_where_the_cycle_asks_nobody_nor_once_it_is_submitted(asked, hana, mara, zora, piet):
    review, forms = asked()
    world.submit(review, "manager")
    for verb in (lambda: peers.nominate(review, piet, by=mara), lambda: peers.remove(forms["zora"], by=mara)):
        with pytest.raises(Refused, match="submitted"):
            verb()
    other = Review.get(Review.cycle == launched(hana, peer_mode="none"))
    with pytest.raises(Refused, match="No peers are asked"):
        peers.nominate(other, zora, by=mara)


def test_employee_takes_back_a_suggestion_but_nobody_who_was_asked(asked, tomas, mara, zora, piet, browser_of):
    review, forms = asked()
    form = peers.nominate(review, piet, by=tomas)
    browser_of("tomas").post(f"/reviews/peers/{form.id}/remove")
    browser_of("tomas").post(f"/reviews/peers/{forms['zora'].id}/remove")
    assert state_of(form) == ("removed", None) and state_of(forms["zora"]) == ("asked", "not started")
    browser_of("mara").post(f"/reviews/peers/{forms['zora'].id}/remove")
    assert state_of(forms["zora"]) == ("removed", "not given") and "is not needed any more" in told(zora)[-1]
    assert browser_of("zora").get(f"/reviews/peers/{forms['zora'].id}/decline").status_code == 404
    assert state_of(peers.nominate(review, zora, by=mara)) == ("asked", "not started")      # and once more


def test_declining_is_told_to_the_manager_and_why_is_not_for_the_employee(asked, tomas, mara, zora, browser_of):
    review, forms = asked()
    form = forms["zora"]
    world.fill(form.sheet, 2, "Hardly ever met.")
    assert browser_of("piet").post(f"/reviews/peers/{form.id}/decline").status_code == 404
    assert browser_of("zora").post(f"/reviews/peers/{form.id}/decline", data={"reason": "We quarrelled once."}).status_code == 303
    assert state_of(form) == ("declined", "not given") and told(mara)[-1].startswith("Zora Demir does not write about Tomas Lindqvist.")
    assert not Notice.select().where(Notice.person_id == zora.id, Notice.url == f"/questions/sheets/{form.sheet_id}", Notice.read_at.is_null()).exists()
    for name, reads in (("mara", True), ("hana", True), ("tomas", False)):
        pages = "".join(said(browser_of(name), page.format(review.id)) for page in PAGES)
        assert ("We quarrelled once." in pages) == reads and "Hardly ever met." not in pages, name
    with pytest.raises(Refused):
        actions.submit_form(review, Sheet.get_by_id(form.sheet_id), by=zora)
    assert state_of(peers.nominate(review, zora, by=mara)) == ("asked", "draft")        # asked again, the draft is there


def test_given_form_is_neither_declined_nor_taken_off_the_list(asked, mara, zora):
    review, forms = asked()
    hand_in(forms["zora"])
    for verb in (lambda: peers.decline(forms["zora"], by=zora), lambda: peers.remove(forms["zora"], by=mara)):
        with pytest.raises(Refused, match="submitted"):
            verb()
    assert state_of(forms["zora"]) == ("asked", "submitted")


def test_what_was_not_given_when_the_manager_submits_counts_as_not_given(asked):
    review, forms = asked()
    world.submit(review, "manager")
    assert state_of(forms["zora"]) == ("asked", "not given") and not queries.peer_tasks()


def test_who_declined_or_is_off_the_list_is_not_waited_for_again(asked, hana, mara, zora, adam):
    review, forms = asked(("zora", "piet", "adam"))
    peers.decline(forms["zora"], by=zora)
    peers.remove(forms["piet"], by=mara)
    actions.withdraw(review, by=hana, reason="A mistake.")
    actions.put_back(world.fresh(review), by=hana)
    world.submit(review, "manager")
    actions.return_form(world.fresh(review), review.manager_sheet, by=hana, reason="A figure.")
    assert [state_of(forms[name]) for name in ("zora", "piet", "adam")] == [("declined", "not given"), ("removed", "not given"), ("asked", "not started")]


def test_whoever_takes_the_review_over_writes_not_as_a_colleague_as_well(asked, hana, zora, piet):
    review, forms = asked(("zora", "piet"))
    hand_in(forms["piet"])
    actions.hand_over(review, zora, by=hana)
    assert state_of(forms["zora"]) == ("removed", "not given") and state_of(forms["piet"]) == ("asked", "submitted")


# returned

def test_manager_returns_a_colleague_s_form_with_a_note_at_a_question(asked, mara, zora, browser_of):
    review, forms = asked(("zora", "piet"))
    zora_s, piet_s = forms["zora"], forms["piet"]
    hand_in(zora_s)
    hand_in(piet_s)
    address, row = f"/reviews/peers/{zora_s.id}/return", Answer.select().where(Answer.sheet == zora_s.sheet_id).first()
    assert "Zora Demir, Mara Okafor and HR can read this; Tomas Lindqvist cannot." in said(browser_of("mara"), address)
    assert browser_of("mara").post(address, data={"reason": " "}).status_code == 422
    assert browser_of("mara").post(address, data={"reason": "Which winter?", f"note-{row.id}": "Say when."}).status_code == 303
    browser_of("hana").post(f"/reviews/peers/{piet_s.id}/return", data={"reason": "Too short."})
    assert state_of(zora_s) == ("asked", "returned") and "came back to you" in told(zora)[-1]
    page = said(browser_of("zora"), f"/questions/sheets/{zora_s.sheet_id}")
    assert "Mara Okafor returned this form: Which winter?" in page and "Say when." in page and "Too short." not in page
    assert "Hana Sato returned this form: Too short." in said(browser_of("piet"), f"/questions/sheets/{piet_s.sheet_id}")
    for place in PAGES:
        assert "Which winter?" not in said(browser_of("tomas"), place.format(review.id)), place
    assert browser_of("zora").post(f"/reviews/{review.id}/check/peer").status_code == 303
    assert state_of(zora_s) == ("asked", "submitted") and form_of(zora_s).reason == ""


@pytest.mark.parametrize("name, status", [("mara", 200), ("hana", 200), ("tomas", 404), ("zora", 404), ("piet", 404), ("ines", 404), ("adam", 404)])
def test_only_who_reads_a_colleague_s_form_returns_it(asked, browser_of, name, status):
    review, forms = asked(mode="named")
    address = f"/reviews/peers/{forms['zora'].id}/return"
    assert browser_of(name).get(address).status_code == 404         # a draft is its author's alone
    hand_in(forms["zora"])
    assert browser_of(name).get(address).status_code == status


def test_once_the_review_is_submitted_no_colleague_s_form_comes_back(asked, mara, browser_of):
    review, forms = asked(mode="named")
    hand_in(forms["zora"])
    world.submit(review, "manager")
    reply = browser_of("mara").post(f"/reviews/peers/{forms['zora'].id}/return", data={"reason": "Which winter?"})
    assert reply.status_code == 422 and "Return the manager's form first" in html.unescape(reply.text)
    actions.share(world.fresh(review), by=mara)
    assert browser_of("tomas").get(f"/reviews/peers/{forms['zora'].id}/return").status_code == 404


# read

@pytest.mark.parametrize("mode, stage, readers", [
    ("named", "given", {"mara", "hana"}), ("named", "shared", {"mara", "hana", "tomas"}), ("hidden", "shared", {"mara", "hana"}),
    ("unnamed", "shared", {"mara", "hana"}),
])
def test_one_colleague_s_form_is_read_as_the_cycle_says(asked, browser_of, mode, stage, readers):
    review, forms = asked(mode=mode)
    hand_in(forms["zora"], text="A word about winter.")
    if stage == "shared":
        shared(review)
    pages = {name: "".join(said(browser_of(name), page.format(review.id)) for page in PAGES) for name in ("tomas", "mara", "hana", "ines", "piet")}
    assert {name for name, page in pages.items() if "A word about winter." in page} == readers


@pytest.mark.parametrize("mode, is_named", [("named", True), ("unnamed", False), ("hidden", False)])
def test_what_hr_gives_out_in_the_file_names_a_colleague_only_where_the_cycle_does(asked, hana, tomas, mode, is_named):
    _review, forms = asked(mode=mode)
    hand_in(forms["zora"], text="A word about winter.")
    request = requests.ask(tomas, by=tomas)
    requests.take(request, by=hana)
    for _title, passage, _decision in keeping.texts_of(request):
        requests.decide(request, passage.key, verdict=requests.GIVE, seen=keeping.fingerprint(passage.text), by=hana)
    requests.release(request, by=hana)
    given = [(one.text, one.author) for one in FileDecision.select() if "winter" in one.text]
    assert given and all((author == "Zora Demir") == is_named for _text, author in given)


@pytest.mark.parametrize("count, is_shown", [(1, False), (2, False), (3, True), (4, True)])
def test_unnamed_colleagues_are_read_mixed_from_three_on_never_one_by_one(asked, browser_of, count, is_shown):
    names = ("zora", "piet", "adam", "ines")[:count]
    review, forms = asked(names, peers_weight=1, manager_weight=1)
    for number, name in enumerate(names):
        hand_in(forms[name], 2 + number % 3, WORDS[number])
    review = shared(review)
    pages = {address: said(browser_of("tomas"), address.format(review.id)) for address in PAGES}
    page = pages["/reviews/{0}"]
    assert all((word in page) == is_shown for word in WORDS[:count])
    assert ("Fewer than 3 colleagues have written" in page) != is_shown
    if is_shown:
        assert [word for word in sorted(WORDS[:count])] == sorted(WORDS[:count], key=page.index)       # by their letters, by nobody's form
    for name in names:      # who was asked stands in the history; never beside what they wrote
        texts = re.split(re.escape(WORDS[names.index(name)]), page)
        assert all(world.member(name).name not in part[-60:] + part[:60] for part in texts[1:])
    for form in forms.values():
        assert browser_of("tomas").get(f"/questions/sheets/{form.sheet_id}").status_code == 404
    assert (queries.peers_overall(review)[0] is not None) == is_shown
    assert review.score == (350 if is_shown and count == 3 else 363 if is_shown and count == 4 else 400) or count == 4


def test_question_that_fewer_than_three_answered_says_so(asked, tomas):
    review, forms = asked(("zora", "piet", "adam"))
    for form in forms.values():
        hand_in(form)
    row = Answer.select().where(Answer.sheet == forms["zora"].sheet_id).first()
    Answer.update(rating=None, text="", is_na=False).where(Answer.id == row.id).execute()
    pooled = {one.prompt: one for one in queries.pooled_peers(shared(review))}
    assert pooled[row.question.prompt].ratings is None and pooled[row.question.prompt].texts is None
    assert all(one.ratings in ([4, 4, 4], []) for prompt, one in pooled.items() if prompt != row.question.prompt)


@pytest.mark.parametrize("mode", ["unnamed", "named"])
def test_once_read_mixed_no_form_of_a_colleague_changes_so_that_comparing_tells_nothing(asked, hana, mara, ines, browser_of, mode):
    review, forms = asked(("zora", "piet", "adam", "ines"), mode=mode)
    for name in ("zora", "piet", "adam"):
        hand_in(forms[name])
    actions.reopen(shared(review), by=hana, reason="A figure was wrong.")
    actions.return_form(world.fresh(review), review.manager_sheet, by=hana, reason="A figure.")
    assert (state_of(forms["ines"])[1] == "not given") == (mode == "unnamed")
    deeds = (lambda: actions.return_form(world.fresh(review), form_of(forms["zora"]).sheet, by=mara, reason="Once more."),
             lambda: peers.nominate(world.fresh(review), hana, by=mara))
    for deed in deeds:
        if mode == "named":
            deed()
        else:
            with pytest.raises(Refused, match="theirs stay as they are"):
                deed()
    for name in ("tomas", "mara"):
        assert ("theirs stay as they are" in said(browser_of(name), f"/reviews/{review.id}/peers")) == (mode == "unnamed")


@pytest.mark.parametrize("has_texts", [True, False])
def test_rating_of_two_is_not_shown_because_a_third_found_it_not_applicable(asked, has_texts):
    review, forms = asked(("zora", "piet", "adam"))
    for form in forms.values():
        hand_in(form)
    asks = Answer.select().where(Answer.sheet == forms["zora"].sheet_id).first().question
    Answer.update(rating=None, is_na=True).where(Answer.sheet == forms["zora"].sheet_id, Answer.question == asks.id).execute()
    Answer.update(text="A word." if has_texts else "").where(Answer.question == asks.id).execute()
    pooled = {one.prompt: one for one in queries.pooled_peers(shared(review))}[asks.prompt]
    assert (pooled.ratings, pooled.texts) == (([], ["A word."] * 3) if has_texts else (None, None))


def test_fewer_than_three_texts_stay_unread(asked):
    review, forms = asked(("zora", "piet", "adam"))
    for form in forms.values():
        hand_in(form, text="A word.")
    ids = [answer.id for answer in Answer.select().where(Answer.sheet == forms["zora"].sheet_id) if answer.question.kind == "rating"]
    Answer.update(text="").where(Answer.id.in_(ids)).execute()
    pooled = queries.pooled_peers(shared(review))
    assert {one.texts is None for one in pooled if one.ratings} == {True} and {len(one.texts) for one in pooled if not one.ratings} == {3}


def test_what_was_handed_in_and_returned_is_not_pooled(asked, mara):
    review, forms = asked(("zora", "piet", "adam"))
    for form in forms.values():
        hand_in(form)
    actions.return_form(review, Sheet.get_by_id(forms["zora"].sheet_id), by=mara, reason="Again.")
    assert queries.pooled_peers(shared(review)) == []


@pytest.mark.parametrize("mode, words", [("named", "with your name"), ("unnamed", "without names, mixed with the others'"), ("hidden", "never does")])
def test_colleague_reads_before_writing_who_will_read_it(asked, browser_of, mode, words):
    review, forms = asked(mode=mode)
    page = said(browser_of("zora"), f"/questions/sheets/{forms['zora'].sheet_id}")
    assert words in page and "Mara Okafor and HR once you submit, with your name" in page
    assert frames.readers(world.member("zora"), review, "peer") in page


# what it counts

@pytest.mark.parametrize("mode, weights, ratings, score", [
    ("named", (1, 1), (2,), Fraction(3)), ("named", (3, 1), (2,), Fraction(7, 2)), ("named", (1, 0), (2,), Fraction(4)),
    ("named", (1, 1), (), Fraction(4)), ("named", (5, 2), (1, 2, 5), Fraction(5 * 4, 7) + Fraction(2, 7) * Fraction(8, 3)),
    ("unnamed", (1, 1), (2, 2), Fraction(4)), ("unnamed", (1, 1), (2, 2, 2), Fraction(3)),
])
def test_mean_of_the_colleagues_counts_with_its_weight_where_it_is_read(asked, mode, weights, ratings, score):
    names = ("zora", "piet", "adam")[:len(ratings)]
    review, forms = asked(names, mode=mode, manager_weight=weights[0], peers_weight=weights[1])
    for name, rating in zip(names, ratings):
        hand_in(forms[name], rating)
    assert queries.review_score(review, None, Fraction(4))[0] == score
    assert shared(review).score == round(score * 100)


@pytest.mark.parametrize("mode", ["none", "hidden"])
def test_what_the_employee_does_not_read_cannot_count(app, hana, mode):
    with pytest.raises(Refused) as no:
        launched(hana, peer_mode=mode, peers_weight=1)
    assert no.value.field == "peers_weight"


def test_form_that_asks_colleagues_nothing_cannot_be_chosen(app, hana):
    with pytest.raises(Refused) as no:
        launched(hana, peer_mode="named", peer_template_id=None)
    assert no.value.field == "peer_template_id"


def test_colleague_finds_the_task_at_home_until_it_is_done(asked, zora):
    from perf import reviews
    review, forms = asked()

    def found():
        return [one["key"] for one in reviews.due(zora) if one["key"].endswith("-peer")]
    assert found() == [f"review-{review.id}-peer"]
    hand_in(forms["zora"])
    assert found() == []
