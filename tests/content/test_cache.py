"""Content kept between runs: what is served is what the files say now, or it is not served."""

import json
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pydantic
import pytest

import screenkit
from screenkit.content import cache, locate
from screenkit.content.answers import read_answers
from screenkit.content.cache import load_kept
from screenkit.content.load import load_from
from screenkit.content.packed import pack, unpack
from screenkit.content.shelf import Shelf
from screenkit.engine.assess import assess

SHIPPED = ("online-group", "usual-group-criteria", "leader-readiness")
RULES = "leader-readiness"  # the smallest


@pytest.fixture(scope="module")
def smallest():
    """The smallest rule set, loaded."""
    return from_files(RULES, ())


@pytest.fixture
def read(smallest):
    """Load the smallest rule set; `read.times` says how often."""

    def loaded(rules, questionnaires):
        assert (rules, questionnaires) == (RULES, ())
        loaded.times += 1
        return smallest

    loaded.times = 0
    return loaded


def from_files(rules, questionnaires):
    """Load as `load` does; other tests put one that remembers in its place."""
    return load_from(Shelf(), rules, questionnaires)


def unused(*_):
    raise AssertionError("the files were read")


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """Let the shipped content stand in a folder where it can be changed."""
    root = tmp_path / "shipped"
    for folder in ("rules", "questionnaires"):
        shutil.copytree(locate.content_root() / folder, root / folder)
    monkeypatch.setattr(locate, "_CHECKOUT", root)
    return root


@pytest.fixture
def kept(tmp_path, smallest):
    """Keep the smallest rule set; return its one entry."""
    load_kept(RULES, (), tmp_path / "kept", lambda *_: smallest)
    (entry,) = (tmp_path / "kept").iterdir()
    return entry


def parts(value):
    """Yield everything a value is made of, each with its kind; of models also which fields were written."""
    yield type(value)
    if isinstance(value, pydantic.BaseModel):
        yield sorted(value.model_fields_set)
        yield from parts(vars(value))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from parts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from parts(inner)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from parts(getattr(value, name))
    else:
        yield value


@pytest.mark.parametrize("rules", SHIPPED)
def test_what_was_kept_is_what_was_loaded_part_by_part(rules):
    loaded = from_files(rules, ())
    back = unpack(pack(loaded), loaded.sources)

    assert list(parts(back)) == list(parts(loaded))
    assert back.versions == loaded.versions
    assert back.sources == loaded.sources


def test_a_second_loading_reads_the_entry_and_assesses_alike(tmp_path, online_group, clear_candidate):
    first = load_kept("online-group", (), tmp_path, lambda *_: online_group)
    second = load_kept("online-group", (), tmp_path, unused)
    answers = partial(read_answers, json.dumps(clear_candidate).encode(), "answers.json")

    assert first is online_group
    assert assess(second, answers(second)) == assess(first, answers(first))


def test_an_edited_rule_is_served_at_once_though_its_file_looks_unchanged(tmp_path, shipped):
    path = shipped / "rules" / f"{RULES}.yaml"
    before = load_kept(RULES, (), tmp_path / "kept", from_files).ruleset.title
    dates = path.stat()
    path.write_text(path.read_text().replace(before, before[::-1], 1))
    os.utime(path, ns=(dates.st_atime_ns, dates.st_mtime_ns))

    assert path.stat().st_size == dates.st_size
    assert load_kept(RULES, (), tmp_path / "kept", from_files).ruleset.title == before[::-1]


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "questionnaires" / "asq.yaml").unlink(),
        lambda root: shutil.copy(root / "rules" / f"{RULES}.yaml", root / "rules" / "other.yaml"),
        lambda root: (root / "rules" / "criteria" / "tensions.yaml").write_text("# all of it taken away\n"),
    ],
)
def test_a_file_that_comes_goes_or_grows_makes_another_entry(shipped, change):
    names = partial(cache._name, RULES)
    before = names(dict(cache._shipped()))
    change(shipped)

    assert names(dict(cache._shipped())) != before


def test_files_that_change_while_they_are_loaded_are_not_kept(tmp_path, shipped):
    path = shipped / "questionnaires" / "asq.yaml"

    def loaded(*arguments):
        path.write_text(path.read_text() + "# a remark\n")
        return from_files(*arguments)

    load_kept(RULES, (), tmp_path / "kept", loaded)

    assert not (tmp_path / "kept").exists()


def test_a_file_that_goes_while_they_are_loaded_is_noticed(tmp_path, shipped):
    def loaded(*arguments):
        (shipped / "questionnaires" / "mini_spin.yaml").unlink()
        return from_files(*arguments)

    load_kept(RULES, (), tmp_path / "kept", loaded)

    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize(
    "change",
    [
        (screenkit, "__version__", "9.9.9"),
        (pydantic, "VERSION", "9.9.9"),
        (sys, "version", "3.99.0"),
        (cache, "_code", lambda: {"content/load.py": b"# another way of reading"}),
        (cache, "_opening", lambda _: b"__version__ = '9.9.9'"),
    ],
)
def test_another_version_takes_no_entry_of_this_one(kept, read, monkeypatch, change):
    monkeypatch.setattr(*change)
    load_kept(RULES, (), kept.parent, read)

    assert read.times == 1
    assert len(list(kept.parent.iterdir())) == 2


def test_every_module_that_loading_imports_is_part_of_the_name():
    command = (
        "import sys, screenkit.content.load; print(*(m for m in sys.modules if m.startswith('screenkit.')))"
    )
    told = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout
    named = {name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in cache._code()}

    assert {name.removeprefix("screenkit.") for name in told.split()} <= named


def cut(entry):
    entry.write_bytes(entry.read_bytes()[:-1])


def emptied(entry):
    entry.write_bytes(b"")


def lengthened(entry):
    entry.write_bytes(entry.read_bytes() + b" ")


def changed_at(place, entry):
    held = bytearray(entry.read_bytes())
    held[place] ^= 1
    entry.write_bytes(held)


def exchanged(entry):
    """Put a whole entry of another name there."""
    body = entry.read_bytes()[-1000:]
    entry.write_bytes(cache._head("0" * 64, body) + body)


def readable_by_all(entry):
    entry.chmod(0o644)


def writable_by_the_group(entry):
    entry.chmod(0o620)


def folder_open_to_all(entry):
    entry.parent.chmod(0o755)


def linked(entry):
    elsewhere = entry.parent.parent / "elsewhere"
    entry.rename(elsewhere)
    entry.symlink_to(elsewhere)


def folder_linked(entry):
    elsewhere = entry.parent.parent / "elsewhere"
    entry.parent.rename(elsewhere)
    entry.parent.symlink_to(elsewhere)


def a_folder(entry):
    entry.unlink()
    entry.mkdir()


def a_pipe(entry):
    entry.unlink()
    os.mkfifo(entry, 0o600)


def forged(body, entry):
    entry.write_bytes(cache._head(entry.stem, body) + body)


@pytest.mark.parametrize(
    "spoil",
    [
        cut,
        emptied,
        lengthened,
        partial(changed_at, 3),
        partial(changed_at, 40),
        partial(changed_at, 100),
        partial(changed_at, -9),
        exchanged,
        readable_by_all,
        writable_by_the_group,
        folder_open_to_all,
        linked,
        folder_linked,
        a_folder,
        a_pipe,
        partial(forged, b"[]"),
        partial(forged, b"not JSON \xff"),
        partial(forged, b'["t",1,2,3]'),
        partial(forged, b'["t",[999,0],["t"],["m"],["t"],null,["t"]]'),
        partial(forged, b'["t",[0,[0],1],["t"],["m"],["t"],null,["t"]]'),
        partial(forged, b'["t",["=",7],["t"],["m"],["t"],null,["t"]]'),
        partial(forged, b'["t",["x"],["t"],["m"],["t"],null,["t"]]'),
        partial(forged, b'["t",null,["t"],["m"],["t"],null,["t","../../etc/passwd"]]'),
        partial(forged, b"[" * 100_000),
    ],
)
def test_an_entry_that_is_not_in_order_is_as_if_there_were_none(kept, read, smallest, spoil):
    spoil(kept)

    assert load_kept(RULES, (), kept.parent, read) is smallest
    assert read.times == 1


@pytest.mark.parametrize("spoil", [cut, exchanged, readable_by_all, linked])
def test_a_spoiled_entry_is_made_anew_readable_by_its_owner_only(kept, read, smallest, spoil):
    spoil(kept)
    load_kept(RULES, (), kept.parent, read)

    assert load_kept(RULES, (), kept.parent, unused) == smallest
    assert kept.lstat().st_mode == 0o100600
    assert kept.parent.stat().st_mode == 0o40700


def test_an_entry_of_another_user_is_not_taken(kept, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 12345)

    with pytest.raises(AssertionError, match="the files were read"):
        load_kept(RULES, (), kept.parent, unused)


def test_a_place_that_cannot_be_a_folder_is_no_error(tmp_path, read, smallest):
    (tmp_path / "file").write_text("")

    assert load_kept(RULES, (), tmp_path / "file", read) is smallest
    assert (tmp_path / "file").read_text() == ""


def test_content_of_the_clinic_s_own_is_always_read_from_its_files(tmp_path):
    own = tmp_path / "mine.yaml"
    own.write_text((locate.content_root() / "rules" / f"{RULES}.yaml").read_text())
    load_kept(str(own), (), tmp_path / "kept")
    load_kept(RULES, (str(locate.content_root() / "questionnaires"),), tmp_path / "kept", lambda *_: None)

    assert not (tmp_path / "kept").exists()


def test_only_the_newest_entries_stay(kept, read, smallest, monkeypatch):
    for number in range(cache._KEPT + 2):
        monkeypatch.setattr(screenkit, "__version__", f"9.9.{number}")
        load_kept(RULES, (), kept.parent, read)

    assert len(list(kept.parent.iterdir())) == cache._KEPT
    assert load_kept(RULES, (), kept.parent, unused) == smallest


def test_several_may_write_at_once(tmp_path, smallest):
    command = (
        "import sys; from pathlib import Path; from screenkit.content.cache import load_kept;"
        f"print(load_kept({RULES!r}, (), Path(sys.argv[1])).versions.rulesets[0].sha256)"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", command, tmp_path], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    found = {each.communicate(timeout=60)[0].strip() for each in started}

    assert found == {smallest.versions.rulesets[0].sha256}
    assert [path.suffix for path in tmp_path.iterdir()] == [".content"]


def test_assess_keeps_what_it_loaded_where_it_is_told_to(tmp_path):
    command = [Path(sys.executable).with_name("screenkit"), "assess", "-"]
    where = {**os.environ, "SCREENKIT_CACHE": str(tmp_path / "kept")}
    ran = [
        subprocess.run(command, input=b"", env=environment, capture_output=True, check=True).stdout
        for environment in (where, where, {**where, "SCREENKIT_CACHE": ""})
    ]

    assert ran[0] == ran[1] == ran[2] != b""
    assert len(list((tmp_path / "kept").iterdir())) == 1
