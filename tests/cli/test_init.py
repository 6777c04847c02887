"""The questions of `screenkit init`: what each answer makes, and that nothing is recorded by accident."""

import os
import stat
import subprocess
import sys
import time

import pexpect
import pytest
from clinics import TODAY, clinic

from screenkit.cli import init
from screenkit.cli.dialogue import Dialogue
from screenkit.cli.questions import ask_clinic
from screenkit.cli.seeds import ask_regions
from screenkit.cli.typed import typed_practice_place
from screenkit.content.clinic import load_clinic, read_clinic
from screenkit.content.example import EXAMPLE_HEAD, example
from screenkit.content.profile import write_clinic
from screenkit.models.clinic import Apit, CompactMember, CrisisLine, Jurisdictions, Leader, Platform, Region
from screenkit.store.access import open_by_recovery_code, open_store

PASSPHRASE = "four unrelated plain words"
PROGRAM = [sys.executable, "-c", "from screenkit.cli.app import main; main()"]


class Script:
    """A person who answers a list of questions, each recognised by some of its words."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.shown = []
        self._since = []

    def read(self, _):
        shown, self._since = " ".join(" ".join(self._since).split()), []
        assert self.answers, f"nobody expected: {shown}"
        words, answer = self.answers.pop(0)
        assert words in shown, f"expected {words!r} in: {shown}"
        return answer

    def write(self, line):
        self.shown.append(line)
        self._since.append(line)


def answered(*answers):
    """Answer the questions of the profile, all of them, and return what it makes."""
    script = Script(*answers)
    made = ask_clinic(Dialogue(script.read, script.write), TODAY)
    assert script.answers == []
    return made, " ".join(script.shown)


ABOUT = [("name of your clinic", "Riverside Practice"), ("work alone", "n")]
VIDEO = [("in person?", "y"), ("by video", "y"), ("text chat", "n"), ("forum", "n")]
IN_PERSON = [("in person?", "y"), ("by video", "n"), ("text chat", "n"), ("forum", "n")]
PSYCHOLOGIST = [
    ("leader's name", "Dr Reed"),
    ("profession", "1"),
    ("during online sessions", "us-nv"),
    ("Is there a licence", "y"),
    ("For which place", "US-NV"),
    ("number on file", "y"),
    ("expire", "2027-12-31"),
    ("another licence", "n"),
    ("hold an APIT", "y"),
    ("number on file", "y"),
    ("expire", "2027-03-01"),
]
COUNSELLOR = [
    ("leader's name", "Mr Byrne"),
    ("profession", "4"),
    ("during online sessions", "IE"),
    ("Is there a licence", "y"),
    ("For which place", "IE"),
    ("number on file", "n"),
    ("expire", "never"),
    ("another licence", "n"),
]
NO_MORE_LEADERS = [("another leader", "n")]
US_CHECKED = [
    ("Which place", "US"),
    ("Put these numbers", "y"),
    ("emergency number 911", "y"),
    ("988 Lifeline, call or text, 988", "y"),
    ("another crisis line", "n"),
    ("another place", "n"),
]
IRELAND_UNCHECKED = [
    ("Which place", "ie"),
    ("Put these numbers", "y"),
    ("emergency number 112 / 999", "n"),
    ("another crisis line", "n"),
    ("another place", "n"),
]
CHECKED_LICENCES = [
    ("licences and places", "90"),
    ("every licence you named (US-NV)", "y"),
    ("Who", "Dr Reed"),
    ("Where did you look", "-"),
]
UNCHECKED_LICENCES = [("licences and places", "90"), ("every licence you named (IE)", "n")]
INTERVALS = [
    ("crisis numbers", "180"),
    ("check of a platform", "180"),
    ("screened again", "180"),
    ("hours", "12"),
]
NO_PLATFORM = [("a platform", "n")]


def test_a_practice_in_ireland_with_nothing_checked():
    made, shown = answered(
        *ABOUT, *IN_PERSON, *COUNSELLOR, *NO_MORE_LEADERS, *IRELAND_UNCHECKED, *UNCHECKED_LICENCES, *INTERVALS
    )

    assert made.regions == (
        Region(
            region="IE",
            name="Ireland",
            emergency="112 / 999",
            crisis_lines=(CrisisLine(name="Samaritans", number="116 123"),),
            source="as shipped: Field knowledge; no source seen",
            checked_on=None,
        ),
    )
    assert made.jurisdictions == Jurisdictions(review_after_days=90)
    assert (made.compacts, made.platforms, made.modalities) == ({}, (), ("in_person",))
    assert "not counted until you have checked them" in shown
    assert "988" not in shown
    assert "PSYPACT" not in shown


def test_a_psychologist_in_nevada_who_has_checked_what_matters():
    made, shown = answered(
        *ABOUT, *VIDEO, *PSYCHOLOGIST, *NO_MORE_LEADERS, *US_CHECKED,
        ("US-NV: a member in effect since 2020-07-01; no source was seen for it", "y"),
        *CHECKED_LICENCES,
        ("a platform", "y"), ("called", "Video"), ("version", "6.1"), ("agreement", "y"),
        ("signed", "2026-01-10"), ("checked this today", "y"), ("another platform", "n"),
        *INTERVALS,
    )  # fmt: skip
    members = made.compacts["psypact"].members

    assert made.leaders == (
        Leader(
            id="leader-1",
            name="Dr Reed",
            profession="psychologist",
            home_state="US-NV",
            licences=made.leaders[0].licences,
            apit=Apit(number_on_file=True, expires="2027-03-01"),
        ),
    )
    assert made.jurisdictions == Jurisdictions(checked_on=TODAY, checked_by="Dr Reed", review_after_days=90)
    assert made.regions[0].checked_on == TODAY
    assert members["US-NV"] == CompactMember(status="effective", effective="2020-07-01", checked_on=TODAY)
    assert len(members) == 52
    assert {code for code, one in members.items() if one.checked_on} == {"US-NV"}
    assert made.platforms == (
        Platform(
            id="platform-1",
            name="Video",
            version="6.1",
            agreement="signed",
            agreed_on="2026-01-10",
            checked_on=TODAY,
        ),
    )
    assert "not counted until you have checked it" in shown
    assert read_clinic(write_clinic(made), "clinic.yaml") == made


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        ("2021-05-01", CompactMember(status="effective", effective="2021-05-01", checked_on=TODAY)),
        ("2027-05-01", CompactMember(status="enacted", effective="2027-05-01", checked_on=TODAY)),
        ("-", CompactMember(status="enacted", checked_on=TODAY)),
    ],
)
def test_the_day_a_member_took_effect_is_asked_for_where_it_is_not_known(typed, entry):
    made, _ = answered(
        *ABOUT, *IN_PERSON, *PSYCHOLOGIST, *NO_MORE_LEADERS,
        ("Which place", "US-UT"), ("Put these numbers", "n"), ("called", "Utah"),
        ("emergency number in Utah", "911"), ("checked today", "y"),
        ("a crisis line", "n"), ("another place", "y"),
        ("Which place", "US-OH"), ("Put these numbers", "n"), ("called", "Ohio"),
        ("emergency number in Ohio", "911"), ("checked today", "n"),
        ("a crisis line", "y"), ("called", "988 Lifeline"),
        ("number", "988"), ("reached", "-"), ("another crisis line", "n"), ("another place", "n"),
        ("US-NV", "n"), ("US-UT", "n"), ("US-OH: has enacted it", "y"), ("From which day", typed),
        *CHECKED_LICENCES, *INTERVALS,
    )  # fmt: skip

    assert made.compacts["psypact"].members["US-OH"] == entry
    assert [each.checked_on for each in made.regions] == [TODAY, None]
    assert read_clinic(write_clinic(made), "clinic.yaml") == made


def test_two_leaders_and_a_country_without_shipped_numbers():
    made, _ = answered(
        ("name of your clinic", "Practice"), ("work alone", "y"),
        ("in person?", "n"), ("by video", "n"), ("text chat", "n"), ("forum", "n"),
        ("in person?", "n"), ("by video", "n"), ("text chat", "y"), ("forum", "n"),
        *COUNSELLOR, ("another leader", "y"),
        ("leader's name", "Ms Frei"), ("profession", "3"), ("during online sessions", "CH"),
        ("Is there a licence", "n"),
        *NO_MORE_LEADERS,
        ("Which place", "CH"), ("called", "Switzerland"), ("emergency number", "112"), ("checked today", "n"),
        ("a crisis line", "n"), ("another place", "y"),
        ("Which place", "CH"), ("another place", "n"),
        *UNCHECKED_LICENCES, *NO_PLATFORM, *INTERVALS,
    )  # fmt: skip

    assert [each.id for each in made.leaders] == ["leader-1", "leader-2"]
    assert [each.region for each in made.regions] == ["CH"]
    assert made.solo_practice
    assert made.modalities == ("online_text",)


ADDED = [
    ("another crisis line", "y"),
    ("called", "Samaritans of Reno"),
    ("number", "775 555 0100"),
    ("reached", "-"),
]
OWN = [("another crisis line", "y"), ("called", "Elm House"), ("number", "775 555 0199"), ("reached", "-")]


@pytest.mark.parametrize(
    ("answers", "lines", "checked_on"),
    [
        (["y", "y", "n", "y"], ["988 Lifeline, call or text", "Elm House"], TODAY),
        (["y", "n", "n", "n"], [], TODAY),
        (["y", "y", "y", "y"], ["988 Lifeline, call or text", "Samaritans of Reno", "Elm House"], TODAY),
        (["n"], ["988 Lifeline, call or text", "Samaritans of Reno", "Elm House"], None),
    ],
)
def test_a_crisis_line_that_was_not_checked_takes_nothing_from_the_others(answers, lines, checked_on):
    emergency, *rest = [("this is right", each) for each in answers]
    shipped, one, other = [[each] for each in rest] or [[], [], []]
    script = Script(
        ("Which place", "US"), ("Put these numbers", "y"), emergency, *shipped,
        *ADDED, *one, *OWN, *other, ("another crisis line", "n"), ("another place", "n"),
    )  # fmt: skip
    (region,) = ask_regions(Dialogue(script.read, script.write), TODAY)
    shown = " ".join(" ".join(script.shown).split())

    assert ([each.name for each in region.crisis_lines], region.checked_on) == (lines, checked_on)
    left_out = 3 - len(lines) if checked_on else 0
    assert (
        shown.count("is left out for now. Once you have checked it, write it into clinic.yaml.") == left_out
    )
    assert ("go into your profile unchecked" in shown) is (checked_on is None)


AGAIN = "Nothing is recorded"


@pytest.mark.parametrize(
    ("method", "arguments", "typed", "recorded", "times"),
    [
        ("text", (), ["", "   ", "\x1b[A", "a\ufffdb", "x" * 201, " Dr  Reed "], "Dr  Reed", 5),
        ("yes_or_no", (), ["", "x", "yep", "1", "0", "ny", "Y"], True, 6),
        ("yes_or_no", (), ["\x1b[B", "\t", "no"], False, 2),
        ("choice", ([("a", "A"), ("b", "B")],), ["", "0", "3", "a", "1.", "²", "12", "2"], "b", 7),
        ("maybe", (int,), ["", "x", "-"], None, 2),
    ],
)
def test_an_empty_or_unclear_line_records_nothing_and_asks_again(method, arguments, typed, recorded, times):
    script = Script(*[("", each) for each in typed])
    told = getattr(Dialogue(script.read, script.write), method)("Which?", *arguments)

    assert told == recorded
    assert script.answers == []
    assert sum(AGAIN in line for line in script.shown) == times


@pytest.mark.parametrize(
    ("question", "typed", "reason"),
    [
        ("during online sessions", "US", "licences in the United States are given state by state"),
        ("during online sessions", "US-NX", "no state or territory US-NX: did you mean "),
        ("during online sessions", "uk", "'UK' is written GB here"),
        (
            "during online sessions",
            "Nevada",
            "a place is written as its ISO 3166 code, such as IE or US-NV; if you mean Nevada, type US-NV.",
        ),
        (
            "during online sessions",
            "georgia",
            "such as IE or US-NV; if you mean Georgia, type GE; if you mean",
        ),
        ("during online sessions", "irland", "such as IE or US-NV; if you mean Ireland, type IE"),
        (
            "during online sessions",
            "Riverside",
            "a place is written as its ISO 3166 code, such as IE or US-NV.",
        ),
        ("Which place", "NV", "no country has the code NV; if you mean Nevada, type US-NV."),
        ("expire", "31.12.2027", "a date is written year-month-day"),
        ("expire", "2027-02-30", "there is no such day in the calendar"),
        ("licences and places", "0", "an interval is 1 to 731 days"),
        ("licences and places", "ninety", "type a whole number"),
        ("hours", "25", "answers about safety hold for 1 to 24 hours"),
        ("Which place", "EU", "EU is no country"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_reason(question, typed, reason):
    usual = [
        *ABOUT,
        *IN_PERSON,
        *COUNSELLOR,
        *NO_MORE_LEADERS,
        *IRELAND_UNCHECKED,
        *UNCHECKED_LICENCES,
        *INTERVALS,
    ]
    at = next(n for n, (words, _) in enumerate(usual) if words == question)
    again = [(question, typed), ("Nothing is recorded", usual[at][1])]
    made, shown = answered(*usual[:at], *again, *usual[at + 1 :])

    assert reason in " ".join(shown.split()).partition("Nothing is recorded: ")[2]
    assert made == answered(*usual)[0]


def test_no_code_is_broken_at_the_edge():
    typed, written = iter(["Nevada", "US-NV"]), []
    Dialogue(lambda _: next(typed), written.append).value("Where?", typed_practice_place)
    assert written[-2:] == [
        "  Nothing is recorded: a place is written as its ISO 3166 code, such as IE or",
        "    US-NV; if you mean Nevada, type US-NV.",
    ]


def test_a_day_to_come_is_no_day_of_signing():
    _, shown = answered(
        *ABOUT, *VIDEO, *COUNSELLOR, *NO_MORE_LEADERS, *IRELAND_UNCHECKED, *UNCHECKED_LICENCES,
        ("a platform", "y"), ("called", "Video"), ("version", "-"), ("agreement", "y"),
        ("signed", "2026-11-26"), ("still to come", "2026-11-25"), ("checked this today", "n"),
        ("another platform", "n"),
        *INTERVALS,
    )  # fmt: skip

    assert "Nothing is recorded: that day is still to come." in shown


# The example


def test_the_example_is_written_invented_and_unchecked_where_only_its_owner_reads_it(run, tmp_path):
    ran = run("init", "--example", "--folder", "clinic")
    path = tmp_path / "clinic" / "clinic-example.yaml"

    assert (ran.status, ran.out, ran.err) == (0, "written: clinic/clinic-example.yaml\n", "")
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent)] == [0o600, 0o700]
    assert load_clinic(path) == example()
    assert path.read_text().startswith(f"# {EXAMPLE_HEAD[0]}\n")
    assert "INVENTED and unchecked" in EXAMPLE_HEAD[0]
    assert "20" not in "".join(line for line in path.read_text().splitlines() if "checked_on:" in line)


def test_the_example_says_that_it_makes_no_store(run, tmp_path):
    ran = run("init", "--example", "--folder", "clinic", "--passphrase-file", "words")
    assert ran.status == 0
    assert "No store was made" in ran.err
    assert "--only-store" in ran.err
    assert [each.name for each in (tmp_path / "clinic").iterdir()] == ["clinic-example.yaml"]


@pytest.mark.parametrize("word", ["y", "n", "Yes", "NO"])
def test_yes_and_no_are_taken_for_nobodys_name(word):
    typed, written = iter([word, "Nevada"]), []
    told = Dialogue(lambda _: next(typed), written.append).name("What is US-NV called?")
    assert told == "Nevada"
    assert "  Nothing is recorded: that answers yes or no; type the name." in written


def test_the_example_is_not_taken_for_the_clinics_own_profile(run):
    run("init", "--example", "--folder", "clinic")

    assert run("doctor", "--folder", "clinic").status == 1


def test_the_example_replaces_nothing_unless_asked(run, tmp_path):
    run("init", "--example", "--folder", ".")
    (tmp_path / "clinic-example.yaml").write_text("mine")
    refused = run("init", "--example", "--folder", ".")

    assert (refused.status, (tmp_path / "clinic-example.yaml").read_text()) == (1, "mine")
    assert run("init", "--example", "--folder", ".", "--overwrite").status == 0


# The command


@pytest.mark.parametrize("stdin", [subprocess.PIPE, subprocess.DEVNULL])
def test_without_a_terminal_nothing_is_asked_and_the_example_is_named(stdin, tmp_path):
    ran = subprocess.run(
        [*PROGRAM, "init", "--folder", "clinic"],
        stdin=stdin,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == (
        "init: standard input is not a terminal — run it at a terminal, or write an example to edit by hand: "
        "screenkit init --example\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_profile_that_is_there_is_refused_before_anything_is_asked(run, tmp_path):
    (tmp_path / "clinic.yaml").write_text("mine")
    ran = run("init", "--folder", ".")

    assert ran.status == 1
    assert ran.err == (
        "clinic.yaml: there is a profile already — edit it, or add --overwrite to answer everything anew\n"
    )
    assert (tmp_path / "clinic.yaml").read_text() == "mine"


def test_a_folder_nothing_can_be_written_into_is_refused_before_anything_is_asked(run, tmp_path):
    (tmp_path / "clinic").write_text("a file")
    ran = run("init", "--folder", "clinic/inside")

    assert ran.status == 1
    assert ran.err == (
        "clinic/inside: nothing can be written into this folder — choose another with --folder\n"
    )


def test_where_the_disk_does_not_take_the_profile_the_answers_are_kept_until_it_does(tmp_path):
    taken = tmp_path / "clinic"
    taken.write_text("in the way")

    class Mended(Script):
        def read(self, prompt):
            taken.unlink()
            return super().read(prompt)

    script = Mended(("Your answers are still here", "y"))
    init._write_profile(Dialogue(script.read, script.write), clinic(), taken, overwrite=False)

    assert load_clinic(taken) == clinic()
    assert "the folder cannot be made (File exists)" in " ".join(script.shown)


@pytest.fixture
def desk(tmp_path):
    """The command in a real terminal."""
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    program = pexpect.spawn(
        PROGRAM[0],
        [*PROGRAM[1:], "init", "--folder", "clinic"],
        cwd=str(tmp_path),
        env=environment,
        encoding="utf-8",
        codec_errors="replace",
        timeout=20,
        dimensions=(24, 120),
    )
    program.delaybeforesend = None
    yield program
    program.close(force=True)


def tell(desk, answers):
    for words, answer in answers:
        desk.expect_exact(words)
        desk.expect_exact("\r\n> ")
        time.sleep(0.02)  # what is typed before the question stands there is dropped
        desk.sendline(answer)


@pytest.mark.slow
def test_at_a_terminal_the_profile_is_written_when_the_last_question_is_answered(desk, tmp_path):
    tell(
        desk,
        [
            *ABOUT,
            *IN_PERSON,
            *COUNSELLOR,
            *NO_MORE_LEADERS,
            *IRELAND_UNCHECKED,
            *UNCHECKED_LICENCES,
            *INTERVALS,
        ],
    )
    desk.expect_exact("Mr Byrne, counsellor in IE: IE")
    desk.expect_exact("Write it to clinic/clinic.yaml? (y/n)")
    assert list(tmp_path.iterdir()) == []
    tell(desk, [("", ""), ("Nothing is recorded", "y")])
    desk.expect_exact("Written: clinic/clinic.yaml")
    desk.expect_exact("What is still to be looked at:")
    desk.expect_exact("Numbers for Ireland (IE): never checked; shown with a warning")
    desk.expect_exact("screenkit doctor")
    for words, typed in [
        ("Passphrase", "short"),
        ("once more", "short"),
        ("fewer than", ""),
        ("Passphrase", PASSPHRASE),
        ("once more", PASSPHRASE),
    ]:
        desk.expect_exact(words)
        if typed:
            time.sleep(0.1)
            desk.sendline(typed)
    desk.expect(r"((?:[0-9A-Z]{5}-){5}[0-9A-Z]{5})")
    code = desk.match[1]
    for typed in ["", "x", "n", "y"]:
        desk.expect_exact("Have you written it down? (y/n): ")
        time.sleep(0.1)
        desk.sendline(typed)
    desk.expect(pexpect.EOF)
    desk.close()
    path = tmp_path / "clinic" / "clinic.yaml"

    assert desk.exitstatus == 0
    for opened in (
        open_store(path.parent, lambda: PASSPHRASE),
        open_by_recovery_code(path.parent, lambda: code),
    ):
        with opened as store:
            assert (store.is_encrypted, store.case_ids()) == (True, ())
    assert load_clinic(path).leaders[0].name == "Mr Byrne"
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent)] == [0o600, 0o700]


@pytest.mark.slow
@pytest.mark.parametrize("leave", ["\x03", "\x04"])
def test_leaving_at_any_question_leaves_nothing_behind(desk, tmp_path, leave):
    tell(desk, ABOUT)
    desk.expect_exact("in person?")
    desk.expect_exact("\r\n> ")
    time.sleep(0.05)
    desk.send(leave)
    desk.expect_exact("Stopped; nothing was written.")
    desk.expect(pexpect.EOF)
    desk.close()

    assert desk.exitstatus == 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_saying_no_at_the_end_leaves_nothing_behind_either(desk, tmp_path):
    tell(
        desk,
        [
            *ABOUT,
            *IN_PERSON,
            *COUNSELLOR,
            *NO_MORE_LEADERS,
            *IRELAND_UNCHECKED,
            *UNCHECKED_LICENCES,
            *INTERVALS,
        ],
    )
    tell(desk, [("Write it to clinic/clinic.yaml", "n")])
    desk.expect_exact("Stopped; nothing was written.")
    desk.expect(pexpect.EOF)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_pasted_lines_and_stray_bytes_answer_one_question_at_most(desk):
    desk.expect_exact("name of your clinic")
    desk.expect_exact("\r\n> ")
    time.sleep(0.05)
    desk.send("Riverside\ny\ny\ny\ny\n")
    desk.expect_exact("work alone")
    desk.expect_exact("\r\n> ")
    time.sleep(0.05)
    os.write(desk.child_fd, b"\xff\xfe\n")
    desk.expect_exact("Nothing is recorded")
    assert "in person?" not in desk.before


# The store


def test_a_script_makes_the_store_alone_and_gets_the_recovery_code_as_its_only_output(run, tmp_path):
    (tmp_path / "words").write_text(f"{PASSPHRASE}\n")
    (tmp_path / "words").chmod(0o600)
    ran = run("init", "--folder", "clinic", "--only-store", "--passphrase-file", "words")

    assert ran.status == 0
    with open_by_recovery_code(tmp_path / "clinic", ran.out.strip) as store:
        assert store.is_encrypted
    assert PASSPHRASE not in ran.out + ran.err
    assert not (tmp_path / "clinic" / "clinic.yaml").exists()


def test_a_store_that_is_there_is_never_made_anew(run, tmp_path):
    (tmp_path / "words").write_text(PASSPHRASE)
    options = ["init", "--folder", "clinic", "--only-store", "--passphrase-file", "words"]
    run(*options)
    before = (tmp_path / "clinic" / "cases.key").read_bytes()
    again = run(*options)

    assert (again.status, again.out) == (1, "")
    assert "there is a store here already" in again.err
    assert (tmp_path / "clinic" / "cases.key").read_bytes() == before


def test_without_encryption_is_said_loudly(run, tmp_path):
    ran = run("init", "--folder", "clinic", "--only-store", "--no-encryption")

    assert (ran.status, ran.out) == (0, "")
    assert "NOT encrypted: whoever gets at the files reads them" in ran.err
    with open_store(tmp_path / "clinic", str) as store:
        assert not store.is_encrypted
