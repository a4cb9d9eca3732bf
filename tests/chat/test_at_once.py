"""Messages are read in several threads at once: none sees the words of another."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from chat.linking import words as english
from chat.translating import words as german

ENGLISH = "relational conditional rationalise valencies digitizing operators feudalism"
GERMAN = "Umsätze Häuser Aufsichtsräte Verteilungen Mitarbeiterinnen Zusammenhänge"


@pytest.fixture
def restless():
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.parametrize(
    ("stem", "said"), [(english.stem, ENGLISH), (german.root, GERMAN)]
)
def test_stems_are_the_same_in_all_threads(stem, said, restless):
    words = [f"{word}{ending}" for word in said.split() for ending in
             ("", "s", "en", "er", "ing", "ly", "ness", "lich", "ung")]  # fmt: skip
    bare = stem.__wrapped__
    expected = [bare(word) for word in words]

    def again(_):
        return [bare(word) for word in words]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(again, range(40)))

    assert all(one == expected for one in found)
