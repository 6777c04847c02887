"""The clinic's profile: what it reads as, the words of each refusal, and that it is written as it reads."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from clinics import TODAY, clinic, clinics
from hypothesis import given, settings

from screenkit.case.places import authority
from screenkit.content import locate
from screenkit.content.clinic import load_clinic, parts_of_the_us, read_clinic
from screenkit.content.profile import write_clinic
from screenkit.content.reference import compact_tables, crisis_lines, place_names, places_meant, seeds_for
from screenkit.errors import ContentError

HERE = Path(__file__).parent
GOOD = (HERE / "profiles" / "good.yaml").read_text()
REFUSED = yaml.safe_load((HERE / "profiles" / "refused.yaml").read_text())


def refusals(text):
    with pytest.raises(ContentError) as error:
        read_clinic(text.encode(), "clinic.yaml")
    return [str(problem).removeprefix("clinic.yaml:") for problem in error.value.problems]


def test_a_profile_is_read_from_its_file_or_its_folder(tmp_path):
    (tmp_path / "clinic.yaml").write_text(GOOD)
    found = load_clinic(tmp_path)

    assert found == load_clinic(tmp_path / "clinic.yaml")
    assert found.leaders[0].licences[0].expires == date(2027, 12, 31)
    assert found.leaders[1].licences[0].expires == "never"
    assert found.compacts["psypact"].members["US-NV"].effective == date(2020, 7, 1)
    assert found.regions[0].crisis_lines[0].languages == ("English", "Spanish")
    assert (found.platforms_review_after_days, found.safety_answers_hold_hours) == (180, 12)


def test_a_folder_without_profile_says_so(tmp_path):
    with pytest.raises(ContentError) as error:
        load_clinic(tmp_path)
    what = "the file cannot be read (No such file or directory)"
    where = tmp_path / "clinic.yaml"
    assert str(error.value) == f"{where}: {what} — check the name and its permissions"


@pytest.mark.parametrize("row", REFUSED, ids=[row["instead"].split("\n")[0] for row in REFUSED])
def test_a_profile_that_cannot_be_used_is_refused_with_exactly_these_words(row):
    assert row["written"] in GOOD
    assert refusals(GOOD.replace(row["written"], row["instead"], 1)) == row["told"]


def test_every_problem_is_told_at_once():
    text = GOOD.replace("id: leader-2", "id: leader-1").replace("  psypact:", "  psypakt:")
    text = text.replace("home_state: US-NV", "home_state: US-NX").replace(
        "agreement: signed", "agreement: missing"
    )

    assert [line.partition(": ")[2].partition(":")[0] for line in refusals(text)] == [
        "leaders.1.id",
        "compacts.psypakt",
        "leaders.0.home_state",
        "platforms.0.agreed_on",
    ]


@pytest.mark.parametrize("text", ["", "[]", "name", "\x00", "leaders: [", "name: a\nname: b"])
def test_a_file_that_is_no_profile_is_refused_with_its_place(text):
    assert refusals(text)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("expires: 2027-12-31", "expires: 2019-12-31"),
        ("checked_on: 2026-11-01", "checked_on: 2096-11-01"),
        ("ended: null", "ended: 2026-03-01"),
        ("{status: not_member, ", "{status: not_member, effective: 2020-01-01, ended: 2021-01-01, "),
        ("{status: not_member, ", "{status: enacted, effective: 2026-12-01, "),
        ("checked_on: 2026-02-15}\nregions", "checked_on: null}\nregions"),
    ],
)
def test_what_is_old_or_still_to_come_is_no_problem_of_the_file(written, instead):
    assert written in GOOD
    assert read_clinic(GOOD.replace(written, instead, 1).encode(), "clinic.yaml")


@settings(max_examples=40)
@given(clinics())
def test_a_profile_reads_back_as_it_was_written(found):
    assert read_clinic(write_clinic(found), "clinic.yaml") == found


@settings(max_examples=40)
@given(clinics())
def test_other_yaml_readers_take_the_written_file_for_text_too(found):
    told = yaml.safe_load(write_clinic(found))

    assert told["name"] == found.name
    assert [each["name"] for each in told["leaders"]] == [each.name for each in found.leaders]
    assert [each["region"] for each in told["regions"]] == [each.region for each in found.regions]
    assert told["solo_practice"] is found.solo_practice


def test_a_written_profile_explains_itself():
    text = write_clinic(clinic()).decode()

    assert text.startswith("# The profile of a clinic, for screenkit.")
    assert all(f"\n{key}:" in text for key in type(clinic()).model_fields)
    assert max(len(line) for line in text.splitlines()) < 110


def test_the_example_in_the_docs_is_a_profile_that_answers():
    text = (HERE.parents[1] / "docs" / "clinic.md").read_text().partition("```yaml\n")[2].partition("```")[0]
    found = read_clinic(text.encode(), "docs/clinic.md")

    assert set(yaml.safe_load(text)) == set(type(found).model_fields)
    assert [authority(found, place, TODAY).answer for place in ("US-NV", "US-AZ", "US-CA", "IE")] == [
        "yes",
        "yes",
        "no",
        None,
    ]


# What is shipped to start from

MEMBERS = """
    AL AZ AR CO CT DE DC FL GA ID IL IN KS KY ME MD MI MN MS MO MT NE NV NH NJ NC ND OH OK PA RI SC SD TN TX
    UT VT VA WA WV WI WY MP
"""
NO_MEMBERS = "AK CA HI IA LA MA NM NY OR"
SEEN = {
    **dict.fromkeys(("AZ", "CO", "DE"), "2020-07-01"),
    "AL": "2021-06-01",
    "AR": "2021-11-18",
    "CT": "2022-10-01",
    "MP": "2022-10-24",
    **dict.fromkeys(("SD", "VT"), "2024-07-01"),
}
NOT_SEEN = dict.fromkeys(("GA", "IL", "MO", "NE", "NV", "NH", "OK", "TX", "UT"), "2020-07-01")


def test_the_shipped_compact_has_the_members_of_its_source_and_no_other():
    table = compact_tables()["psypact"]
    members = {code.removeprefix("US-") for code, one in table.members.items() if one.status != "not_member"}

    assert list(compact_tables()) == ["psypact"]
    assert members == set(MEMBERS.split())
    assert len(members) == 43
    assert set(table.members) - {f"US-{code}" for code in members} == {
        f"US-{code}" for code in NO_MEMBERS.split()
    }
    assert table.professions == ("psychologist",)


def test_each_shipped_day_of_effect_is_marked_as_seen_or_not():
    rows = compact_tables()["psypact"].members.items()
    dated = {(code.removeprefix("US-"), str(one.effective), one.mark) for code, one in rows if one.effective}
    seen = {(code, day, "found") for code, day in SEEN.items()}
    not_seen = {(code, day, "unverified") for code, day in NOT_SEEN.items()}

    assert dated == seen | not_seen
    assert {one.mark for code, one in rows if one.effective is None} == {"found"}
    assert [code for code, one in rows if one.enacted] == ["US-MT"]


def test_nothing_shipped_on_a_compact_has_been_checked():
    assert {one.checked_on for one in compact_tables()["psypact"].members.values()} == {None}


@pytest.mark.parametrize(
    ("place", "emergency", "lines", "mark"),
    [
        ("US", "911", ["988"], "found"),
        ("US-NV", "911", ["988"], "found"),
        ("CA", "911", ["988"], "found"),
        ("GB", "999", ["111", "116 123"], "unverified"),
        ("IE", "112 / 999", ["116 123"], "unverified"),
        ("AU", "000", ["13 11 14"], "found"),
        ("NZ", "111", ["1737"], "unverified"),
        ("DE-BE", "112", [], "unverified"),
    ],
)
def test_the_shipped_numbers_are_those_of_their_source(place, emergency, lines, mark):
    seed = seeds_for(place, crisis_lines())

    assert (seed.emergency, [each.number for each in seed.crisis_lines], seed.mark) == (
        emergency,
        lines,
        mark,
    )


@pytest.mark.parametrize("place", ["CH", "NO", "MX", "BR-SP", "JP"])
def test_a_country_without_numbers_of_its_own_is_offered_none(place):
    assert seeds_for(place, crisis_lines()) is None


def test_the_shipped_facts_are_no_rule_sets():
    assert not {"psypact", "crisis-lines", "place-names"} & set(locate.shipped(locate.RULES))


def test_every_place_the_project_knows_has_a_name():
    names = place_names()
    assert parts_of_the_us() == {code for code in names if code.startswith("US-")}
    regions = crisis_lines().regions
    assert {*(each.region for each in regions), *(code for each in regions for code in each.countries)} <= {
        *names,
        "EU",
    }


MEANT = [
    ("Nevada", ["US-NV"]),
    ("  new   YORK ", ["US-NY"]),
    ("Ireland", ["IE"]),
    ("Georgia", ["GE", "US-GA"]),
    ("Nevade", ["US-NV"]),
    ("USA", ["US"]),
    ("nv", ["US-NV"]),
    ("Riverside", []),
    ("", []),
]


@pytest.mark.parametrize(("typed", "codes"), MEANT)
def test_the_places_somebody_may_mean_are_few_and_named(typed, codes):
    assert list(places_meant(typed)) == codes
