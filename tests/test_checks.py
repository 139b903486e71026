"""Every rule of ``timeline check``: what it finds, where, what it leaves alone, how it is silenced."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import docs
from tests.conftest import BUNDLED
from timeline.checks import EXAMPLE_DAY, RULES, File, Spot, Subject
from timeline.curation import Curation
from timeline.dates import edtf
from timeline.dates.stated import mentions
from timeline.dates.wording import words
from timeline.errors import Problem, TimelineError
from timeline.model import Contents
from timeline.placement import astray

TODAY = date.fromisoformat(EXAMPLE_DAY).toordinal()


@pytest.fixture
def check(tmp_path):
    """Check a store written as YAML (or as several files) and return its problems."""

    def run(text, today=TODAY):
        files = text if isinstance(text, dict) else {"events.yaml": text}
        folder = tmp_path / "store"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8")
        path = folder if isinstance(text, dict) else folder / "events.yaml"
        return Curation(str(path), str(folder)).check(today).problems

    return run


def codes(problems: list[Problem]) -> list[str]:
    return sorted({problem.code for problem in problems})


def of(problems: list[Problem], code: str) -> list[Problem]:
    return [problem for problem in problems if problem.code == code]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_finds_in_its_own_example_what_it_says(rule, check):
    found = of(check(rule.example), rule.code)
    assert found
    for problem in found:
        assert (problem.severity, problem.file) == (rule.severity, "events.yaml")
        assert problem.message
        assert problem.hint
        line = rule.example.splitlines()[problem.line - 1]
        assert problem.excerpt == line
        assert line[problem.column - 1 : problem.column - 1 + problem.width].strip() or (
            rule.code == "trailing-space"
        )


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_is_silenced_where_it_finds_something_and_nowhere_else(rule, check):
    problem = of(check(rule.example), rule.code)[0]
    if rule.code == "trailing-space":  # it belongs to a line, not to an entry
        return
    lines = rule.example.splitlines()
    at = problem.line - 1
    while not re.match(r"  (- )?[\w{]", lines[at]):
        at -= 1
    head = lines[at]
    if head.endswith("}"):
        lines[at] = f"{head[:-1]}, ignore: {{{rule.code}: a reason}}}}"
    else:
        lines.insert(at + 1, f"    ignore: [{rule.code}]")
    silenced = check("\n".join(lines) + "\n")
    assert not of(silenced, "unused-ignore")
    assert not of(silenced, "unknown-ignore")
    assert len(of(silenced, rule.code)) < len(of(check(rule.example), rule.code))


def test_the_page_of_checks_is_what_the_rules_say():
    assert docs.CHECKS.read_text(encoding="utf-8") == docs.checks_page()


def test_the_bundled_chronology_passes_strictly_with_a_reason_for_every_exception():
    verdict = Curation(str(BUNDLED), str(BUNDLED.parent)).check(TODAY)
    assert verdict.problems == []
    text = BUNDLED.read_text(encoding="utf-8")
    assert text.count("ignore:") >= 60
    assert "ignore: [" not in text


EVENT = "events:\n  - id: one\n    date: {date}\n    title: One\n    sources: [{{title: S, published: 2030, stated: '{stated}'}}]\n"


@pytest.mark.parametrize(
    ("day", "stated", "is_wrong"),
    [
        ("2025-07-01", "zum 1. Juli 2025", False),
        ("2025-07-01", "am 1. Juli", False),
        ("2025-07-01", "am 2. Juli", True),
        ("2025-07-01", "Juli 2025", False),
        ("2025-07-01", "im Juni 2025", True),
        ("2025-07-01", "im Mai", True),
        ("2019/..", "seit etwa 2018", False),
        ("2019/..", "seit 2018", True),
        ("2020/..", "seit etwa 2018", True),
        ("2025-07-01", "in May", True),
        ("2025-07-01", "2025", False),
        ("2025-07-01", "seit 2024", True),
        ("2025-07-01", "1.7.2025", False),
        ("2025-07-01", "07.01.2025", True),
        ("2025-07-01", "on July 1st", False),
        ("2025-07-01", "on 2 July", True),
        ("2025-07-01", "Am Dienstag", False),
        ("2025-07-01", "Am Mittwoch-Abend", True),
        ("2025-07-01", "Mittwoch, 1. Juli", False),  # the source's own slip: the day counts
        ("2025-07-01", "Dienstag, 2. Juli", True),
        ("2025-07", "Am Mittwoch", False),
        ("2026-01-21/2026-01-22", "Am 21. und 22. Januar", False),
        ("2026-01-21/2026-01-22", "am 21./22. Januar", False),
        ("2026-01-21/2026-01-22", "January 21 and 22, 2026", False),
        ("2026-01-21/2026-01-22", "Am 23. und 24. Januar", True),
        ("2018/2022", "von 2018 bis 2022", False),
        ("2018/2022", "bis Ende 2022", False),
        ("2018/2022", "bis Ende 2023", True),
        ("2018/2022", "2023-2026", True),
        ("2020-08/..", "seit August 2020", False),
        ("2021-03", "seit August 2020", True),
        ("2021-08", "Juli/August 2021", False),
        ("2020-09", "Im Herbst 2020", False),
        ("2020-03", "Im Herbst", True),
        ("2019", "um 2018", False),
        ("2021", "um 2018", True),
        ("2019~", "2018", False),
        ("2019~", "2017", True),
        ("2019~", "2020", False),
        ("2019~", "2021", True),
        ("2019-07-02~", "30. Juni 2019", True),
        ("2019-07-02~", "1. Juli 2019", False),
        ("2019-07-02~", "3. Juli 2019", False),
        ("2019-07-02~", "4. Juli 2019", True),
        ("2019", "Ende 2018", True),
        ("2024-03-18", "am Mittag", False),
        ("2022-10", "jüngst", False),
        ("2022-10", "gestern", False),
        ("2022-10", "mit 37 Standorten", False),
        ("2022-10", "may 750 sites", False),
        ("2022-10", "", False),
        ("2019-02", "im Winter 2018/19", False),
        ("2019-02", "im Winter 2018/2019", False),
        ("2019-02", "Im Winter", False),
        ("2019-02", "im Winter 2019", False),
        ("2019-07", "im Winter 2018/19", True),
        ("2019-12-10", "im Herbst 2019", False),
        ("2020-06-10", "in spring 2020", False),
        ("2020-09-10", "in spring 2020", True),
        ("2017-03-31", "Masterplan Medizinstudium 2020", False),
        ("2014", "Horizon 2020", False),
        ("2015", "Agenda 2030", False),
        ("2020", "mit 2000 Betten", False),
        ("2020", "mit rund 2000 Betten", False),
        ("2020", "mit ~1500 Proben", False),
        ("2020", "with 1500 samples", False),
        ("2020-04-01", "1. April, 1800 Uhr", False),
        ("2020-04-02", "1. April, 1800 Uhr", True),
        ("2016", "zehnjähriges Jubiläum (gegründet 2006)", False),
        ("2016", "gegründet im Jahr 2006", True),
        ("2016", "founded in 2006", True),
        ("2016", "2006", True),
        ("2026-01-22/2026-01-23", "Am 21. und 22. Januar", True),
        ("2020/2025", "von 2020 bis 2026", True),
        ("2020/2025", "2021-2026", True),
        ("2020/2025", "2021-2024", False),  # a part of it
        ("2020/2025", "2020-2025", False),
        ("2020-08/2025-04-30", "2020-2025", False),
        ("2020/2025~", "2020-2026", False),
        ("2020/2025", "2021-2026, verlängert bis Ende 2025", False),
        ("2025-07/..", "seit August 2025", True),
        ("2025-07/..", "seit Juli 2025", False),
        ("2025-07/..", "seit 2025", False),
        ("2025-07/..", "im August 2025", False),
        ("2025-07~/..", "seit August 2025", False),
        ("2020/2025", "seit 2021", False),
        # Names, and numbers of anything
        ("2020-05-01", "Jan Müller wird Direktor", False),
        ("2020-05", "Dr. August Weber", False),
        ("2021-02", "President May announced", False),
        ("2021-02", "the May announcement", False),
        ("2021-02-02", "President May announced on Wednesday", True),
        ("2021-02", "announced in May", True),
        ("2021-02", "May", True),
        ("2020-05-01", "Kap. 3.4. des Antrags", False),
        ("2020-05-01", "siehe Abschnitt 2.1. und 2.2.", False),
        ("2020-05-01", "Sitzung am 3.4.", True),
        ("2025-07-02", "Version 1.7.25", False),
        ("2021-07-12", "Az. 20210711", False),
        ("2015", "20th Century Fox", False),
        ("2024-05", "Q1 journal", False),
        ("2020", "Tel. 030-2020-25", False),
        # Stretches of days, and what is open on one side
        ("2020-09-02", "Montag bis Freitag", False),
        ("2020-09-02", "Monday to Friday", False),
        ("2020-09-02", "Mo–Fr", False),
        ("2020-09-05", "Montag bis Freitag", True),
        ("2020-09-05", "Montag-Freitag", True),
        ("2020-09-06", "Freitag bis Montag", False),
        ("2020-09-02", "in der Woche vom 31. August", False),
        ("2020-09-02", "in der Woche ab dem 31. August", False),
        ("2020-09-07", "in der Woche vom 31. August", True),
        ("2018-07-17", "the week of July 16", False),
        ("2018-07-16/2018-07-20", "the week of July 16", False),
        ("9999-12-31", "Woche vom 31.12.9999", False),
        ("2020-07-01", "nicht vor Januar 2020", False),
        ("2019-07-01", "nicht vor Januar 2020", True),
        ("2020-07-01", "frühestens im Januar 2020", False),
        ("2020-07-01", "Januar 2020 at the earliest", False),
        ("2020-07-01", "by 31 December 2020", False),
        ("2021-07-01", "by 31 December 2020", True),
        ("2020-07-01", "spätestens am 31. Dezember 2020", False),
        ("2020-07-01", "bis 31. Dezember 2020", False),
        ("2020-07-01", "bis Donnerstag, 31. Dezember 2020", False),
        ("2021-07-01", "bis Donnerstag, 31. Dezember 2020", True),
        ("2020-07-01", "bis 31. März", False),  # of the next year
        ("2020-07-01", "bis Freitag", False),
        ("2020-07-01", "vor Ende 2020", False),
        ("2018/2022", "spätestens bis 2023", False),
        ("2018/2023", "bis 2022", True),
        ("2018/2022", "bis 2022", False),
        ("2018/2025~", "bis 2026", False),
        ("2020-09-01/2020-09-04", "am 1., 2. und 3. September", True),
        ("2020-09-01/2020-09-03", "am 1., 2. und 3. September", False),
        ("2020-05-02/..", "since May 1", True),
        ("2020-05-01/..", "since May 1", False),
        ("2020-05-02/..", "am 3. April", False),  # of a later year
        ("../2020-05-02", "am 3. Juli", False),
        # Other ways to write a date
        ("2025-07-02", "1.7.25", True),
        ("2025-07-01", "am 1.7.25", False),
        ("2000-01-01", "31.12.99", True),
        ("1999-12-31", "31.12.99", False),
        ("2020-05-01/2020-05-04", "1.–3.5.20", True),
        ("2021-07-12", "2021-07-11T10:00", True),
        ("2021-07-12", "20210711", True),
        ("2020-07-02", "2020/07/01", True),
        ("2020-07-01", "2020/7/1", False),
        ("2020-07-02", "2020.07.01", True),
        ("2020-07-02", "July, 1 2020", True),
        ("2020-07-02", "am ersten Juli", True),
        ("2020-12-01", "the second of December", True),
        ("2018-07-18", "17. VII. 2018", True),
        ("2020-10-04", "Tag der Deutschen Einheit 2020", True),
        ("2017-12-28", "zwischen Weihnachten und Neujahr 2018", False),
        ("2020/2024", "2020–25", True),
        ("2020/2025", "2020-25", False),
        ("2009-11", "2009-11", False),
        ("2020-05", "WS 2019/20", True),
        ("2020-02", "Wintersemester 2019/20", False),
        ("2019-05", "im Sommersemester 2020", True),
        ("2024-02", "Q4", True),
        ("2024-02", "im vierten Quartal", True),
        ("2024-11", "in the fourth quarter", False),
        ("17XX", "19th century", True),
        ("1800", "im 19. Jahrhundert", False),
        ("1900", "im 19. Jahrhundert", False),
        ("0450", "im 5. Jahrhundert v. Chr.", True),
        ("2020-05-02", "am 1. Mai 2020, wie im 19. Jahrhundert", True),
        ("1896-31", "Herbst 1896 (Südhalbkugel)", False),
        ("2020", "im Jahr 0 v. Chr.", False),
        # Two days apart are no stretch of time
        ("2020-05-01/2020-05-03", "am 1. und 3. Mai 2020", False),
        ("2020-05-04", "am 1. und 3. Mai 2020", True),
        # Ends of different sides say nothing of each other
        ("2018/..", "bis 2020", False),
        ("[..2018,2020..]", "am 30. Februar", False),  # of any year
    ],
)
def test_a_quotation_contradicts_a_date_or_does_not(day, stated, is_wrong, check):
    text = EVENT.format(date=f"'{day}'", stated=stated)
    if not stated:
        text = text.replace(", stated: ''", "")
    assert bool(of(check(text), "stated-date")) is is_wrong


@pytest.mark.parametrize(
    ("day", "stated", "is_wrong"),
    [
        ("2026-01-21", "Donnerstag, 21. Januar", True),
        ("2026-01-21", "Donnerstag, den 21. Januar 2026", True),
        ("2026-01-21", "on Thursday, January 21", True),
        ("2026-01-21", "Mittwoch, 21. Januar", False),
        ("2026-01-21", "21. Januar", False),
        ("2026-01-21", "Am Donnerstag ging es weiter, am 21. Januar", False),
        ("2026-01-21", "Donnerstag, 22. Januar", False),  # another day: stated-date tells of it
        ("2025/2026", "Mittwoch, 21. Januar", False),
        ("2026-01-21/2026-01-22", "Donnerstag, 21. und 22. Januar", True),
        ("2026-01-21", "Donnerstag (21. Januar)", True),
        ("2025-07-01", "Mo, 1.7.2025", True),
        ("2025-07-01", "Mo., 1. Juli", True),
        ("2025-07-01", "Di, 1.7.2025", False),
        ("2025-07-01", "Wed Jul 1", True),
        ("2025-07-01", "So am 1. Juli", False),
        ("2020-12-31", "bis Freitag, 31. Dezember 2020", True),
    ],
)
def test_a_weekday_is_held_against_the_day_beside_it(day, stated, is_wrong, check):
    text = EVENT.format(date=f"'{day}'", stated=stated)
    assert bool(of(check(text), "stated-weekday")) is is_wrong


@pytest.mark.parametrize(
    ("day", "stated", "is_wrong"),
    [
        ("2020-05-01", "im Mai 2020", True),
        ("2020-05-01", "im Jahr 2020", True),
        ("2020-05-01", "bis 2022", True),
        ("2020-05-01/2020-09-30", "Mai bis September 2020", True),
        ("2020-05/2020-09", "Mai bis September 2020", False),
        ("2020-05/2020-09-30", "Mai bis September 2020", True),
        ("2020-01-01/2025-12-31", "2020 bis 2025", True),
        ("2020/2025", "2020 bis 2025", False),
        ("2018-03/..", "seit 2018", True),
        ("2018/..", "seit 2018", False),
        ("2021-01/2023", "bis Ende 2023", False),  # of its start nothing is told
        ("2021-01/2023-12-31", "bis Ende 2023", True),
        ("2020-05-03/2020-05-07", "im Mai 2020", True),
        ("2020-05-01/2020-05-03", "vom 1.5. bis 3.5.", False),
        ("2018-07-17", "the week of July 16", True),
        ("2018-07-16/2018-07-22", "the week of July 16", False),
        ("2020-08-31/2020-09-04", "Montag bis Freitag", False),
        ("2020-07-01", "30. Juni/1. Juli", False),
        ("2020-07-01", "In der Nacht vom 30. Juni/1. Juli", False),
        ("2020-07-01", "am ersten Juli", False),
        ("2020-07-01", "the first of July", False),
        ("2020-07-01", "July, 1 2020", False),
        ("2018-07-17", "17. VII. 2018", False),
        ("2020-10-03", "Tag der Deutschen Einheit 2020", False),
        ("2018-12-24", "an Heiligabend 2018", False),
        ("2018-01-01", "Neujahr 2018", False),
        ("2018-12-31", "Silvester 2018/19", False),
        ("2018-12-31", "New Year’s Eve 2018", False),
        ("2018-12-25", "on Christmas Day 2018", False),
        ("2020-05-01", "Seite 2020", False),
        ("2018-05-01", "BGBl. 2018 I S. 1234", False),
        ("2021-07-11", "Az. 20210711, Juli 2021", False),
        ("18XX", "im 19. Jahrhundert", False),
        ("1801/1900", "im 19. Jahrhundert", False),
        ("1850", "im 19. Jahrhundert", True),
        ("2020", "zwischen 2018 und 2022", True),
        ("2024-11", "im vierten Quartal", True),
    ],
)
def test_a_date_is_finer_than_its_quotation_or_is_not(day, stated, is_wrong, check):
    text = EVENT.format(date=f"'{day}'", stated=stated)
    assert bool(of(check(text), "over-precise")) is is_wrong


DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from(["de", "en"]), st.sampled_from([10, 7, 4]))
def test_a_date_never_contradicts_its_own_words(day, language, length):
    value = edtf.parse(day.isoformat()[:length])
    said = words(value, language)
    found = mentions(f"so war es {said}, heißt es" if language == "de" else f"it was {said}", value)
    assert found
    assert any(mention.meets(*edtf.bounds(value)) for mention in found)


@given(DAYS, st.integers(1, 3_000), st.sampled_from(["de", "en"]))
def test_the_words_of_another_day_contradict_a_date(day, distance, language):
    other = day + timedelta(days=distance)
    value = edtf.parse(day.isoformat())
    found = mentions(words(edtf.parse(other.isoformat()), language), value)
    assert not any(mention.meets(*edtf.bounds(value)) for mention in found)


@given(DAYS, DAYS, st.sampled_from(["{}/{}", "{}/..", "../{}"]), st.sampled_from([10, 7, 4]))
def test_a_stretch_of_time_never_contradicts_its_own_words(day, other, form, length):
    ends = (each.isoformat()[:length] for each in sorted((day, other)))
    value = edtf.parse(form.format(*ends))
    for said in (words(value, "de"), words(value, "en")):
        found = mentions(said, value)
        assert any(m.meets(*edtf.bounds(value)) and m.has_ends_of(value) for m in found)
        for end in edtf.points(value):
            told = [days for mention in found if (days := mention.days_at(end))]
            assert min(told) <= end.last - end.first + 1


FRAGMENTS = re.findall(
    r"\S+",
    "bis by vor nicht spätestens Woche vom week of Montag, Mo. So 1. 31. 1.7. 1.7.25 99.99.99 0.0.00"
    " Mai May 2020 0000 9999 10000 2020/07/01 0000/1/1 31.12.9999 XII. Jahrhundert 0. 99. century WS"
    " 9999/00 WiSe Q4 Neujahr 2018/19 ersten first ( ) – 2020–25 Winter v. Chr. n. Ende 99991231 um"
    " und 2021-07-11T10:00 ../ at the latest ß İ ² ١٢ 30.2.2020 29.2.00",
)
ODD_DATES = ("0000", "9999-12-31", "Y12020", "-9999/..", "../0000", "{..2020}", "Y17E8", "XXXX")


@given(
    st.one_of(st.text(max_size=200), st.lists(st.sampled_from(FRAGMENTS)).map(" ".join)),
    st.one_of(DAYS.map(str), st.sampled_from(ODD_DATES)),
)
def test_no_quotation_is_too_odd_to_be_read(text, day):
    value = edtf.parse(day)
    for mention in mentions(text, value):
        mention.meets(*edtf.bounds(value))
        mention.has_ends_of(value)
        mention.misnames(*edtf.bounds(value))


def test_a_day_that_there_is_not_is_no_end_of_anything():
    (found,) = mentions("bis 32. Mai 2020", edtf.parse("2020"))
    assert (found.text, found.spans) == ("Mai 2020", (edtf.bounds(edtf.parse("2020-05")),))


def test_a_date_of_any_year_says_nothing_of_the_year_of_a_quotation():
    assert mentions("am 1. Mai", edtf.parse("[..2018,2020..]")) == []


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("date: 2020-13-45", "bad-date"), ("before: t2", "undatable"), ("after: nobody", "unknown-event"),
        ("date: 2019, disputed: [{date: 2020-13}]", "bad-date"),
    ],
)  # fmt: skip
def test_what_has_no_date_that_can_be_read_is_told_and_the_others_are_checked(when, code, check):
    found = check(
        "kinds: {phase: {name: Phase}}\nnetworks: {A: {name: A}}\nevents:\n"
        f"  - {{id: t1, {when}, title: T, kind: phase, networks: [A], "
        "sources: [{title: S, stated: am 1. Mai 2021}]}\n"
        "  - {id: t2, after: t1, title: T, kind: phase, networks: [A]}\n"
        "  - {id: t3, date: 2019/.., title: T, status: planned, networks: [A], "
        "sources: [{title: S, published: 2019, stated: 2017}]}\n"
    )
    assert of(found, code)
    assert not any("id: t1" in problem.excerpt and problem.code != code for problem in found)
    assert {"stale-open-end", "stated-date"} <= {p.code for p in found if "id: t3" in p.excerpt}


@given(st.lists(st.integers(0, 30), max_size=30))
def test_the_fewest_events_are_astray(days):
    strays = astray(days)
    kept = [day for number, day in enumerate(days) if number not in strays]
    assert kept == sorted(kept)
    longest = [0] * len(days)
    for i, day in enumerate(days):  # the plain quadratic way
        longest[i] = 1 + max((longest[j] for j in range(i) if days[j] <= day), default=0)
    assert len(kept) == max(longest, default=0)


def test_errors_and_warnings_are_told_in_one_run_and_none_follows_from_another(check):
    problems = check(
        "sources:\n  spare: {title: Spare, published: 2020}\n"
        "events:\n"
        "  - {id: one, date: 2020-13, title: One}\n"
        "  - {id: two, date: 2020, titel: Two}\n"
        "  - {id: three, date: 2021, title: Three, place: TODO}\n"
    )
    # Of the two that cannot be read nothing more is said, and the source may be theirs.
    assert [(p.line, p.code) for p in problems] == [
        (4, "bad-date"), (5, "unknown-key"), (6, "no-source"), (6, "placeholder"),
    ]  # fmt: skip


def test_every_file_of_a_folder_is_named_rightly(check):
    problems = check({
        "a.yaml": "sources:\n  used: {title: Used, published: 2020}\n  spare: {title: S, published: 2020}\n",
        "b.yaml": "events:\n  - {id: one, date: 2020, title: One, sources: [used]}\n",
        "c.yaml": "events:\n  - {id: two, date: 2021, title: Two}\n",
    })  # fmt: skip
    assert [(p.file, p.line, p.code) for p in problems] == [
        ("a.yaml", 3, "unused-source"), ("b.yaml", 2, "single-source"), ("c.yaml", 2, "no-source"),
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_hides_no_other_problem(timeline, store, tmp_path):
    store("events:\n  - {id: one, date: 2020-13, title: One, sources: [a]}\n", "events/a.yaml")
    (tmp_path / "work" / "events" / "b.yaml").symlink_to("nowhere")
    run = timeline("check")
    assert run.status == 1
    assert "b.yaml:1:1: error[unreadable]: " in run.out
    assert "a.yaml:2:21: error[bad-date]" in run.out
    assert "unknown-source" not in run.out
    run = timeline("add", "--date", "2020", "--title", "x")
    assert run.status == 1
    assert "error[unreadable]" in run.err


@pytest.mark.parametrize(
    ("ignore", "code"),
    [
        ("[no-sources]", "unknown-ignore"),
        ("{no-sources: why}", "unknown-ignore"),
        ("no-source", None),
        ("[no-source]", None),
        ("{no-source: nobody wrote of it}", None),
        ("[no-source, planned-past]", "unused-ignore"),
        ("{no-source: }", "empty-value"),
        ("[]", "no-source"),
    ],
)
def test_what_may_stand_under_ignore(ignore, code, check):
    text = f"events:\n  - id: one\n    date: 2020\n    title: One\n    ignore: {ignore}\n"
    problems = check(text)
    expected = {code, "no-source"} if code == "unknown-ignore" else {code}
    assert codes(problems) == sorted(expected - {None})
    for problem in of(problems, "unknown-ignore"):
        assert problem.hint == "did you mean no-source?"
        assert problem.excerpt[problem.column - 1 :].startswith("no-sources")


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        (("2025-07-01", "GBN joins NUM"), ("2025-07-01", "GBN joins the NUM"), True),
        (("2025-07-01", "GBN joins NUM"), ("2025", "GBN joins NUM"), True),
        (("2025-07-01", "GBN joins NUM"), ("2024", "GBN joins NUM"), False),
        (("2025-07-01", "GBN joins NUM"), ("2025-07-01", "MII phase begins"), False),
        (("2020/2025", "NUM programme"), ("2022", "NUM programme"), False),
        # what takes more than 367 days may hold another one of the same name
        (("2019-12-31/2020-12-31", "NUM programme"), ("2020-05", "NUM programme"), True),
        (("2019-12-31/2021-01-01", "NUM programme"), ("2020-05", "NUM programme"), False),
        # seven words of ten, six of nine
        (
            ("2020", "one site joins our big network plan now"),
            ("2020", "one site joins our big network plan at last"),
            True,
        ),
        (
            ("2020", "one site joins our big network now"),
            ("2020", "one site joins our big network at last"),
            False,
        ),
        (("2020/2025", "NUM programme"), ("2020/2025", "NUM programme"), True),
        (
            ("2020-04", "Berlin joins the network of university medicine"),
            ("2020-04", "Munich joins the network of university medicine"),
            False,
        ),
        (
            ("2020-04", "Berlin joins the network of university medicine"),
            ("2020-04", "Berln joins the network of university medicine"),
            True,
        ),
        (
            ("2020-04", "Berlin enters the network of university medicine"),
            ("2020-04", "Berlin joins the network of university medicine"),
            True,
        ),
        (
            ("2020", "First meeting of the steering group"),
            ("2020", "Second meeting of the steering group"),
            False,
        ),
        (
            ("2020", "Meeting of the steering group"),
            ("2020", "Second meeting of the steering group"),
            True,
        ),
        (
            ("2020", "Erste Sitzung des Lenkungskreises der Biobanken in Berlin"),
            ("2020", "Zweite Sitzung des Lenkungskreises der Biobanken in Berlin"),
            False,
        ),
        (
            ("2020", "GBN sites in phase II of the national network"),
            ("2020", "GBN sites in phase III of the national network"),
            False,
        ),
    ],
)
def test_two_events_may_be_one(first, second, is_one, check):
    text = "events:\n" + "".join(
        f"  - {{id: e{n}, date: '{day}', title: {title}}}\n"
        for n, (day, title) in enumerate((first, second))
    )
    assert bool(of(check(text), "near-duplicate")) is is_one


@pytest.mark.parametrize(
    ("events", "code", "places"),
    [
        ("{id: a, date: '2019?'} {id: b, date: 2018~, follows: a}", "follows-order", []),
        ("{id: a, date: 2019} {id: b, date: 2018~, follows: a}", "follows-order", []),
        ("{id: a, date: '2019?'} {id: b, date: 2018, follows: a}", "follows-order", []),
        ("{id: a, date: 2019} {id: b, date: 2018, follows: a}", "follows-order", ["b"]),
        ("{id: a, date: 2019-05-02} {id: b, date: 2019-05-02, follows: a}", "follows-order", []),
        ("{id: a, date: 2019-05-02} {id: b, date: 2019-05-01, follows: a}", "follows-order", ["b"]),
        ("{id: a, date: 2018~/2022~} {id: b, date: 2017-12, part_of: a}", "part-of-span", []),
        ("{id: a, date: 2018/2022} {id: b, date: '2017?', part_of: a}", "part-of-span", []),
        ("{id: a, date: 2018/2022} {id: b, date: 2017, part_of: a}", "part-of-span", ["b"]),
        ("{id: a, date: 2021~, sources: [{title: S, published: 2020-12}]}", "early-source", []),
        ("{id: a, date: 2021, sources: [{title: S, published: 2020~}]}", "early-source", []),
        ("{id: a, date: 2021, sources: [{title: S, published: 2020}]}", "early-source", ["a"]),
        ("{id: a, date: 2023, sources: [{title: S, url: 'https://a.org', accessed: 2022-01-01}]}",
         "early-source", ["a"]),
        ("{id: a, date: 2021, sources: [{title: S, url: 'https://a.org', accessed: 2022-01-01}]}",
         "early-source", []),
        ("{id: a, date: 2023, sources: [{title: S, published: 2022, accessed: 2026-01-01}]}",
         "early-source", ["a"]),
        ("{id: z, date: 2020-05} {id: a, date: 2020-05-01, sources: [{title: S, published: 2021, stated: im Mai 2020}]}",
         "over-precise", ["a"]),
        (("{id: z, date: 2020-05-01, sources: [{title: S, published: 2021, stated: Seite 2020}]}"
         " {id: a, date: 2020-05-01, sources: [{title: S, published: 2021, stated: im Mai 2020}]}"),
         "over-precise", ["a"]),
        ("{id: a, date: 2025~, status: planned}", "planned-past", []),
        ("{id: a, date: 2025, status: planned}", "planned-past", ["a"]),
        ("{id: a, date: 2020/.., sources: [{title: S, published: 2021}]}", "stale-open-end", ["a"]),
        ("{id: z, date: 2020} {id: y, date: 2020/..} {id: a, date: 2020/.., sources: [{title: S, published: 2021}]}",
         "stale-open-end", ["a"]),
        ("{id: a, date: 2020/.., sources: [{title: S, published: 2024-11-21}]}", "stale-open-end", []),
        ("{id: a, date: 2020/.., sources: [{title: S, published: 2024-11-20}]}", "stale-open-end", ["a"]),
        ("{id: a, date: 2020, sources: [{title: S, published: 2021}]} {id: b, date: 2020, sources: [{title: S}]}",
         "undated-source", ["b"]),
        ("{id: a, date: 2020/.., status: cancelled, sources: [{title: S, published: 2021}]}",
         "stale-open-end", []),
        ("{id: a, date: 2020, sources: [a.org]} {id: b, date: 2020, sources: [a.org, b.org]}".replace(
            "a.org", "'https://a.org'").replace("b.org", "'https://b.org'"),
         "undated-source", ["a", "b"]),
        ("{id: a, date: 2020, place: Munster} {id: b, date: 2020, place: Münster}",
         "two-spellings", []),
        ("{id: a, date: 2020, place: MÜNSTER} {id: b, date: 2020, place: Münster}",
         "two-spellings", ["b"]),
        ("{id: a, date: 2020, tags: [Cafe]} {id: b, date: 2020, tags: [Café]}",
         "two-spellings", ["b"]),
        ("{id: a, date: 2022} {id: b, date: 2021} {id: c, date: 2021} {id: d, date: 2020}",
         "unsorted", []),
        ("{id: a, date: 2022} {id: b, date: 2020} {id: c, date: 2021} {id: d, date: 2019}",
         "unsorted", ["a", "d"]),
        ("{id: a, date: 2022} {id: b, date: 2021}", "unsorted", ["a"]),
        ("{id: a, date: 2019} {id: b, date: 2022, ignore: unsorted} {id: c, date: 2020} {id: d, date: 2018}",
         "unsorted", ["d"]),
    ],
)  # fmt: skip
def test_where_a_rule_finds_something_and_where_not(events, code, places, check):
    text = events.replace("} {", "}\n{").replace("date:", "title: T, date:")
    rows = [f"  - {row}" for row in text.splitlines()]
    found = of(check("events:\n" + "\n".join(rows) + "\n"), code)
    assert [re.findall(r"id: (\w+)", problem.excerpt)[0] for problem in found] == places


@pytest.mark.parametrize(
    ("phases", "gaps", "overlaps"),
    [
        ("2010/2030 2011/2012 2015/2016", [], ["p2", "p3"]),
        ("2010/2012 2013/2014 2015/2016", [], []),
        ("2010/2012 2014/2015 2016/2016", ["p2"], []),
        ("2010/2012 2013/2016,follows:p1 2015/2018", [], ["p3"]),
        ("2010/2012 2013/2016,follows:p1 2018/2019", ["p3"], []),
        ("2010/2012 2014/2016,follows:p1 2013/2013", ["p2"], []),
        ("2010/2012 2011/2016,follows:p1", [], ["p2"]),
        ("2010/2020 2011/2012 2013/2014 2015/2016,follows:p3", [], ["p2", "p3", "p4"]),
        ("2010/2012 2013/2014,follows:p1 2010/2012 2013/2014,follows:p3", [], []),
        ("2010/2012,networks:[A,B] 2015/2016,networks:[B,A]", ["p2"], []),
        ("2010/2012,networks:[A] 2015/2016,networks:[B]", [], []),
        ("2010/2012,networks:[] 2011/2013,networks:[] 2015/2016,networks:[]", [], []),
        ("2010/2012,kind:periodical 2015/2016,kind:periodical", [], []),
        ("2010/2012,kind:aufbauphase 2015/2016,kind:aufbauphase", ["p2"], []),
        ("2010/2012 2011/2014,status:cancelled 2013/2016", [], []),
        ("2010/2012 2014~/2016 2018/2020", [], []),
        ("2010/2012~ 2012/2016", [], []),
    ],
)
def test_phases_are_held_against_all_that_came_before(phases, gaps, overlaps, check):
    kinds = "kinds:\n  phase: {name: P}\n  periodical: {name: J}\n  aufbauphase: {name: A}\n"
    text = f"networks: {{A: {{name: A}}, B: {{name: B}}}}\n{kinds}events:\n"
    for number, phase in enumerate(phases.split(" "), start=1):
        day, _, more = phase.partition(",")
        kind = "" if "kind" in more else ", kind: phase"
        networks = "" if "networks" in more else ", networks: [A]"
        more = f", {more.replace(':', ': ')}" if more else ""
        text += f"  - {{id: p{number}, date: {day}, title: T{number}{kind}{networks}{more}}}\n"
    problems = check(text)
    for code, expected in (("phase-gap", gaps), ("phase-overlap", overlaps)):
        found = [re.findall(r"id: (\w+)", problem.excerpt)[0] for problem in of(problems, code)]
        assert found == expected


@pytest.mark.parametrize(
    ("text", "inside", "found"),
    [
        ("a  \nb\t\r\nc \rd", (), [(0, 1, 2), (1, 1, 1), (2, 1, 1)]),
        ("a  \nb\t\r\nc \rd", (1,), [(0, 1, 2), (2, 1, 1)]),
        ("a" + " " * 60_000 + "b", (), []),
        ("a\u00a0\nb\u3000 \n", (), [(1, 2, 1)]),
    ],
)
def test_spaces_at_the_end_of_a_line_are_found_at_their_places(text, inside, found):
    file = File("events.yaml", text, (), frozenset(inside))
    subject = Subject(Contents("de", None, None, (), ()), (file,), TODAY)
    spots = [finding.place for finding in RULES["trailing-space"].find(subject)]
    assert spots == [Spot("events.yaml", *place) for place in found]


def test_a_bare_address_is_told_once_and_where_to_date_it(check):
    text = "events:\n" + "".join(
        f"  - {{id: e{n}, date: 2020, title: T{n}, sources: ['https://num.example']}}\n"
        for n in range(3)
    )
    (problem,) = of(check(text), "undated-source")
    assert problem.line == 2
    assert problem.hint.startswith("give it once, under 'sources:', and add 'published: ...'")


def test_a_competing_dates_source_is_told_where_it_stands(check):
    text = (
        "events:\n  - id: one\n    date: 2020\n    title: One\n    sources: [{title: A, published: 2020}]\n"
        "    disputed:\n      - {date: 2021, sources: [{title: B, published: 2021}, {title: C}]}\n"
    )
    (problem,) = of(check(text), "undated-source")
    assert (problem.line, problem.excerpt[problem.column - 1 :][:10]) == (7, "{title: C}")


def test_events_whose_words_forty_share_are_compared(check):
    rows = [f"  - {{id: e{n}, date: {1900 + n}, title: Meeting {n} a}}\n" for n in range(38)]
    rows += ["  - {id: a, date: 2020, title: Meeting in X Y}\n",
             "  - {id: b, date: 2020, title: Meeting in the X Y}\n"]  # fmt: skip
    (problem,) = of(check("events:\n" + "".join(rows)), "near-duplicate")
    assert problem.message == "b (2020) may be a (2020) once more"


@pytest.mark.parametrize("many", [60, pytest.param(3_000, marks=pytest.mark.long)])
def test_many_events_of_one_title_are_each_told_once(many, check):
    years = many // 3
    rows = "".join(f"  - {{id: e{n}, date: {1000 + n % years}, title: Same old thing}}\n"
                   for n in range(many))  # fmt: skip
    found = of(check(f"events:\n{rows}"), "near-duplicate")
    assert len(found) == 2 * years


def test_what_was_planned_is_told_with_its_date_in_words(check):
    text = "events:\n  - {id: one, date: ../2024, title: One, status: planned}\n"
    (problem,) = of(check(text), "planned-past")
    assert problem.message == "one is planned, but its date has passed: until 2024"


def test_what_has_passed_depends_on_the_day(check):
    text = "events:\n  - {id: one, date: 2026-11, title: One, status: planned}\n"
    last = date(2026, 11, 30).toordinal()
    assert not of(check(text, last), "planned-past")
    assert of(check(text, last + 1), "planned-past")


# The command


PLAIN = "events:\n  - {id: one, date: 2020, title: One}\n"
WRONG = "events:\n  - {id: two, date: 2018, title: Two, follows: one}\n  - {id: one, date: 2020, title: One}\n"


@pytest.mark.parametrize(
    ("text", "arguments", "status"),
    [
        (PLAIN, (), 0),
        (PLAIN, ("--strict",), 1),
        (WRONG, (), 1),
        ("events: []\n", ("--strict",), 0),
        ("events:\n  - {id: one}\n", (), 1),
    ],
)
def test_errors_exit_with_one_and_warnings_only_when_strict(
    text, arguments, status, timeline, store
):
    store(text)
    run = timeline("check", *arguments)
    assert run.status == status
    assert "Traceback" not in run.err


def test_problems_are_data_and_their_number_is_a_note(timeline, store):
    store(PLAIN)
    run = timeline("check")
    assert run.out == (
        "events.yaml:2:10: warning[no-source]: one has no source\n"
        "    2 |   - {id: one, date: 2020, title: One}\n"
        "      |          ^^^\n"
        "        hint: add 'sources: [...]' with an id of the catalogue or a URL\n"
    )
    assert run.err == "1 warning in 1 event in 1 file\n"
    for named, said in (("nosuch.yaml", "there is no 'nosuch.yaml'"), ("", "'' is no path")):
        run = timeline("check", named)
        assert (run.status, run.out) == (2, "")
        assert run.err.startswith(f"timeline: STORE: {said}; give a YAML file")


def test_annotations_for_github_and_data_for_programs(timeline, store, monkeypatch):
    path = store("events:\n  - {id: one, date: 2020, title: 'One: 100%, two'}\n")
    run = timeline("check", "-f", "github")
    assert run.out == (
        "::warning file=events.yaml,line=2,col=10,endColumn=13,title=no-source::one has no source; "
        "add 'sources: [...]' with an id of the catalogue or a URL\n"
    )
    data = json.loads(timeline("check", "--format", "json").out)
    assert data == [{
        "file": "events.yaml", "line": 2, "column": 10, "end_column": 13, "severity": "warning",
        "code": "no-source", "message": "one has no source",
        "hint": "add 'sources: [...]' with an id of the catalogue or a URL",
    }]  # fmt: skip
    monkeypatch.setenv("GITHUB_WORKSPACE", str(path.parent.parent))
    assert "file=work/events.yaml,line=2" in timeline("check", "-f", "github").out
    run = timeline("check", "-f", "githb")
    assert (run.status, run.err) == (
        2, "timeline: there is no format 'githb'; did you mean github? (valid: text, github, json)\n"
    )  # fmt: skip


UNTIDY = (
    "# head  \nevents:   # all of them\r\n  # 2020\r\n  - id: late \r\n    date: 2020-05\t\r\n"
    "    title: |\r\n      Kept   \r\n  # about early\r\n  - {id: early, date: 2021-04, title: Early}  \r\n"
    "  # 2019\n  - {id: first, date: 2019, title: First}\n  # the end "
)


def test_what_is_safe_is_mended_and_every_comment_kept(timeline, store):
    path = store(UNTIDY)
    dry = timeline("check", "--fix", "--dry-run")
    assert path.read_bytes() == UNTIDY.encode()
    assert dry.status == 0
    assert dry.out.startswith("--- events.yaml\n+++ events.yaml\n")
    run = timeline("check", "--fix")
    text = path.read_bytes().decode()
    assert run.err.splitlines()[0] == "mended 1 file"
    assert text.count("#") == UNTIDY.count("#")
    assert sorted(line.strip() for line in text.splitlines()) == (
        sorted(line.strip() for line in UNTIDY.splitlines())
    )
    ids = re.findall(r"id: (\w+)", text)
    assert ids == ["first", "late", "early"]
    assert text.index("# about early") < text.index("id: early") < text.index("# the end")
    assert not text.endswith("\n")  # as it was
    assert timeline("check", "--fix").err.splitlines()[0] != "mended 1 file"


def test_nothing_is_mended_in_a_broken_store_or_in_the_bundled_one(timeline, store, monkeypatch):
    path = store("events:  \n  - {id: one, date: 2020-13, title: One}\n")
    run = timeline("check", "--fix")
    assert run.status == 1
    assert "nothing is mended" in run.err
    assert path.read_text() == "events:  \n  - {id: one, date: 2020-13, title: One}\n"
    assert timeline("check", "--dry-run").status == 2


def test_findings_are_told_where_nothing_can_be_mended(timeline, store, monkeypatch):
    store("events:\n  - {id: b, date: 2021, title: B}  \n  - {id: a, date: 2020, title: A}\n")

    def fail(_changes):
        raise TimelineError("cannot write events.yaml: disk full", "nothing was changed")

    monkeypatch.setattr("timeline.cli.commands.check.write_changes", fail)
    run = timeline("check", "--fix")
    assert run.status == 1
    assert "warning[unsorted]" in run.out
    assert "cannot write events.yaml" in run.err
    dry = timeline("check", "--fix", "--dry-run", "--strict")
    assert dry.status == 1
    assert dry.out.startswith("--- events.yaml")
    assert "warning[unsorted]" in dry.err
