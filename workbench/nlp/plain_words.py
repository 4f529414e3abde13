"""Words that carry the sentence and not the matter: they tell a reader nothing about a passage."""

_WORDS = (
    "a about after again all also am an and any are as at be because been before being but by can could did do does "
    "doing don't down each even for from get go going got had has have having he her here him his how i i'm i've if in "
    "into is it it's its just know like me more most much my no not now of off oh ok okay on once one only or other our "
    "out over own really right said same say she so some such than that that's the their them then there these they "
    "thing things this those to too uh um up us very was we well went were what when where which while who why will "
    "with would yeah yes you you're your"
)
PLAIN_WORDS = frozenset(_WORDS.split())
