"""The HTML reports, held against WCAG 2.2 AA by axe-core in a headless browser, in light and in dark."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from screenkit.content.load import load_questionnaires
from screenkit.report.candidate import sheet
from screenkit.report.html import html
from screenkit.report.paper import paper
from screenkit.report.view import view

AXE = Path(__file__).parent / "axe"
NARROW = 320
FIVE = {
    "clear": {},
    "plan": {"suicidal_ideation": "plan", "suicidal_intent": "yes", "means_access": "yes"},
    "shy": {"social_anxiety": "severe", "self_view_distress": "yes", "attachment": "dismissive_avoidant"},
    "far": {"acute_crisis": "yes", "travel_barrier": "yes", "borderline": "disorder"},
    "partial": {"phq9_total": None, "phq9_1": "2", "phq9_9": "0", "dissociation": "mild"},
}


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory, screen, online_group):
    """What the browser found in each page and scheme; outside CI the test is skipped where a part is missing."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium or not shutil.which("node") or not (AXE / "node_modules").is_dir():
        missing = "this test needs chromium, node, and 'npm ci --prefix tests/report/axe'"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    folder = tmp_path_factory.mktemp("pages")
    pages = {name: view(online_group, screen(changes)) for name, changes in FIVE.items()}
    pages["sheet"] = sheet(online_group, screen({}), None, None)
    pages["form"] = paper(load_questionnaires()["phq9"])
    for name, document in pages.items():
        (folder / f"{name}.html").write_text(html(document))
    files = [str(folder / f"{name}.html") for name in pages]
    ran = subprocess.run(
        ["node", str(AXE / "check.mjs"), *files],
        env={**os.environ, "CHROMIUM": chromium},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return {(Path(each["file"]).stem, each["scheme"]): each for each in json.loads(ran.stdout)}


@pytest.mark.slow
def test_no_page_breaks_a_rule_of_accessibility_in_light_or_in_dark(looked_at):
    assert {where: each["violations"] for where, each in looked_at.items() if each["violations"]} == {}
    assert min(each["passes"] for each in looked_at.values()) > 10
    assert len(looked_at) == 2 * (len(FIVE) + 2)


@pytest.mark.slow
def test_no_page_has_to_be_moved_sideways_on_a_narrow_screen(looked_at):
    assert {where: each["width"] for where, each in looked_at.items() if each["width"] > NARROW} == {}
