"""Whether an operation is meant: what names it, and what must have been said."""

from __future__ import annotations

from chat.reader.base.senses import Lattice
from chat.reader.frames.frame import BARE, UNEXPLAINED, Frame
from chat.reader.lexicon.operations import MethodWords

_OPENING = 4


def is_meant(frame: Frame, own: MethodWords) -> bool:
    name, said = frame.operation.name, frame.said
    if own.needs_said and not _says_one_of(own.needs_said, frame.lattice):
        return False
    if own.needs_statistic and not (
        said.plain("stat") & set(own.needs_statistic)
        or any(name in t.meaning.heads for t in said.terms)
    ):
        return False
    heads = [term for term in said.terms if name in term.meaning.heads]
    if heads or any(name in effect.heads for effect in said.effects):
        frame.named = True
        if heads and all("asking" in t.meaning.plain for t in heads):
            frame.cost += 0.0 if _asks(frame) else UNEXPLAINED
        return True
    tested = set(own.tests) & said.plain("stat")
    if "share" in own.tests and any(h.percent for h in said.hypotheses):
        tested.add("share")
    if tested and said.hypotheses:
        frame.cost += 0.1
        return True
    bare = any(name in term.meaning.bare for term in said.terms)
    bare = bare or (own.effects and bool(said.effects))
    if (said.effects and "effect" in own.needs) or "adjusted" in own.needs:
        bare = bare or bool(said.effects)
    if own.comparatives and said.plain("reading") & {"greater", "less"}:
        bare = True
    if bare:
        frame.cost += BARE + own.prior
    return bare


def _asks(frame: Frame) -> bool:
    """Whether the message is a question or a hypothesis, rather than a request."""
    lattice = frame.lattice
    if frame.said.plain("tested") or any(True for _ in lattice.all("question")):
        return True
    for at, token in enumerate(lattice.tokens[:_OPENING]):
        if lattice.at("yesno", at) or token.folded in ("how", "whether", "if"):
            return True
    return False


def _says_one_of(forms: tuple[str, ...], lattice: Lattice) -> bool:
    text = " ".join(token.folded for token in lattice.tokens)
    said = f" {text} ".replace(" - ", "-").replace(" / ", "/")
    return any(f" {form} " in said for form in forms)
