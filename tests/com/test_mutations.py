"""The list of repairs in `mutations.py` speaks of the code as it is."""

from __future__ import annotations

import pytest
from mutations import CHECKOUT, MUTATIONS, Mutation


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.name)
def test_what_is_taken_out_stands_there_once_and_the_tests_exist(mutation: Mutation) -> None:
    text = (CHECKOUT / mutation.file).read_text(encoding="utf-8")
    assert text.count(mutation.repaired) == 1
    compile(text.replace(mutation.repaired, mutation.broken), mutation.file, "exec")
    assert all((CHECKOUT / test).is_file() for test in mutation.tests)
