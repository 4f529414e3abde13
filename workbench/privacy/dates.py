"""Dates finer than a year, and ages of ninety and more: written, spoken, English and French."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.privacy.shapes import ORDINAL_WORD, TENS, Find, compiled
from workbench.privacy.values import IdentifierClass

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_MOIS = (
    r"(?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre)"
)
_JOUR = (
    r"(?:premier|1er|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|"
    r"vingt(?:[- ]et[- ]un|[- ](?:deux|trois|quatre|cinq|six|sept|huit|neuf))?|trente(?:[- ]et[- ]un)?|"
    r"dix[- ](?:sept|huit|neuf)|3[01]|[12]?\d)"
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thurs?|fri|sat|sun)\b\.?)"
_SEMAINE = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_DAY = rf"(?:(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?|{ORDINAL_WORD})"
_CARDINAL_DAY = (
    rf"(?:twenty[- ](?:one|two|three|four|five|six|seven|eight|nine)|thirty[- ]one|{TENS.split('|')[0]}|thirty|ten|eleven|twelve|"
    r"thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|one|two|three|four|five|six|seven|eight|nine)"
)
_SPOKEN_YEAR = (
    r"(?:(?:nineteen|twenty)[- ](?:oh[- ]?\w+|(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)|"
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)|"
    r"two\ thousand(?:\ and)?(?:\ (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty(?:[- ]\w+)?))?)"
)
_YEAR = rf"(?:(?:19|20)\d\d|['’]\d\d|{_SPOKEN_YEAR})"
_AND_YEAR = rf"(?:,?\s{{1,2}}(?:of\s|in\s)?{_YEAR}(?!\d))?"
_DAY_OF_WEEK = rf"(?:{_WEEKDAY},?\s{{1,2}}(?:the\s)?)?"
_SEP = r"\s{1,3}"
_HOLIDAY = (
    r"(?:christmas(?:\ (?:eve|day))?|boxing\ day|new\ year['’]?s(?:\ (?:eve|day))?|thanksgiving|easter(?:\ (?:sunday|monday))?|good\ friday|"
    r"canada\ day|labour\ day|halloween|remembrance\ day|valentine['’]?s(?:\ day)?|mother['’]?s\ day|father['’]?s\ day|victoria\ day|"
    r"family\ day|st\.?\ patrick['’]?s\ day|diwali|hanukkah|eid|lunar\ new\ year|noël|pâques|saint-jean(?:-baptiste)?)"
)

_DATES = [
    # October 17th, 2019; Oct. 17; March the third; Tuesday, April ninth
    (rf"\b{_DAY_OF_WEEK}{_MONTH},?{_SEP}(?:the\s)?{_DAY}\b(?!\s?%){_AND_YEAR}", 0.95),
    (rf"\b{_DAY_OF_WEEK}{_MONTH}{_SEP}{_CARDINAL_DAY}\b(?!\s(?:hundred|thousand|of|or|times|days|weeks|months|years|people|kids)){_AND_YEAR}", 0.7),
    # the 17th of October; 17 October 2019; third of March
    (rf"\b{_DAY_OF_WEEK}(?:the\s)?{_DAY}(?:\sday)?{_SEP}(?:of\s|in\s)?{_MONTH}{_AND_YEAR}(?!\w)", 0.95),
    # 2019-03-12, 12/03/2019, 12.3.19
    (r"(?<![\w./-])(?:19|20)\d\d(?P<i>[-/.])(?:1[0-2]|0?[1-9])(?P=i)(?:3[01]|[12]\d|0?[1-9])(?![\w-])", 0.98),
    (r"(?<![\w./-])(?:3[01]|[12]\d|0?[1-9])(?P<j>[-/.])(?:3[01]|[12]\d|0?[1-9])(?P=j)(?:(?:19|20)\d\d|\d\d)(?![\w-]|[./]\d)", 0.95),
    (r"(?<![\w.-])(?:19|20)\d\d(?:1[0-2]|0[1-9])(?:3[01]|[12]\d|0[1-9])(?![\w-])", 0.8),
    # on 3/14, dated 3/14
    (r"(?<=\bon\s)(?:1[0-2]|0?[1-9])/(?:3[01]|[12]\d|0?[1-9])(?![\w/])", 0.7),
    # March 2019; March of 2019
    (rf"\b{_MONTH},?{_SEP}(?:of\s|in\s)?(?:(?:19|20)\d\d|{_SPOKEN_YEAR})(?!\w)", 0.7),
    # Christmas of 2019
    (rf"\b{_HOLIDAY},?{_SEP}(?:of\s|in\s)?{_YEAR}(?!\w)", 0.75),
    # Tuesday the third; the 23rd
    (rf"\b{_WEEKDAY},?{_SEP}the\s{_DAY}\b(?!\s(?:time|one|floor|week|thing))", 0.8),
    (r"(?<=\bon\s)the\s(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)\b(?!\s(?:floor|century|try|time|day|hour|grade|week|page|street|ave|avenue|of\severy|birthday|attempt|hole|line|unit|level|one|place|date))", 0.6),
    # French: le 3 mars 2019, mardi 1er avril, mars 2019
    (rf"\b(?:{_SEMAINE}\s)?(?:le\s)?{_JOUR}\s{_MOIS}(?:\s(?:19|20)\d\d)?(?!\w)", 0.95),
    (rf"\b{_MOIS}\s(?:de\s)?(?:19|20)\d\d(?!\w)", 0.7),
]  # fmt: skip
_NOT_MONTHS = compiled(
    r"^(?:may|march|mars|mar|sun|sat|dec)\s+(?:the\s)?(?:second|first|one|two|six)?$", ignore_case=False
)
_DATE_FINDERS = [(compiled(pattern.replace("\\s", "[^\\S\\n]")), confidence) for pattern, confidence in _DATES]
_VERB_MAY = compiled(r"^may\b", ignore_case=False)
_MODAL = compiled(r"\b(?:i|you|he|she|it|we|they|that|this|which|who|there|and|or|people|doctors?|patients?)\s$")

_UNIT = (
    r"(?!\s?(?:%|per\ ?cent|percent|degrees|minutes?|mins?|seconds?|hours?|days?|weeks?|months?|dollars?|bucks|cents|miles?|"
    r"km|kms|kilomet\w*|kilos?|kgs?|pounds?|lbs?|feet|foot|met(?:re|er)s?|people|patients?|times|points?|calories|"
    r"milligrams?|mgs?|mils?|ml|units|over|out|in\ the\ shade|below|above|or\ more|plus\ degrees|to\ \d|pages|thousand|hundred|"
    r"million|questions|women|men|kids|students|percentile|some|odd|proof|below|years?\ (?:ago|later|since|from|in|and|before))|"
    r"[-–/.:,]\d|\d|['’]s\b|\w|(?:st|nd|rd|th)\s)"
)
_AGE_WORD = (
    r"(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|one)[- ]hundred(?:[- ](?:and[- ])?"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))?)"
)
_AGE = rf"(?:9\d|10\d|11\d|{_AGE_WORD})"
_IS = r"(?:\bi['’]?m|\bi\ am|\b(?:she|he|they|who|mom|dad|mother|father|grandm\w+|grandfather|grandpa|gran|nan|kokum|mushum|husband|wife|aunt|auntie|uncle|(?-i:(?!(?:It|That|There|Here|What|This|Which|Where|How|When|One|Today|Everything|Temperature|Price|Cost|Hundred)\b)[A-Z]\w+))(?:['’]s|['’]re|\ is|\ was|\ are|\ were))"
_AGES = [
    (rf"\b{_AGE}[- ]years?[- ](?:old|of\ age|young)\b", 0.97),
    (rf"\b{_AGE}[- ]year[- ]olds?\b", 0.97),
    (rf"\b(?:aged?|age\ of|turned|turning|turns|turn)\s(?:of\s|was\s|is\s)?(?P<a>{_AGE}){_UNIT}", 0.9),
    (rf"{_IS}\s(?:now\s|only\s|already\s|almost\s|just\s|about\s|going\ on\s|like\s)?(?P<b>9\d|10[1-9]|11\d){_UNIT}", 0.85),
    (rf"{_IS}\s(?:now\s|only\s|already\s|just\s|going\ on\s)?(?P<c>{_AGE_WORD}){_UNIT}", 0.8),
    (r"\bin\s(?:my|her|his|their)\s(?:early\s|mid\s|mid-|late\s)?(?:nineties|90['’]?s|hundreds)\b", 0.7),
    (rf"\b(?:lived|live|living|made\ it|died|passed|passed\ away)\s(?:to|till|until|at)\s(?:be\s)?(?:age\s)?(?P<d>{_AGE}){_UNIT}", 0.8),
    (r"\b(?:9\d|1[01]\d|quatre-vingt-(?:dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf)|cent)\sans\b", 0.9),
    (rf"\b(?:nonagenarian|centenarian)s?\b|\b{_AGE}(?:st|nd|rd|th|ieth)\sbirthday\b|\bninetieth\sbirthday\b|\bhundredth\sbirthday\b", 0.85),
]  # fmt: skip
_AGE_FINDERS = [(compiled(pattern), confidence) for pattern, confidence in _AGES]


def find_dates(text: str) -> Iterator[Find]:
    """Dates that say more than the year."""
    for pattern, confidence in _DATE_FINDERS:
        for match in pattern.finditer(text):
            words = match[0]
            if _NOT_MONTHS.match(words):
                continue
            if _VERB_MAY.match(words) and _MODAL.search(text[max(0, match.start() - 12) : match.start()]):
                continue
            start = match.start()
            yield Find(start, match.end(), IdentifierClass.DATE, confidence, "A date finer than a year.", 2)


def find_ages(text: str) -> Iterator[Find]:
    """Ages of ninety and more, with the words that say it is an age where they follow."""
    for pattern, confidence in _AGE_FINDERS:
        for match in pattern.finditer(text):
            named = [name for name in ("a", "b", "c", "d") if match.groupdict().get(name)]
            start, end = match.span(named[0]) if named else match.span()
            if named and named[0] in "bc":
                start = match.start()  # "Doris is 97" is decided as a whole
            rank = 4 if named else 3  # "ninety-one years old" goes before "I am ninety-one"
            yield Find(start, end, IdentifierClass.AGE, confidence, "An age of ninety or more.", rank)
