"""Content words of a clause that nothing was made of."""

from __future__ import annotations

import re

from chat.language.clause import PLACEHOLDER, Clause
from chat.language.task_words import is_spoken
from chat.language.vocabulary import NOUN_CUES, PEOPLE, ROW_NOUNS
from chat.language.words import STOPWORDS

EMPTY = (
    frozenset(
        """show tell calculate compute find get give make plot draw create perform run do
    display list see want report provide determine identify check analyze analyse
    analysis calculate using based each overall respective respectively given new old
    dataset data table file column columns variable variables feature features value
    values row rows number numbers result results chart graph plot plots figure picture
    visualization visualisation visualize visualise level levels different various
    test statistically significant significance score used field fields method approach
    across among between within against per versus vs over under above below more less
    than least most equal greater higher lower years year old entry entries record
    records csv python pandas numpy scipy library function functions built please
    coefficient axis type types kind question current since until before after during
    except excluding without ignoring not only everyone anyone hired employed earning
    score bins population sample threshold decimal places rounded separately wilk
    including include summing subtracting adding multiplying dividing calculated
    defined created creating performing recorded corresponding given associated
    follows follow""".split()
    )
    | ROW_NOUNS
    | PEOPLE
    | frozenset(NOUN_CUES)
)


def leftover_words(clause: Clause, used: set[int]) -> tuple[list[str], int]:
    """The unused words in order, and how many content words there are in all."""
    left = []
    n_content = 0
    for match in PLACEHOLDER.finditer(clause.text):
        n_content += 1
        number = int(match[2])
        if number not in used and match[1] not in "x":
            left.append(clause.mentions[number].text)
    for match in re.finditer(r"[^\W\d_][\w']*", PLACEHOLDER.sub(" ", clause.literal)):
        word = match[0]
        if len(word) < 3 or word in STOPWORDS or word in EMPTY:
            continue
        n_content += 1
        if not is_spoken(word):
            left.append(word)
    return left, n_content
