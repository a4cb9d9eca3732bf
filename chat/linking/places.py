"""Countries and the words for what comes from them."""

from __future__ import annotations

from functools import cache

_COUNTRIES = """
usa: us, u.s., united states, united states of america, america, american, americans
united kingdom: uk, u.k., great britain, britain, british, england, english
germany: german, germans|france: french|italy: italian, italians|spain: spanish
japan: japanese|china: chinese|india: indian, indians|russia: russian, russians
brazil: brazilian|canada: canadian, canadians|mexico: mexican, mexicans
australia: australian|new zealand: kiwi|south korea: korea, korean|sweden: swedish
norway: norwegian|denmark: danish|finland: finnish|iceland: icelandic
netherlands: dutch, holland|belgium: belgian|switzerland: swiss|austria: austrian
poland: polish|czech republic: czech, czechia|slovakia: slovak|hungary: hungarian
romania: romanian|bulgaria: bulgarian|greece: greek|turkey: turkish|portugal: portuguese
ireland: irish|ukraine: ukrainian|croatia: croatian|serbia: serbian|slovenia: slovenian
estonia: estonian|latvia: latvian|lithuania: lithuanian|egypt: egyptian
south africa: south african|nigeria: nigerian|kenya: kenyan|ethiopia: ethiopian
morocco: moroccan|algeria: algerian|tunisia: tunisian|ghana: ghanaian
argentina: argentinian, argentine|chile: chilean|colombia: colombian|peru: peruvian
venezuela: venezuelan|ecuador: ecuadorian|bolivia: bolivian|uruguay: uruguayan
cuba: cuban|israel: israeli|saudi arabia: saudi|iran: iranian|iraq: iraqi
pakistan: pakistani|bangladesh: bangladeshi|sri lanka: sri lankan|nepal: nepali
thailand: thai|vietnam: vietnamese|indonesia: indonesian|malaysia: malaysian
singapore: singaporean|philippines: filipino, philippine|taiwan: taiwanese
hong kong: hongkong|afghanistan: afghan|kuwait: kuwaiti|qatar: qatari
united arab emirates: uae, emirati|jordan: jordanian|lebanon: lebanese|syria: syrian
europe: european, europeans|asia: asian, asians|africa: african, africans
americas: the americas|oceania: oceanian|north america: north american
south america: south american, latin america
"""


@cache
def place_names() -> dict[str, str]:
    """Every known spelling of a place → its usual name."""
    names = {}
    for entry in _COUNTRIES.replace("\n", "|").split("|"):
        if entry.strip():
            usual, others = entry.split(":")
            for name in (usual, *others.split(",")):
                names[name.strip()] = usual.strip()
    return names
