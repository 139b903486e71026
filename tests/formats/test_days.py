"""Dates as stretches of days, held against the members that queries work with."""

from __future__ import annotations

import re
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.amount import examples
from tests.dates.test_edtf import EDTF
from tests.formats.samples import event
from timeline.dates.edtf import DateSet, Run, members
from timeline.formats.days import is_choice, stretches
from timeline.placement import newest, value_of


@examples(200)
@given(EDTF, st.sampled_from([None, "1999", "2150-05-01", "[..1850]", "Y20000"]))
def test_each_member_has_a_stretch_of_its_own_that_claims_no_day_beyond_it(dated, published):
    happened = event("x", dated.text, published=published)
    found = stretches(happened)
    bounds = members(value_of(dated.text), newest(happened.citations))
    assert len(found) == len(bounds)
    for stretch, (es, ls, ee, le, hedged, _) in zip(found, bounds, strict=True):
        assert es <= stretch.first <= stretch.last <= le
        assert stretch.is_cut == (es == -inf or le == inf)
        assert es in (stretch.first, -inf)
        assert le in (stretch.last, inf)
        if le == inf > ls:  # an open end goes on as long as it was seen to, if that day has a text
            assert stretch.last in (max(ls, ee), ls)
        if stretch.is_exact:
            assert (es, ee, hedged) == (ls, le, False)


@examples(100)
@given(EDTF)
def test_days_are_exact_only_where_the_date_names_each_of_them(dated):
    exact = [stretch.is_exact for stretch in stretches(event("x", dated.text))]
    value = value_of(dated.text)
    if isinstance(value, DateSet):
        assert not (value.one_of and any(isinstance(i, Run) and e for i, e in zip(value.items, exact, strict=True)))  # fmt: skip
    else:
        assert exact == [re.fullmatch(r"-?\d{4}-\d\d-\d\d(/-?\d{4}-\d\d-\d\d)?", dated.text) is not None]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "choice"),
    [("[2018,2020]", True), ("[2018..2020]", True), ("[2018-01-01..2020-05-01]", True), ("[..2020]", False),
     ("[2018..]", False), ("[2018]", False), ("{2018,2020}", False), ("{2018..2020}", False), ("2018", False)],
)  # fmt: skip
def test_only_one_of_several_members_or_of_a_run_is_a_choice(text, choice):
    assert is_choice(event("x", text)) is choice
