"""The page as people meet it: axe-core finds nothing in either colour scheme, and it fits any screen."""

import json

import pytest
from browser import AXE, browser, needed

from screenkit.report.html import html
from screenkit.report.view import view

FIVE = {
    "nothing in the way": {},
    "a safety alert": {"suicidal_ideation": "plan", "suicidal_intent": "yes", "means_access": "yes"},
    "tensions and notes": {"borderline": "disorder", "dissociation": "moderate", "can_self_ground": "yes"},
    "scores with items missing": {"phq9_total": None, "phq9_1": "2", "phq9_2": "3", "des2_mean": "18"},
    "hardly anything known": dict.fromkeys(
        ("acute_crisis", "harm_to_others", "substance_use", "private_space")
    ),
}
WIDTHS = [320, 640, 768, 1280]  # 640 is 1280 at a zoom of 200 %

DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
FOUND = """axe.run(document, {resultTypes: ["violations"]}).then(found => JSON.stringify(
    found.violations.map(each => [each.id, each.nodes.map(node => node.html)])))"""
BEYOND_THE_EDGE = """[...document.querySelectorAll("body *")].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1); }).map(each => each.outerHTML)"""


@pytest.fixture(scope="module")
def page():
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module", params=FIVE)
def shown(request, online_group, screen):
    return html(view(online_group, screen(FIVE[request.param] | {"case_id": "C-7K3Q9"})))


@pytest.fixture(scope="module")
def one(online_group, screen):
    return html(view(online_group, screen({"case_id": "C-7K3Q9"})))


def violations(page):
    needed(AXE.is_file(), "axe-core: npm ci --prefix tests/report/axe")
    page.run(f"{AXE.read_text()}; 0")
    return json.loads(page.run(FOUND))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_either_colour_scheme(page, shown, scheme):
    page.show(shown, scheme=scheme)

    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_what_is_wrong(page, one, scheme):
    faint = "@media (prefers-color-scheme: dark) { .quiet { color: #333 } }"
    page.show(one.replace("</style>", f"{faint}</style>").replace('lang="en"', ""), scheme=scheme)

    wrong = {"html-has-lang", "color-contrast"} if scheme == "dark" else {"html-has-lang"}
    assert {rule for rule, _ in violations(page)} == wrong


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_reaches_beyond_the_edge_of_a_screen(page, shown, width):
    page.show(shown, width=width)

    assert page.run(BEYOND_THE_EDGE) == []
    assert page.run("document.documentElement.scrollWidth") <= width


def test_on_a_narrow_screen_a_table_is_still_one_to_a_screen_reader(page, shown):
    page.show(shown, width=320)
    roles = [node["role"]["value"] for node in page.do("Accessibility.getFullAXTree")["nodes"]]

    assert roles.count("table") == page.run("document.querySelectorAll('table').length")
    assert roles.count("columnheader") == page.run("document.querySelectorAll('thead th').length")
    assert roles.count("cell") == page.run("document.querySelectorAll('td').length")


@pytest.mark.parametrize(("is_set_aside", "ran"), [(True, ["run", 1]), (False, ["", 0])])
def test_the_policy_of_the_page_lets_no_script_run_and_no_picture_load(page, one, is_set_aside, ran):
    added = f"<script>window.ran = 'run'</script><img src='{DOT}'><h1>"
    page.do("Page.setBypassCSP", enabled=is_set_aside)
    page.do("Page.navigate", url="about:blank")
    page.show(one.replace("<h1>", added, 1))
    page.run("new Promise(done => setTimeout(done, 50))")
    found = page.run("[window.ran || '', document.images[0].naturalWidth]")
    page.do("Page.setBypassCSP", enabled=True)

    assert found == ran
