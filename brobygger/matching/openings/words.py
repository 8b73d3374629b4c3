"""The words of a text that say something about work, as they stand: no stems, so «planter» and «plante» are two words."""

from __future__ import annotations

import re

SHORTEST = 4
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Words of four letters and more that stand in any text about work, and so say nothing about which work.
EMPTY = frozenset(
    WORD.findall(
        """
        aldri alle alltid andre annen annet arbeid arbeide arbeider arbeidet arbeidsplass arbeidsplassen bare beste bety blant blir
        bort bruke burde både dagen deres dersom dette disse eller ellers enkelt enkle etter faste fikk finne flere fordi fått først
        første gang ganger ganske gjennom gjerne gjør gjøre gode godt hadde hater hele heller helst hennes hjelp hjelpe hjelper hvem
        hver hvis hvor hvordan igjen ikke ingen innen jobb jobbe jobben jobber kanskje kommer kunne lang lange lenge like liker lite
        litt lære mange mellom mens mere mest minst mitt mulig mulighet måte måtte noen noens noko nokre nytt ofte også oppe oppgave
        oppgaver over samme sammen sann seks selv siden sine sist skal skulle slik slike snart sted steder stor store stort svært
        særlig tenke tiden tidlig ting trenger under uten vanlig vanlige veldig verken ville være vært årene
        """
    )
)


def words_of(text: str) -> frozenset[str]:
    """Each word of four letters or more in small letters, once, without those that stand in any text about work."""
    return frozenset(word for word in WORD.findall(text.casefold()) if len(word) >= SHORTEST and word not in EMPTY)
