"""The words that tell roles, title pages and ordinary speech apart, in English and French and some Spanish."""

import re

FACILITATOR = (
    r"interviewer(?:in)?|intervieweu(?:r|se)|co-?interviewer|facilitator|facilitateur|facilitatrice|co-?facilitator|moderator|"
    r"co-?moderator|mod[ée]rat(?:eur|rice)|animat(?:eur|rice)|enqu[êe]t(?:eur|rice|euse)|chercheu(?:r|se|re)|researcher|"
    r"host|co-?host|h[ôo]te|int|inter|intv|intvr|ivr|iv|interv|fac|facil|mod|q|qs|question|questioner|i|f|m|student researcher|"
    r"research assistant|ra|investigator|inv|experimenter|entrevistador(?:a)?|moderador(?:a)?|pregunta|facilitador(?:a)?|investigador(?:a)?|befrager(?:in)?|moderatorin|"
    r"fragende(?:r)?|forscher(?:in)?|chair|the chair|presenter"
)
GROUP = (
    r"several|several voices|several people|several participants|all|everyone|everybody|group|the group|multiple|"
    r"multiple speakers|alle|mehrere|todos|todas|varios|varias|multiple voices|many|various|unison|chorus|both|audience|crowd|participants|all participants|"
    r"plusieurs|plusieurs voix|tous|toutes|le groupe|groupe|ensemble|various participants|group members"
)
NOTE_TAKER = (
    r"note ?-?taker|notetaker|observer|observat(?:eur|rice)|note-?taking|field notes?|transcriber|transcriptionist|"
    r"transcriber'?s? notes?|preneu(?:r|se) de notes|scribe|recorder"
)
PARTICIPANT = (
    r"participant|respondent|interviewee|informant|subject|patient|caregiver|carer|client|speaker|speakers?|voice|person|"
    r"narrator|resp|part|patient partner|family member|mother|father|parent|daughter|son|wife|husband|spouse|partner|"
    r"nurse|doctor|physician|clinician|staff|teacher|student|man|woman|male|female|répondante?|r[ée]pondant|patiente|"
    r"interviewée?|participante|locuteur|locutrice|entrevistad[oa]|participanta|answer|respuesta|a|r|p|s|unknown speaker|"
    r"unknown|unidentified speaker|unidentified|unidentified male|unidentified female|male speaker|female speaker|"
    r"male voice|female voice|man's voice|woman's voice|speaker unknown|guest|member|volunteer|proche aidante?|befragte[rn]?|interviewte[rn]?|interviewpartner(?:in)?|"
    r"teilnehmer(?:in)?|teilnehmende[rn]?|sprecher(?:in)?|patientin|paciente|hablante|cuidador(?:a)?"
)
COUNT = (
    r"(?:\s*[#:.\-_]?\s*(?:no\.?\s*)?\d{1,3}[a-z]?|"
    r"[\s\-_#]+(?:[a-z]|one|two|three|four|five|six|seven|eight|nine|ten))?"
)
NOT_IDS = frozenset(
    [
        "OK",
        "PS",
        "NB",
        "TV",
        "ID",
        "AM",
        "PM",
        "FYI",
        "BTW",
        "AKA",
        "USA",
        "US",
        "UK",
        "EU",
        "ER",
        "GP",
        "MRI",
        "CT",
        "IV",
        "ICU",
        "OR",
        "AND",
        "BUT",
        "SO",
        "NO",
        "YES",
        "OH",
        "AH",
        "UM",
        "UH",
        "HM",
        "MM",
        "WE",
        "HE",
        "SHE",
        "IT",
        "MY",
        "THE",
        "AN",
        "IF",
        "IN",
        "ON",
        "AT",
        "TO",
        "DO",
        "GO",
        "IS",
        "AS",
        "BE",
        "BY",
        "UP",
        "EG",
        "IE",
        "VS",
        "RE",
        "CC",
        "TO",
        "YEP",
        "WOW",
        "HEY",
    ]
)
SAYING = re.compile(
    r"\b(?:said|says|saying|say|told|tells|asked|asks|asking|thought|think|thinks|replied|answered|wrote|goes|went|was like|"
    r"is|was|were|are|am|means|meant|remember|know|this|that|these|those|dit|disait|demandé|c'est|because|about|"
    r"example|instance|http|https|www|which|what|how|why|when|where)\b",
    re.I,
)
COMMON = frozenset(
    [
        "note",
        "notes",
        "example",
        "examples",
        "question",
        "questions",
        "answer",
        "answers",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "firstly",
        "secondly",
        "finally",
        "lastly",
        "then",
        "so",
        "and",
        "but",
        "or",
        "because",
        "also",
        "however",
        "therefore",
        "anyway",
        "actually",
        "honestly",
        "basically",
        "again",
        "maybe",
        "perhaps",
        "well",
        "okay",
        "ok",
        "yes",
        "no",
        "yeah",
        "right",
        "sure",
        "one",
        "two",
        "three",
        "point",
        "points",
        "reason",
        "reasons",
        "problem",
        "problems",
        "result",
        "results",
        "conclusion",
        "summary",
        "warning",
        "important",
        "remember",
        "quote",
        "today",
        "tomorrow",
        "yesterday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "here",
        "there",
        "now",
        "later",
        "before",
        "after",
        "morning",
        "afternoon",
        "evening",
        "night",
        "mind",
        "thing",
        "things",
        "fact",
        "truth",
        "bottom",
        "line",
        "issue",
        "issues",
        "update",
        "ps",
        "nb",
        "re",
        "subject",
        "theme",
        "topic",
        "section",
        "part",
        "chapter",
        "step",
        "option",
        "plus",
        "minus",
        "pros",
        "cons",
        "good",
        "bad",
        "best",
        "worst",
        "worse",
        "better",
        "same",
        "total",
        "time",
        "date",
        "e.g",
        "i.e",
        "like",
        "exemple",
        "remarque",
        "donc",
        "mais",
        "alors",
        "enfin",
        "oui",
        "non",
        "bref",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
    ]
)
HEADER_WORDS = frozenset(
    """
    date|time|location|place|venue|lieu|duration|durée|length|title|titre|project|projet|study|étude|site|recorded|recording|
    recorded on|recorded by|recording date|recording time|recording length|file|file name|filename|audio|audio file|audio length|
    media|video|transcribed by|transcribed|transcript by|transcription|transcription by|transcript|transcription date|
    date transcribed|reviewed by|checked by|proofread by|verified by|interview date|date of interview|date de l'entretien|
    interview|interview number|interview no|interview id|interview location|interview length|interview type|interview code|
    focus group|focus group number|focus group date|id|participant id|participant number|participant code|study id|case|
    participants|participants present|attendees|attending|present|absent|pseudonym|age|sex|gender|occupation|ethnicity|
    education|language|langue|start time|end time|start|end|started|ended|topic|subject|sujet|key|legend|conventions|
    transcription conventions|meeting|meeting title|meeting date|meeting id|phase|setting|keywords|summary keywords|speakers|
    number of speakers|number of participants|version|status|consent|comments|remarks|event|organization|organisation|
    department|country|city|ville|province|quality|audio quality|source|collection|accession|repository|archive|citation|
    doi|copyright|rights|licence|license|confidential|page|pages|word count|words|format|mode|platform|tape|side|track|
    heure|participantes|participant(e)s|présents|invited|attachments|meeting records|timestamp|created|exported|transcriber|
    transcriptionist|typist|name of interviewer|name of interviewee|interviewer name|interviewee name|interviewed by|
    sn|study number|study title|depositor|date of birth|marital status|geographic region|information about interviewee|
    interviewee details|series|tape number|date of recording|place of interview|edited by|audited by|keywords and topics|
    fecha|lugar|duración|duracion|proyecto|título|titulo|transcrito por|edad|sexo|entrevista|participantes|idioma|
    datum|ort|dauer|projekt|titel|aufnahme|transkription|transkribiert von|alter|geschlecht|beruf|dateiname|teilnehmende|
    données|âge|sexe|métier|profession|transcrit par|date d'entrevue|date de l'entrevue|entrevue|entretien|numéro
    """.replace("\n", "").split("|")
) | frozenset({"date"})
PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "do",
        "du",
        "des",
        "del",
        "della",
        "der",
        "den",
        "la",
        "le",
        "les",
        "van",
        "von",
        "bin",
        "bint",
        "ibn",
        "al",
        "el",
        "ter",
        "ten",
        "y",
        "e",
        "of",
        "the",
        "and",
        "&",
        "et",
        "st",
        "ste",
        "mc",
        "mac",
        "dos",
        "das",
        "ap",
        "d'",
        "l'",
        "from",
        "on",
    ]
)
