"""Passages worth a person's look: what no machine finds. They are questions, not hits, and count nowhere as found.

A rare job, a rare event, a family like no other, a small place with a role in it: each tells who somebody is without naming
them. A machine only notices the words with which people speak of such things.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator

from workbench.privacy.shapes import compiled
from workbench.privacy.values import Prompt, Talk

_KIN = r"(?:daughters?|sons?|kids|children|brothers?|sisters?|siblings|twins|triplets|boys|girls|grandkids|grandchildren|stepkids|foster\ kids|wives|husbands)"
_COUNT = r"(?:five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|[5-9]|1\d)"
_WORK = (
    r"(?:teacher|principal|nurse|doctor|pharmacist|mayor|reeve|councillor|chief|pastor|priest|minister|imam|elder|coach|sergeant|constable|judge|lawyer|"
    r"dentist|midwife|vet|veterinarian|physiotherapist|surgeon|specialist|paramedic|firefighter|bus\ driver|trucker|barber|baker|butcher|blacksmith|"
    r"librarian|postmaster|postmistress|undertaker|funeral\ director|farmer|rancher|welder|pilot|interpreter|social\ worker|navigator)"
)
_CUES = (
    ("only one", rf"\b(?:the|an?)\ only\ (?:one|person|woman|man|girl|boy|family|kid|guy|fella|{_WORK}|(?!thing|time|way|problem|reason|place|difference|part|question|option|choice|thought)\w+)(?:\ (?:{_WORK}|one|person))?\ (?:in|at|on|from|around|up|out|who|that|there|here|left|with)\b",
     "Being the only one can name a person. Would somebody there know who this is?"),
    ("first to", r"\b(?:the\ )?first\ (?:one|person|woman|man|girl|boy|family|patient|student|black|indigenous|native|chinese|indian|filipino|case|ever)\ (?:in\ (?:the|all|north|our|this|[A-Z])\S*|to\ (?:ever|get|have|be|do|go|receive|survive|serve|become)|ever\b)",
     "Being the first can be looked up. Could this be found?"),
    ("in the news", r"\b(?:on|in|made|all\ over)\ (?:the|all\ the|national|local)?\ ?(?:\w+\ )?(?:news|newspaper|papers|headlines|bulletin|t\.?v\.?|television|radio|gazette|magazine|facebook|youtube)\b|\b(?:went|gone)\ viral\b|\bjournalists?\b|\breporters?\b|\bgofundme\b|\bdocumentary\b|\bpress\ conference\b|\b(?:the|an?)\ inquest\b|\bpublic\ inquiry\b",
     "Something public can be searched for. Does it lead to a person?"),
    ("I am the ...", rf"\b(?:i\ am|i['’]?m|i\ was|i['’]?ve\ been|she\ is|she['’]s|he\ is|he['’]s|she\ was|he\ was)\ (?:the|a|an|our|their)\ (?:\w+\ ){{0,3}}{_WORK}\b|\bi\ (?:drive|drove|run|ran|own|owned|teach|taught|coach|coached|manage|managed|deliver|delivered|fly|flew|weld|welded)\ (?:the|a|an|at|for|my)\ \w+",
     "A job in a small place can name a person. Is it rare there?"),
    ("worked at", r"\b(?:works?|worked|working|employed|job)\ (?:at|for|near|out\ at|up\ at)\ (?:the|a|an|that)\ (?:only\ |one\ |big\ |old\ )?(?!time|moment|while|minute|hour|day|long)\w+|\bthere(?:\ is|['’]s|\ was)\ (?:only\ )?(?:a|an|the|one|only\ one|only\ the\ one)\ (?:kitchen|factory|mill|mine|plant|shop|store|clinic|school|hotel|farm|camp|office)\b|\bonly\ the\ one\ \w+",
     "An employer without its name can still be known. Could a reader tell which it is?"),
    ("family", rf"\b{_COUNT}\ {_KIN}\b|\b(?:twins?|triplets?|quadruplets|adopted|adoption|foster(?:ed)?|widow(?:ed|er)?|estranged|stepmother|stepfather|half[- ](?:sister|brother))\b|\bboth\ (?:my|our|her|his)\ (?:parents|sons|daughters|kids|brothers|sisters)\b",
     "A family like no other can name a person. Is this one?"),
    ("rare illness", r"\b(?:one\ in\ (?:a|one|ten|a\ hundred|every)?\ ?(?:million|thousand|\d[\d,]+)|rare\ (?:disease|condition|disorder|cancer|form|type|kind|syndrome|blood)|only\ \w+\ (?:cases|people\ in)|never\ seen\ (?:it|one|a\ case)\ before|case\ study|wrote\ me\ up|transplant(?:ed)?|amputat\w+|conjoined|first\ case)\b",
     "A rare illness or operation can name a person. How many have it?"),
    ("rare event", r"\b(?:car|truck|bus|plane|train|helicopter|quad|snowmobile|farm|mining|hunting|work)\ (?:crash|accident|wreck)\b|\b(?:the|that|our)\ (?:fire|flood|tornado|explosion|shooting|crash|murder|wildfire|avalanche|stabbing|drowning|evacuation|trial|lawsuit)\b|\b(?:was|got|been)\ (?:murdered|shot|stabbed|arrested|charged|convicted|kidnapped|struck\ by\ lightning|elected|sued)\b|\bsuicide\b|\bwent\ to\ (?:jail|prison)\b|\bwitness(?:ed)?\b",
     "An event that people remember leads to who was there. Could it be looked up?"),
    ("won't say the name", r"\b(?:won['’]?t|will\ not|not\ going\ to|can['’]?t|shouldn['’]?t|better\ not)\ (?:say|name|mention|tell\ you)\ (?:his|her|their|the|any|who|him|them|no)?\ ?(?:names?|who|which|where)?\b|\byou['’]?d\ (?:know|find|recogni[sz]e)\ (?:him|her|them|it|who)\b|\beverybody\ knows?\b|\beveryone\ knows?\b|\b(?:off|turn\ off)\ the\ (?:record|tape|recorder)\b",
     "Somebody is kept unnamed here. Can one tell who it is all the same?"),
    ("a year", r"\b(?:born|diagnosed|married|divorced|immigrated|came\ (?:here|over|to\ canada)|graduated|retired|died|passed(?:\ away)?|elected|ordained)\ (?:\w+\ ){0,2}(?:in|back\ in|since)\ (?:19|20)\d\d\b",
     "A year with an event in it narrows down who this is. Is the year needed?"),
    ("small place", rf"\b(?:village|hamlet|reserve|rez|colony|settlement|acreage|island|small\ town|little\ town|parish)\b[^.?!\n]{{0,60}}\b{_WORK}\b|\b{_WORK}\b[^.?!\n]{{0,60}}\b(?:village|hamlet|reserve|rez|colony|settlement|small\ town|little\ town|parish)\b|\b(?:population|only)\ (?:of\ )?\d{{2,3}}\ (?:people|souls|families)\b|\bonly\ (?:clinic|hospital|pharmacy|doctor|school|store|church)\b",
     "A role in a small place can name a person. Is there more than one there?"),
    ("record or office", r"\b(?:world\ record|olympics?|olympian|champion(?:ship)?|medal|order\ of\ canada|hall\ of\ fame|award|bestseller|my\ book|wrote\ a\ book|published|album|my\ channel|my\ podcast|my\ blog|my\ website|on\ council|ran\ for|board\ of\ directors)\b",
     "A prize, a book or an office has a public list. Would it lead to this person?"),
)  # fmt: skip
_FINDERS = tuple((cue, compiled(pattern), question) for cue, pattern, question in _CUES)
_MOST = 40  # for one transcript and one question: more would not be read


def prompts(talk: Talk) -> list[Prompt]:
    """Passages of a transcript that a person should look at, in order, one for each cue."""
    found: list[Prompt] = []
    for _, pattern, question in _FINDERS:
        seen = [
            Prompt(match.start(), match.end(), match[0], question, match[0])
            for match in pattern.finditer(talk.text)
            if match[0]
        ]
        found += seen[:_MOST]
    return list(_apart(sorted(found, key=lambda prompt: (prompt.start, -prompt.end))))


def _apart(found: list[Prompt]) -> Iterator[Prompt]:
    """Only the first of those that overlap, so that nobody is asked twice about the same words."""
    ends: list[int] = []
    for prompt in found:
        at = bisect.bisect_right(ends, prompt.start)
        if at == len(ends):
            ends.append(prompt.end)
            yield prompt
