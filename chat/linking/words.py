"""Words as the parser compares them: folded, stemmed, and whether they are English."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

import snowballstemmer

_IRREGULAR = {
    "women": "woman",
    "men": "man",
    "children": "child",
    "people": "person",
    "persons": "person",
    "feet": "foot",
    "teeth": "tooth",
    "mice": "mouse",
    "wives": "wife",
    "loaves": "loaf",
    "knives": "knife",
    "shelves": "shelf",
    "halves": "half",
    "calves": "calf",
    "scarves": "scarf",
    "lives": "life",
    "criteria": "criterion",
    "indices": "index",
    "indexes": "index",
    "bought": "buy",
    "sold": "sale",
    "sell": "sale",
    "sells": "sale",
    "selling": "sale",
    "paid": "pay",
    "won": "win",
    "winning": "win",
    "lost": "lose",
    "losing": "lose",
    "spent": "spend",
    "made": "make",
    "grew": "grow",
    **dict(
        pair.split("/")
        for pair in """fell/fall fallen/fall broke/break broken/break chose/choose
        chosen/choose went/go gone/go came/come began/begin begun/begin drove/drive
        driven/drive ate/eat eaten/eat drank/drink flew/fly gave/give kept/keep knew/know
        sent/send slept/sleep took/take taken/take taught/teach wrote/write written/write
        built/build brought/bring caught/catch stole/steal stolen/steal lent/lend
        met/meet ran/run rode/ride ridden/ride shot/shoot stood/stand swam/swim
        threw/throw thrown/throw wore/wear worn/wear forgot/forget forgotten/forget
        held/hold burnt/burn fed/feed spoke/speak spoken/speak shrank/shrink sank/sink grown/grow
        hidden/hide""".split()
    ),
    "died": "die",
    "dying": "die",
    "heights": "height",
    "diagnoses": "diagnosis",
    "prognoses": "prognosis",
    "hypotheses": "hypothesis",
    "crises": "crisis",
    "data": "data",
    "means": "mean",
    "series": "series",
    "species": "species",
    "status": "status",
    "gas": "gas",
    "class": "class",
}
_COMMON_FROM = 1_000
_RARE = 100  # "corelation" stands there a few times
_LONGEST = 40

STOPWORDS = frozenset(
    """a about actually after again all also am an and any are as at be because been
    being both but by can could did do does doing each either else every few for from
    get give given gives had has have having her here him his how i if in into is it
    its itself just kindly know let like many may me might more most much must my no
    nor not now of off on one ones only or other our out over own per please same she
    should so some such tell than thank thanks that the their them then there these
    they this those through to too under until up us use used using very via want was
    we were what when where whether which while who whom whose why will with within
    without would you your i'd i'm it's let's what's there's don't doesn't didn't isn't
    aren't wasn't weren't won't can't cannot need needs help hi hello hey ok okay yes
    well really quite""".split()
)


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Case, accents and width taken away: ``"São"`` → ``"sao"``."""
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in text if not unicodedata.combining(c)).replace("’", "'")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word, irregular plurals and pasts included."""
    word = word.removesuffix("'s").removesuffix("'")
    word = _IRREGULAR.get(word, word)
    if not 4 <= len(word) <= _LONGEST:
        return word
    # One of its own: it holds the word while it works, and threads would mix theirs up.
    return str(snowballstemmer.stemmer("english").stemWord(word))


def root_of(word: str) -> str:
    """The stem of a word in a name, but for nouns in "-ing": "schooling" is no school."""
    return word if word.endswith("ing") else stem(word)


_VOWELS = "aeiou"
_SHORT_VERB = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")  # "stop", "scrub": stopped


@cache
def _irregular_pasts() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for past, verb in _IRREGULAR.items():
        found.setdefault(verb, []).append(past)
    return {verb: tuple(pasts) for verb, pasts in found.items()}


def forms_of_verb(phrase: str) -> tuple[str, ...]:
    """A verb with what stands behind it in all its forms: call off, called off …"""
    verb, *rest = phrase.split()
    silent = verb.removesuffix("e") if verb.endswith("e") else verb
    if _SHORT_VERB.fullmatch(verb):
        silent = verb + verb[-1]
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        forms = [verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"]
    else:
        third = "es" if verb.endswith(("s", "x", "ch", "sh", "o")) else "s"
        forms = [verb, verb + third, f"{silent}ed", f"{silent}ing"]
    pasts = _irregular_pasts().get(verb)
    if pasts:
        forms = [form for form in forms if not form.endswith("ed")] + list(pasts)
    return tuple(" ".join((form, *rest)) for form in dict.fromkeys(forms))


@cache
def _frequencies() -> dict[str, int]:
    packed = resources.files("spellchecker") / "resources" / "en.json.gz"
    found: dict[str, int] = json.loads(gzip.decompress(packed.read_bytes()))
    return found


@cache
def _common_words() -> frozenset[str]:
    return frozenset(w for w, count in _frequencies().items() if count >= _COMMON_FROM)


def in_dictionary(word: str) -> bool:
    """Whether a folded word is an English one, though rare: "wetness" is no "wettest"."""
    return _frequencies().get(word, 0) >= _RARE


def is_english(word: str) -> bool:
    """Whether a folded word is a common English one, and so not somebody's typo."""
    known = _common_words()
    return word in STOPWORDS or word in known or word.removesuffix("s") in known
