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

_LIGHT = (
    "actually always anything anyway ask back bad become begin big bit bring call can't cannot come couldn't day didn't doesn't end every "
    "everything feel few find first give great guess hadn't happen hasn't haven't hear hour isn't keep kind last late leave let little long look lot make "
    "many matter may maybe mean might minute month month's much must need never new next nothing number old part people percent person place pretty put quite "
    "rather rest run second see seem shouldn't show side sit something sometimes sort start stay still stop stuff sure take talk tell think third time today "
    "tomorrow try turn until use wasn't way week weren't whole without won't word work wouldn't year yesterday yet "
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half once twice"
)
LIGHT_WORDS = frozenset(_LIGHT.split())
"""Words in their base form that are everywhere in speech: as a reason why two passages are alike they say too little."""
